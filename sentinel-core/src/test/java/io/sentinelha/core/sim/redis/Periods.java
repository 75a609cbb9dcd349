package io.sentinelha.core.sim.redis;

/** Redis Sentinel's periods in milliseconds, at their defaults. */
final class Periods {

  static final long INFO = 10_000;
  static final long PING = 1_000;
  static final long ASK = 1_000;
  static final long PUBLISH = 2_000;
  static final long TILT_TRIGGER = 2_000;
  static final long TILT = 30_000;
  static final long RECONFIGURATION = 10_000;
  static final long OLDEST_STUCK_LINK = 15_000;
  static final long ELECTION = 10_000;
  static final int DESYNC = 1_000;

  private Periods() {}
}
