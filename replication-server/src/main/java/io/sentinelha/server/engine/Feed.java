package io.sentinelha.server.engine;

/** What a client is sent beside replies, from a place of its own: the stream, for a replica. */
public interface Feed {

  /** Bytes that it is yet to be sent. They count for client-output-buffer-limit. */
  long pending();

  /** So many of them are allowed, whatever the limit says. */
  long allowance();

  /** The transport was full and has room again. */
  void room();

  /** The client has sent an empty line, and so shown that it lives. */
  void heartbeat();
}
