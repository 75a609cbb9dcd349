package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Notice.Level;

/**
 * Keeps the guard on a primary: reads its min-replicas settings every second, mends what somebody
 * changed, and tells when too few replicas keep up, which is when the primary refuses writes.
 */
final class GuardKeeper {

  private static final long PERIOD_MILLIS = 1_000;

  private GuardKeeper() {}

  static void run(Context ctx, WatchedPrimary primary, Agenda agenda) {
    DataNode node = primary.node();
    boolean applies =
        primary.settings.guard().isOn()
            && primary.failover() == Failover.IDLE
            && node.reportedRole == Role.PRIMARY;
    if (!applies || node.guardInFlight || !node.link.canSend(1)) {
      return;
    }
    if (node.guardReadAt == Times.NEVER || agenda.due(ctx.now, node.guardReadAt + PERIOD_MILLIS)) {
      node.guardReadAt = ctx.now;
      node.guardInFlight = true;
      node.link.send(ctx, new Request.ReadGuard(), primary.settings.renamedCommands());
    }
  }

  /** The primary said what its settings are. */
  static void read(Context ctx, WatchedPrimary primary, DataNode node, Guard found) {
    Guard wanted = primary.settings.guard();
    boolean still = node == primary.node() && primary.failover() == Failover.IDLE;
    if (!still || !wanted.isOn() || wanted.equals(found) || ctx.tilt.isActive()) {
      return;
    }
    if (node.guardFixedAt != Times.NEVER && ctx.now < node.guardFixedAt + PERIOD_MILLIS) {
      return; // It did not take. Once more, but not at every answer.
    }
    node.link.send(ctx, new Request.SetGuard(wanted), primary.settings.renamedCommands());
    node.guardFixedAt = ctx.now;
    node.guardReadAt = Times.NEVER; // See at once whether it took.
    String change =
        " min-replicas-to-write "
            + found.minReplicas()
            + " -> "
            + wanted.minReplicas()
            + " min-replicas-max-lag "
            + found.maxLagSeconds()
            + " -> "
            + wanted.maxLagSeconds();
    ctx.announce(Notices.primary(Level.WARNING, "+guard-fix", primary, change));
  }

  /** The primary reported how many of its replicas keep up. */
  static void reported(Context ctx, WatchedPrimary primary) {
    DataNode node = primary.node();
    Guard guard = primary.settings.guard();
    if (guard.isOn() && node.goodReplicas < 0) {
      return;
    }
    boolean unsatisfied = guard.isOn() && node.goodReplicas < guard.minReplicas();
    if (unsatisfied != primary.guardUnsatisfied) {
      primary.guardUnsatisfied = unsatisfied;
      String event = unsatisfied ? "+guard-unsatisfied" : "-guard-unsatisfied";
      String figures = " good-replicas " + node.goodReplicas + "/" + guard.minReplicas();
      ctx.announce(Notices.primary(Level.WARNING, event, primary, figures));
    }
  }
}
