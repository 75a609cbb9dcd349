package io.sentinelha.server.engine;

/** Stands between a client and its transport, and decides when replies leave. */
public interface Outlet {

  /** Takes the next bytes of replies; good until this returns. */
  void write(byte[] bytes, int from, int length);

  /** Bytes that are held back. */
  long held();

  /** Whether that is so much that further requests must wait. */
  boolean isFull();
}
