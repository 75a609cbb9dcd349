package io.sentinelha.server.engine;

/** The connection behind a client, as far as the engine sees it. On the engine's thread only. */
public interface Transport {

  /** Takes bytes of replies; they leave at the end of the turn. */
  void write(byte[] bytes, int from, int length);

  /** There is output: see that it leaves at the end of this turn. */
  void wake();

  /** The client was held up and may be served again: look at what it has sent meanwhile. */
  void resume();

  /** Closes the connection, after the output that is pending. */
  void closeAfterReply();

  /** Closes the connection now. */
  void close();

  /** {@code ip:port}, or the path of a Unix socket with {@code :0}. */
  String remote();

  /** See {@link #remote}. */
  String local();

  boolean isUnix();

  /** Of the connection, unique while it lives. */
  int descriptor();

  /** Bytes of requests that have arrived and not been run. */
  int queryBytes();

  /** Bytes that the buffer for requests has room for beside them. */
  int queryFree();

  /** Bytes of output that have not left. */
  long outputBytes();

  /** Whether more output would leave soon; if not, {@link Feed#room} is told when it would. */
  default boolean hasRoom() {
    return true;
  }

  /** Sends what is pending now, and not only at the end of the turn. */
  default void flush() {}
}
