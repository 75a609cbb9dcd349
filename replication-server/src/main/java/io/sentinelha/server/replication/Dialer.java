package io.sentinelha.server.replication;

/** Connects to other servers. */
@FunctionalInterface
public interface Dialer {

  /** Is told what comes of a connection, on the engine's thread, never from within a call of it. */
  interface Receiver {

    /** It stands, and what is written arrives. */
    void connected();

    /** Bytes that have arrived; the array is good until this returns. */
    void received(byte[] bytes, int from, int to);

    /**
     * It is over, or never came to be.
     *
     * @param reason for the log
     */
    void closed(String reason);
  }

  /**
   * Begins to connect.
   *
   * @param host name or address
   */
  MasterWire dial(String host, int port, boolean tls, Receiver receiver);
}
