package io.sentinelha.server.persist;

import java.util.concurrent.locks.LockSupport;

/**
 * Lets others run where a thread has much work that is not urgent. A system gives a thread its
 * slice of some milliseconds even if somebody more urgent wakes up meanwhile; who sleeps for a
 * moment gives it back. Of one thread.
 */
final class Naps {

  private static final long NAP_NANOS = 20_000;

  /** A nap takes several times as long as it was to, so it must be earned. */
  private static final long WORK_NANOS = 400_000;

  private long sinceNanos;
  private long workedNanos;

  Naps() {}

  /** Work begins now. */
  void begin() {
    sinceNanos = System.nanoTime();
  }

  /** Sleeps for a moment if there was enough work; it goes on then. */
  void breathe() {
    workedNanos += System.nanoTime() - sinceNanos;
    if (workedNanos >= WORK_NANOS) {
      workedNanos = 0;
      LockSupport.parkNanos(NAP_NANOS);
    }
    begin();
  }
}
