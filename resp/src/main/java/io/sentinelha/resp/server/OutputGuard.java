package io.sentinelha.resp.server;

/** Knows for how long a connection has had more unsent output than it should have. */
final class OutputGuard {

  private volatile boolean soft;
  private long softSinceNanos;

  /** Whether the soft limit was reached when last looked. May be asked by any thread. */
  boolean isSoft() {
    return soft;
  }

  /**
   * Looks at the output.
   *
   * @param pending unsent bytes
   * @return whether the client must be cut off
   */
  boolean isExceeded(OutputLimit limit, long pending, long nowNanos) {
    if (limit.isHardReached(pending)) {
      return true;
    }
    if (!limit.isSoftReached(pending)) {
      soft = false;
      return false;
    }
    if (!soft) {
      soft = true;
      softSinceNanos = nowNanos;
    }
    return nowNanos - softSinceNanos > limit.softFor().toNanos();
  }
}
