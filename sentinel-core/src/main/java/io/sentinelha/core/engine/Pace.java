package io.sentinelha.core.engine;

/** How often things are done, where that follows from how soon a failure must be noticed. */
final class Pace {

  private static final long MIN_PING_MILLIS = 10;
  private static final long MIN_RECONNECT_MILLIS = 20;

  /** In so many moments of a period pings are sent. */
  private static final long PINGS_ALIGNED = 4;

  private Pace() {}

  /**
   * Time between pings: the configured period, or a fifth of the time after which silence counts,
   * whichever is shorter. A node can fall silent right after it answered; the next ping, which is
   * the first to stay unanswered, must not come late.
   */
  static long ping(Context ctx, long downAfterMillis) {
    long period = ctx.tuning.of(Tuning.Period.PING_PERIOD);
    return Math.max(MIN_PING_MILLIS, Math.min(period, downAfterMillis / 5));
  }

  /**
   * When to ping after a ping: a period later, or up to a quarter of it earlier, so that links that
   * were opened at different moments are pinged at the same ones and one look serves many of them.
   * The moments differ from supervisor to supervisor: not all of them shall notice a death at once.
   */
  static long nextPing(Context ctx, long lastPing, long period) {
    long step = Math.max(1, period / PINGS_ALIGNED);
    long shift = Math.floorMod(ctx.myId.hashCode(), step);
    return (lastPing + period + shift) / step * step - shift;
  }

  /**
   * Time between attempts to connect.
   *
   * @param refusedDownAfterMillis after how long of being refused the node counts as down; 0 for
   *     never
   */
  static long reconnect(Context ctx, long downAfterMillis, long refusedDownAfterMillis) {
    long period = Math.min(ctx.tuning.of(Tuning.Period.PING_PERIOD), downAfterMillis / 5);
    if (refusedDownAfterMillis > 0) {
      period = Math.min(period, refusedDownAfterMillis / 5);
    }
    return Math.max(MIN_RECONNECT_MILLIS, period);
  }
}
