package io.sentinelha.resp.server;

/** When a client last gave a sign of life: it said something, or accepted output. */
final class Activity {

  private volatile long lastHeardNanos = System.nanoTime();

  /** Belongs to the sweeper's thread. */
  private long sweptUnsent;

  /** The client said something. */
  void heard() {
    lastHeardNanos = System.nanoTime();
  }

  /**
   * Looks whether the client accepted output since the last time. Called by one thread alone.
   *
   * @param unsent bytes that it has not accepted yet
   */
  void sweep(long unsent) {
    if (unsent != sweptUnsent) {
      sweptUnsent = unsent;
      heard();
    }
  }

  /** As {@link System#nanoTime} tells. May be asked by any thread. */
  long lastHeardNanos() {
    return lastHeardNanos;
  }
}
