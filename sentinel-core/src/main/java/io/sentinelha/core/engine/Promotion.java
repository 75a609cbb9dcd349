package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Account.What;
import io.sentinelha.core.engine.DataNode.Reconfiguration;
import io.sentinelha.core.engine.Failover.AwaitingPromotion;
import io.sentinelha.core.engine.Failover.Ordering;
import io.sentinelha.core.engine.Failover.Reconfiguring;
import io.sentinelha.core.engine.Failover.Selecting;
import io.sentinelha.core.engine.Notice.Level;
import io.sentinelha.core.engine.ReplicaSelection.Circumstances;
import java.util.List;
import java.util.Optional;

/** What a leader does: choose a replica, promote it, point the others at it, tell everybody. */
final class Promotion {

  /** How long a report of each replica, newer than the election, is waited for. */
  private static final long FRESH_REPORT_MILLIS = 100;

  private Promotion() {}

  static void run(Context ctx, WatchedPrimary primary, Agenda agenda) {
    Failover before;
    do {
      before = primary.failover();
      step(ctx, primary, agenda);
    } while (primary.failover() != before);
  }

  private static void step(Context ctx, WatchedPrimary primary, Agenda agenda) {
    if (primary.failover() instanceof Selecting selecting) {
      select(ctx, primary, selecting, agenda);
    } else if (primary.failover() instanceof Ordering ordering) {
      order(ctx, primary, ordering, agenda);
    } else if (primary.failover() instanceof AwaitingPromotion awaiting) {
      await(ctx, primary, awaiting, agenda);
    } else if (primary.failover() instanceof Reconfiguring reconfiguring) {
      reconfigure(ctx, primary, reconfiguring, agenda);
    }
  }

  /** What the choice of a replica depends on at this moment. */
  static Circumstances circumstances(Context ctx, WatchedPrimary primary) {
    DataNode node = primary.node();
    return new Circumstances(
        ctx.now,
        primary.isDown(),
        primary.isDown() ? downMillis(ctx.now, node) : 0,
        primary.settings.downAfterMillis(),
        ctx.tuning.of(Tuning.Period.PING_PERIOD),
        ctx.tuning.of(Tuning.Period.INFO_PERIOD),
        node.history);
  }

  /**
   * For how long the primary has been gone. A tilt may have noticed it much later than the replicas
   * lost it, and they must not be found too old for that.
   */
  private static long downMillis(long now, DataNode node) {
    return now - Math.min(node.downSince, node.link.view().lastValidReply());
  }

  private static void select(
      Context ctx, WatchedPrimary primary, Selecting selecting, Agenda agenda) {
    if (!selecting.forced() && !primary.isObjectivelyDown()) {
      // It is back just in time.
      abort(
          ctx,
          primary,
          "-failover-abort-not-elected",
          "too few still agree that the primary is down");
      return;
    }
    Circumstances circumstances = circumstances(ctx, primary);
    boolean mayWait = !agenda.due(ctx.now, selecting.since() + FRESH_REPORT_MILLIS);
    if (mayWait && reportsAreMissing(primary, selecting.began(), circumstances)) {
      return;
    }
    ReplicaSelection.Choice choice =
        ReplicaSelection.choose(List.copyOf(primary.replicas()), circumstances);
    primary.chronicle.judged(choice.verdicts());
    if (choice.best().isEmpty()) {
      giveUp(ctx, primary);
      return;
    }
    DataNode chosen = choice.best().get();
    chosen.beingPromoted = true;
    primary.chronicle.selected(chosen);
    ctx.announce(Notices.node(Level.WARNING, "+selected-slave", primary, chosen));
    ctx.announce(Notices.node(Level.NOTICE, "+failover-state-send-slaveof-noone", primary, chosen));
    primary.enter(new Ordering(selecting.epoch(), selecting.forced(), ctx.now, chosen));
  }

  /**
   * Nobody can take the primary's place. One that lives, but was made a replica by somebody, gets
   * its role back from the leader: two nodes that follow each other serve nobody.
   */
  private static void giveUp(Context ctx, WatchedPrimary primary) {
    DataNode node = primary.node();
    boolean livesAsReplica =
        node.reportedRole == Role.REPLICA
            && !node.link.isSilent()
            && node.hasInfoSince(ctx.now, ctx.tuning.of(Tuning.Period.INFO_PERIOD))
            && node.link.canSend(1);
    String why = "no replica is fit to be promoted";
    abort(
        ctx,
        primary,
        "-failover-abort-no-good-slave",
        livesAsReplica ? why + "; the primary is told to be one again" : why);
    if (livesAsReplica) {
      ctx.announce(Notices.primary(Level.WARNING, "+restore-master", primary));
      sendPromotion(ctx, primary, node, false);
    }
  }

  /** Whether a replica that could be chosen has not reported since the failover began. */
  private static boolean reportsAreMissing(
      WatchedPrimary primary, long since, Circumstances circumstances) {
    return primary.replicas().stream()
        .filter(r -> ReplicaSelection.exclusion(r, circumstances).isEmpty())
        .anyMatch(r -> r.infoAt < since);
  }

  private static void order(Context ctx, WatchedPrimary primary, Ordering ordering, Agenda agenda) {
    DataNode chosen = ordering.chosen();
    if (chosen.link.canSend(1)) {
      sendPromotion(ctx, primary, chosen, false);
      ctx.announce(Notices.node(Level.NOTICE, "+failover-state-wait-promotion", primary, chosen));
      primary.enter(
          new AwaitingPromotion(ordering.epoch(), ordering.forced(), ctx.now, chosen, false));
    } else if (isLost(ctx, primary, chosen, ordering.since(), agenda)) {
      abort(
          ctx,
          primary,
          "-failover-abort-slave-timeout",
          "the chosen replica could not be told: no connection to it");
    }
  }

  /** The order, and right behind it the question whether it was obeyed. */
  private static void sendPromotion(
      Context ctx, WatchedPrimary primary, DataNode chosen, boolean plain) {
    PrimarySettings settings = primary.settings;
    primary.chronicle.promotionSent(chosen);
    chosen.link.send(
        ctx,
        new Request.ChangeRole(Optional.empty(), settings.guard(), plain),
        settings.renamedCommands());
    chosen.askInfoNow(ctx, settings);
  }

  /** The node refused the order: once more, without the transaction that one command may spoil. */
  static void refused(Context ctx, WatchedPrimary primary, DataNode node, String error) {
    if (primary.failover() instanceof AwaitingPromotion a && a.chosen() == node && !a.plain()) {
      primary.chronicle.promotionRefused(node, error);
      sendPromotion(ctx, primary, node, true);
      primary.enter(new AwaitingPromotion(a.epoch(), a.forced(), a.since(), node, true));
      return;
    }
    node.pointedAt.ifPresent(at -> sendPointer(ctx, primary, node, at, true));
    node.pointedAt = Optional.empty();
  }

  private static void await(
      Context ctx, WatchedPrimary primary, AwaitingPromotion awaiting, Agenda agenda) {
    if (isLost(ctx, primary, awaiting.chosen(), awaiting.since(), agenda)) {
      abort(
          ctx,
          primary,
          "-failover-abort-slave-timeout",
          awaiting.chosen().isDown()
              ? "the chosen replica went down"
              : "the chosen replica did not become a primary in time");
    }
  }

  /** A chosen replica that went down, or took too long, will not be waited for. */
  private static boolean isLost(
      Context ctx, WatchedPrimary primary, DataNode chosen, long since, Agenda agenda) {
    boolean tooLong = agenda.due(ctx.now, since + primary.settings.failoverTimeoutMillis() + 1);
    return chosen.isDown() || tooLong;
  }

  private static void abort(Context ctx, WatchedPrimary primary, String event, String why) {
    ctx.announce(Notices.primary(Level.WARNING, event, primary));
    primary.nodes().forEach(node -> node.beingPromoted = false);
    primary.enter(Failover.IDLE);
    primary.chronicle.aborted(why);
    primary.candidacy.failed(ctx, primary.settings.failoverTimeoutMillis());
  }

  /** The chosen replica says that it is a primary. From here on the primary has moved. */
  static void confirmed(Context ctx, WatchedPrimary primary, AwaitingPromotion awaiting) {
    DataNode promoted = awaiting.chosen();
    primary.configEpoch = awaiting.epoch();
    long version = primary.touchDurable();
    primary.enter(
        new Reconfiguring(awaiting.epoch(), awaiting.forced(), ctx.now, promoted, version, false));
    ctx.announce(Notices.node(Level.WARNING, "+promoted-slave", primary, promoted));
    primary.chronicle.promoted(promoted);
    if (ctx.crashAfterPromotion) {
      ctx.emit(new Effect.Exit(Engine.SIMULATED_CRASH_STATUS));
      return;
    }
    ctx.announce(Notices.primary(Level.WARNING, "+failover-state-reconf-slaves", primary));
  }

  private static void reconfigure(
      Context ctx, WatchedPrimary primary, Reconfiguring stage, Agenda agenda) {
    if (!ctx.durability.isSafe(stage.moved())) {
      return; // Woken again when the save is done.
    }
    boolean timeIsUp =
        agenda.due(ctx.now, stage.since() + primary.settings.failoverTimeoutMillis() + 1);
    if (stage.promoted().isDown() && !timeIsUp) {
      return; // Nobody can follow it now. If it stays away, it must be failed over in its turn.
    }
    if (stage.promoted().reportedRole == Role.REPLICA) {
      undone(ctx, primary, stage);
      return;
    }
    if (!stage.fenced()) {
      primary.chronicle.saved();
      fenceFormer(ctx, primary, stage);
      return; // The stage is entered anew and looked at again.
    }
    expire(ctx, primary, agenda);
    if (timeIsUp) {
      primary.chronicle.timeIsUp();
      pointTheRest(ctx, primary, stage);
      ctx.announce(Notices.primary(Level.WARNING, "+failover-end-for-timeout", primary));
    } else {
      pointMore(ctx, primary, stage);
      if (!isComplete(primary, stage)) {
        return;
      }
    }
    ctx.announce(Notices.primary(Level.WARNING, "+failover-end", primary));
    finish(ctx, primary, stage);
  }

  /**
   * Somebody who had not heard of the promotion made the new primary a replica again. Nobody is
   * pointed at it, least of all a former primary that may be the one it follows: two nodes would
   * follow each other. The address is told, and what is wrong with it is judged as it always is.
   */
  private static void undone(Context ctx, WatchedPrimary primary, Reconfiguring stage) {
    primary.chronicle.saved();
    ctx.announce(Notices.primary(Level.WARNING, "+failover-end-undone", primary));
    finish(ctx, primary, stage);
  }

  /**
   * The former primary is told first, if it can be told anything: each write that it still takes is
   * lost. One that hangs finds the order in its socket when it wakes.
   */
  private static void fenceFormer(Context ctx, WatchedPrimary primary, Reconfiguring stage) {
    DataNode former = primary.node();
    if (former.link.canSend(1)) {
      point(ctx, primary, former, stage.promoted().address);
      primary.chronicle.noteNode(What.FORMER_TOLD, former);
      String subject = "slave " + former.address + " " + Notices.words(former.address);
      String at = " @ " + primary.name + " " + Notices.words(stage.promoted().address);
      ctx.announce(new Notice(Level.NOTICE, "+convert-to-slave", subject + at));
    }
    primary.enter(stage.withFormerFenced());
  }

  /** A replica that made no progress for long is counted as done, so that the others go on. */
  private static void expire(Context ctx, WatchedPrimary primary, Agenda agenda) {
    long timeout = ctx.tuning.of(Tuning.Period.SLAVE_RECONF_TIMEOUT);
    for (DataNode replica : primary.replicas()) {
      if (replica.reconfiguration == Reconfiguration.SENT
          && agenda.due(ctx.now, replica.reconfiguringSince + timeout + 1)) {
        ctx.announce(Notices.node(Level.NOTICE, "-slave-reconf-sent-timeout", primary, replica));
        primary.chronicle.noteNode(What.REPLICA_TIMED_OUT, replica);
        replica.reconfigure(Reconfiguration.DONE, ctx.now);
      }
    }
  }

  private static void pointMore(Context ctx, WatchedPrimary primary, Reconfiguring stage) {
    long underWay = primary.replicas().stream().filter(r -> r.reconfiguration.isUnderWay()).count();
    for (DataNode replica : primary.replicas()) {
      boolean open = replica != stage.promoted() && replica.reconfiguration == Reconfiguration.NONE;
      if (underWay < primary.settings.parallelSyncs() && open && replica.link.canSend(1)) {
        point(ctx, primary, replica, stage.promoted().address);
        replica.reconfigure(Reconfiguration.SENT, ctx.now);
        ctx.announce(Notices.node(Level.NOTICE, "+slave-reconf-sent", primary, replica));
        primary.chronicle.noteNode(What.REPLICA_TOLD, replica);
        underWay++;
      }
    }
  }

  private static void pointTheRest(Context ctx, WatchedPrimary primary, Reconfiguring stage) {
    for (DataNode replica : primary.replicas()) {
      boolean untold =
          replica != stage.promoted()
              && (replica.reconfiguration == Reconfiguration.NONE
                  || replica.reconfiguration == Reconfiguration.IN_PROGRESS);
      if (untold && replica.link.canSend(1)) {
        point(ctx, primary, replica, stage.promoted().address);
        ctx.announce(Notices.node(Level.NOTICE, "+slave-reconf-sent-be", primary, replica));
        primary.chronicle.noteNode(What.REPLICA_TOLD, replica);
      }
    }
  }

  /** Makes a node follow another; what it does shows in its next report. */
  static void point(Context ctx, WatchedPrimary primary, DataNode node, Endpoint at) {
    node.pointedAt = Optional.of(at);
    sendPointer(ctx, primary, node, at, false);
  }

  private static void sendPointer(
      Context ctx, WatchedPrimary primary, DataNode node, Endpoint at, boolean plain) {
    node.link.send(
        ctx,
        new Request.ChangeRole(Optional.of(at), Guard.OFF, plain),
        primary.settings.renamedCommands());
    node.wantInfo();
  }

  private static boolean isComplete(WatchedPrimary primary, Reconfiguring stage) {
    return primary.replicas().stream()
        .filter(r -> r != stage.promoted() && !r.isDown())
        .allMatch(r -> r.reconfiguration == Reconfiguration.DONE);
  }

  private static void finish(Context ctx, WatchedPrimary primary, Reconfiguring stage) {
    Endpoint from = primary.node().address;
    Endpoint to = stage.promoted().address;
    ctx.announce(Notices.switched(primary.name, from, to));
    primary.chronicle.switched(to);
    primary.moveTo(to);
  }

  /** A replica that is being pointed at the new primary reported. */
  static void replicaReported(
      Context ctx, WatchedPrimary primary, Reconfiguring stage, DataNode replica) {
    if (replica.reconfiguration == Reconfiguration.SENT
        && replica.follows.equals(Optional.of(stage.promoted().address))) {
      replica.reconfigure(Reconfiguration.IN_PROGRESS, ctx.now);
      ctx.announce(Notices.node(Level.NOTICE, "+slave-reconf-inprog", primary, replica));
      primary.chronicle.noteNode(What.REPLICA_FOLLOWS, replica);
    }
    if (replica.reconfiguration == Reconfiguration.IN_PROGRESS && replica.replicationUp) {
      replica.reconfigure(Reconfiguration.DONE, ctx.now);
      ctx.announce(Notices.node(Level.NOTICE, "+slave-reconf-done", primary, replica));
      primary.chronicle.noteNode(What.REPLICA_LINKED, replica);
    }
  }
}
