package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Account.Cause;
import io.sentinelha.core.engine.Notice.Level;
import io.sentinelha.quorum.DownCount;
import java.util.Optional;

/** Who is down: in this supervisor's own eyes, and, for a primary, in those of enough others. */
final class DownDetection {

  /** A peer's word is believed for this many ask periods. */
  private static final int WORD_VALID_PERIODS = 5;

  private static final int INFOS_AS_REPLICA = 2;

  private DownDetection() {}

  static void run(Context ctx, WatchedPrimary primary, Agenda agenda) {
    for (DataNode node : primary.nodes()) {
      judge(ctx, primary, node, agenda);
    }
    for (Opinion opinion : primary.opinions()) {
      judge(ctx, primary, opinion, agenda);
    }
    count(ctx, primary, agenda);
  }

  private static void judge(Context ctx, WatchedPrimary primary, DataNode node, Agenda agenda) {
    Optional<Cause> cause = whyDown(ctx, primary, node, agenda);
    boolean down = cause.isPresent();
    if (down && !node.isDown()) {
      node.downSince = ctx.now;
      node.lastDownAt = ctx.now;
      ctx.announce(Notices.node(Level.WARNING, "+sdown", primary, node));
      if (node == primary.node()) {
        cause.ifPresent(primary.chronicle::down);
        onPrimaryDown(primary);
      }
    } else if (!down && node.isDown()) {
      node.downSince = Times.NEVER;
      node.upSince = ctx.now;
      if (node == primary.node()) {
        primary.candidacy.crisisOver();
        primary.chronicle.up();
      }
      node.scriptKillSent = false;
      ctx.announce(Notices.node(Level.WARNING, "-sdown", primary, node));
    }
  }

  /**
   * Everybody is asked at once, and the replicas report, so that a choice is made on fresh data.
   */
  private static void onPrimaryDown(WatchedPrimary primary) {
    primary.opinions().forEach(Opinion::wantAsk);
    primary.replicas().forEach(DataNode::wantInfo);
  }

  private static Optional<Cause> whyDown(
      Context ctx, WatchedPrimary primary, DataNode node, Agenda agenda) {
    PrimarySettings settings = primary.settings;
    long downAfter = settings.downAfterMillis();
    long silence = node.link.silence(ctx.now);
    if (silence > downAfter) {
      return Optional.of(Cause.SILENCE);
    }
    if (node.link.isSilent()) {
      agenda.at(ctx.now - silence + downAfter + 1);
    }
    if (node != primary.node()) {
      return Optional.empty();
    }
    if (isRefused(node, settings)) {
      return Optional.of(Cause.REFUSED);
    }
    if (actsAsReplica(ctx, node, downAfter, agenda)) {
      return Optional.of(Cause.ACTS_AS_REPLICA);
    }
    if (cameBackEmpty(primary)) {
      return Optional.of(Cause.CAME_BACK_EMPTY);
    }
    return restartTakesTooLong(ctx, node, settings, agenda)
        ? Optional.of(Cause.RESTART_TOO_LONG)
        : Optional.empty();
  }

  private static boolean isRefused(DataNode node, PrimarySettings settings) {
    long period = settings.refusedDownAfterMillis();
    return period > 0 && node.link.refusedMillis() >= period;
  }

  private static boolean actsAsReplica(Context ctx, DataNode node, long downAfter, Agenda agenda) {
    long infoPeriod = ctx.tuning.of(Tuning.Period.INFO_PERIOD);
    return node.reportedRole == Role.REPLICA
        && agenda.due(
            ctx.now, node.reportedRoleSince + downAfter + INFOS_AS_REPLICA * infoPeriod + 1);
  }

  /**
   * Whether every replica of the primary that can be reached keeps its data rather than follow it.
   * They say so until they follow it again, or are told to by an operator who means it.
   */
  private static boolean cameBackEmpty(WatchedPrimary primary) {
    boolean refused = false;
    for (DataNode replica : primary.replicas()) {
      boolean reachable = !replica.isDown() && replica.link.view().connected();
      boolean follows =
          replica.reportedRole == Role.REPLICA
              && replica.follows.equals(Optional.of(primary.node().address));
      if (reachable && follows) {
        if (!replica.refusesEmpty) {
          return false;
        }
        refused = true;
      }
    }
    return refused;
  }

  private static boolean restartTakesTooLong(
      Context ctx, DataNode node, PrimarySettings settings, Agenda agenda) {
    return settings.rebootDownAfterMillis() > 0
        && node.restartedAt != Times.NEVER
        && agenda.due(ctx.now, node.restartedAt + settings.rebootDownAfterMillis() + 1);
  }

  private static void judge(Context ctx, WatchedPrimary primary, Opinion opinion, Agenda agenda) {
    long silence = opinion.peer.link.silence(ctx.now);
    long downAfter = primary.settings.downAfterMillis();
    boolean down = silence > downAfter;
    if (!down && opinion.peer.link.isSilent()) {
      agenda.at(ctx.now - silence + downAfter + 1);
    }
    if (down != opinion.isDown()) {
      opinion.downSince = down ? ctx.now : Times.NEVER;
      String event = down ? "+sdown" : "-sdown";
      ctx.announce(Notices.peer(Level.WARNING, event, primary, opinion.peer));
    }
  }

  private static void count(Context ctx, WatchedPrimary primary, Agenda agenda) {
    long valid = WORD_VALID_PERIODS * ctx.tuning.of(Tuning.Period.ASK_PERIOD);
    int agreeing = 0;
    for (Opinion opinion : primary.opinions()) {
      if (opinion.saysDown(ctx.now, valid, agenda)) {
        agreeing++;
      }
    }
    DownCount count = DownCount.of(primary.isDown(), agreeing, primary.settings.quorum());
    if (count.reached() && !primary.isObjectivelyDown()) {
      primary.objectivelyDownSince = ctx.now;
      primary.chronicle.agreed(count.agreeing(), count.quorum());
      String figures = " #quorum " + count.agreeing() + "/" + count.quorum();
      ctx.announce(Notices.primary(Level.WARNING, "+odown", primary, figures));
    } else if (!count.reached() && primary.isObjectivelyDown()) {
      primary.objectivelyDownSince = Times.NEVER;
      primary.candidacy.standDown();
      primary.chronicle.notAgreed();
      ctx.announce(Notices.primary(Level.WARNING, "-odown", primary));
    }
  }
}
