package io.sentinelha.core.engine;

/** Moments of the engine's clock: milliseconds that never fall and are never negative. */
final class Times {

  /** "It has not happened." Earlier than every moment. */
  static final long NEVER = -1;

  private Times() {}

  /** Whether at least {@code period} has passed since {@code moment}; true for NEVER. */
  static boolean passed(long now, long moment, long period) {
    return moment == NEVER || now - moment >= period;
  }
}
