package io.sentinelha.core.runtime;

/**
 * Milliseconds since the process began. Never falls and never jumps, whatever happens to the time
 * of day; only differences mean anything.
 */
@FunctionalInterface
public interface MonotonicClock {

  long millis();

  /** The system's monotonic clock, beginning at 1 so that no moment is mistaken for "never". */
  static MonotonicClock system() {
    long origin = System.nanoTime();
    return () -> 1 + (System.nanoTime() - origin) / 1_000_000;
  }
}
