package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Failover.Electing;
import java.util.Optional;

/** Asking peers whether they too find a primary down, and, as a candidate, for their vote. */
final class Questions {

  private static final long URGENT_MILLIS = 100;

  /** After this long, agreement is no longer a matter of moments. */
  private static final long URGENCY_LASTS_MILLIS = 10_000;

  /** How soon a peer that asks is asked back. */
  private static final long ASK_BACK_MILLIS = 30;

  private Questions() {}

  static void run(Context ctx, WatchedPrimary primary, Agenda agenda) {
    if (!primary.isDown()) {
      return;
    }
    long period = period(ctx, primary);
    for (Opinion opinion : primary.opinions()) {
      opinion.ask(ctx, period, question(ctx, primary, opinion), agenda);
    }
  }

  private static long period(Context ctx, WatchedPrimary primary) {
    long usual = ctx.tuning.of(Tuning.Period.ASK_PERIOD);
    boolean undecided = !primary.isObjectivelyDown() || primary.failover() instanceof Electing;
    boolean young = ctx.now - primary.node().downSince < URGENCY_LASTS_MILLIS;
    return undecided && young ? Math.min(usual, URGENT_MILLIS) : usual;
  }

  private static Request.IsDown question(Context ctx, WatchedPrimary primary, Opinion opinion) {
    Endpoint address = primary.node().address;
    if (primary.failover() instanceof Electing e
        && e.asking() != Times.NEVER
        && !e.ballot().votes().containsKey(opinion.peer.runId)) {
      return new Request.IsDown(primary.id, address, e.epoch().value(), Optional.of(ctx.myId));
    }
    // What is not on disk is not spoken of.
    long epoch = ctx.durability.saved().currentEpoch().value();
    return new Request.IsDown(primary.id, address, epoch, Optional.empty());
  }

  /**
   * Somebody asks about this primary, and does so because it finds it down. If agreement is still
   * missing here, that is the moment to ask back, rather than at the next turn.
   */
  static void askBack(Context ctx, WatchedPrimary primary) {
    boolean useful =
        primary.isDown()
            && !primary.isObjectivelyDown()
            && ctx.now - primary.node().downSince < URGENCY_LASTS_MILLIS;
    if (useful) {
      primary.opinions().stream()
          .filter(o -> !o.saidDown())
          .forEach(o -> o.wantAsk(ctx.now, ASK_BACK_MILLIS));
      primary.touch();
    }
  }
}
