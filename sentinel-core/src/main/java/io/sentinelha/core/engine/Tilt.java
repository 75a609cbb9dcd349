package io.sentinelha.core.engine;

/**
 * Distrust of one's own sense of time. The engine is woken at least ten times a second; when it was
 * not for seconds, this process was stopped or starved, and what looks like the silence of others
 * may be its own deafness. For a while it then observes and votes, but starts nothing.
 */
final class Tilt {

  private long lastStep = Times.NEVER;
  private long since = Times.NEVER;

  boolean isActive() {
    return since != Times.NEVER;
  }

  /** When this tilt was last triggered; {@link Times#NEVER} when there is none. */
  long since() {
    return since;
  }

  /**
   * Called first in every step.
   *
   * @return whether a tilt has just ended
   */
  boolean observe(Context ctx) {
    long now = ctx.now;
    boolean gap = lastStep != Times.NEVER && now - lastStep > trigger(ctx);
    lastStep = now;
    if (gap) {
      since = now;
      ctx.announce(new Notice(Notice.Level.WARNING, "+tilt", "#tilt mode entered"));
    } else if (isActive() && now - since > ctx.tuning.of(Tuning.Period.TILT_PERIOD)) {
      since = Times.NEVER;
      ctx.announce(new Notice(Notice.Level.WARNING, "-tilt", "#tilt mode exited"));
      return true;
    }
    return false;
  }

  private static long trigger(Context ctx) {
    return ctx.tuning.of(Tuning.Period.TILT_TRIGGER);
  }
}
