package io.sentinelha.core.engine;

/**
 * Distrust of one's own sense of time. The engine is woken at least ten times a second; when it was
 * not for seconds, this process was stopped or starved, and what looks like the silence of others
 * may be its own deafness. For a while it then observes and votes, but starts nothing.
 */
final class Tilt {

  /**
   * How long a young process may be late without being distrusted: it is loading its own code, and
   * has not observed anything yet that could be wrong.
   */
  private static final long STARTING_MILLIS = 10_000;

  /** What the time since the last step means. */
  enum Finding {
    NOTHING,
    /** A tilt has ended: what was not judged meanwhile must be looked at. */
    ENDED,
    /** The start took long: what seems silent since then was not listened to. */
    SLOW_START
  }

  private long startedAt = Times.NEVER;
  private long lastStep = Times.NEVER;
  private long since = Times.NEVER;

  boolean isActive() {
    return since != Times.NEVER;
  }

  /** When this tilt was last triggered; {@link Times#NEVER} when there is none. */
  long since() {
    return since;
  }

  void started(long now) {
    startedAt = now;
  }

  /** Called first in every step. */
  Finding observe(Context ctx) {
    long now = ctx.now;
    boolean gap = lastStep != Times.NEVER && now - lastStep > trigger(ctx);
    lastStep = now;
    if (gap && !Times.passed(now, startedAt, STARTING_MILLIS)) {
      return Finding.SLOW_START;
    }
    if (gap) {
      since = now;
      ctx.announce(new Notice(Notice.Level.WARNING, "+tilt", "#tilt mode entered"));
    } else if (isActive() && now - since > ctx.tuning.of(Tuning.Period.TILT_PERIOD)) {
      since = Times.NEVER;
      ctx.announce(new Notice(Notice.Level.WARNING, "-tilt", "#tilt mode exited"));
      return Finding.ENDED;
    }
    return Finding.NOTHING;
  }

  void pass(Archive archive) {
    startedAt = archive.number(startedAt);
    lastStep = archive.number(lastStep);
    since = archive.number(since);
  }

  private static long trigger(Context ctx) {
    return ctx.tuning.of(Tuning.Period.TILT_TRIGGER);
  }
}
