package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Failover.Electing;
import io.sentinelha.core.engine.Notice.Level;
import io.sentinelha.quorum.Ballot;
import io.sentinelha.quorum.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Becoming the leader of one failover: standing, voting for oneself, counting. Nobody hears of a
 * candidacy before the candidate's own vote is on disk.
 */
final class Election {

  /** A peer that is connected but does not answer for this long is not waited for. */
  private static final long PATIENCE_MILLIS = 1_000;

  private Election() {}

  static void run(Context ctx, WatchedPrimary primary, Agenda agenda) {
    if (primary.failover() == Failover.IDLE && primary.isObjectivelyDown()) {
      boolean time =
          primary.candidacy.isTime(
              ctx, isLeaderDown(primary), primary.settings.failoverTimeoutMillis(), agenda);
      if (time) {
        stand(ctx, primary, false);
      }
    }
    if (primary.failover() instanceof Electing electing) {
      advance(ctx, primary, electing, agenda);
      if (primary.failover() == Failover.IDLE) {
        agenda.at(ctx.now); // The next candidacy has a moment of its own.
      }
    }
  }

  private static boolean isLeaderDown(WatchedPrimary primary) {
    Optional<String> leader = primary.candidacy.votedFor();
    return leader.flatMap(primary::opinion).map(Opinion::isDown).orElse(false);
  }

  /**
   * Begins a failover by standing for election in it.
   *
   * @param forced by an operator: no other vote is needed
   */
  static void stand(Context ctx, WatchedPrimary primary, boolean forced) {
    List<Effect> words = new ArrayList<>();
    Epoch epoch = epochToStandIn(ctx, primary, forced, words);
    words.add(new Effect.Announce(Notices.primary(Level.WARNING, "+try-failover", primary)));
    primary.candidacy.started();
    primary.replicas().forEach(DataNode::wantInfo);
    openBallot(ctx, primary, epoch, forced, ctx.now, words);
    primary.chronicle.stood(epoch, forced);
  }

  /**
   * An election needs an epoch in which nobody was asked for a vote for this primary. One that this
   * supervisor began itself, for an election of another primary, will do: votes are counted per
   * primary. So hundreds of primaries that die together are elected for in one epoch, instead of
   * each new epoch making the elections before it void. A forced failover never shares: it does not
   * ask, so nothing keeps another from using the same epoch.
   */
  private static Epoch epochToStandIn(
      Context ctx, WatchedPrimary primary, boolean forced, List<Effect> words) {
    boolean unusedHere =
        ctx.currentEpoch.isAfter(primary.votes.epoch())
            && ctx.currentEpoch.isAfter(primary.configEpoch);
    if (!forced && unusedHere && ctx.currentEpoch.equals(ctx.ownEpoch)) {
      return ctx.currentEpoch;
    }
    words.add(ctx.adopt(ctx.currentEpoch.next()));
    ctx.ownEpoch = forced ? ctx.ownEpoch : ctx.currentEpoch;
    return ctx.currentEpoch;
  }

  private static void openBallot(
      Context ctx,
      WatchedPrimary primary,
      Epoch epoch,
      boolean forced,
      long since,
      List<Effect> words) {
    primary.votes = primary.votes.request(ctx.myId, epoch, ctx.currentEpoch);
    words.add(new Effect.Announce(Notices.vote(ctx.myId, epoch)));
    Ballot ballot =
        Ballot.open(epoch, primary.voters(), primary.settings.quorum()).with(ctx.myId, ctx.myId);
    long version = primary.touchDurable();
    primary.votedVersion = version;
    primary.votedAt = ctx.now;
    ctx.durability.whenSafe(version, words);
    primary.enter(new Electing(epoch, forced, since, ballot, version, Times.NEVER));
  }

  private static void advance(
      Context ctx, WatchedPrimary primary, Electing electing, Agenda agenda) {
    if (!ctx.durability.isSafe(electing.ownVote())) {
      giveUpAtDeadline(ctx, primary, electing, agenda);
      return; // Woken again when the save is done.
    }
    if (electing.forced()) {
      win(ctx, primary, electing);
      return;
    }
    if (!primary.isObjectivelyDown()) {
      notElected(ctx, primary, "too few still agree that the primary is down");
      return;
    }
    if (ctx.currentEpoch.isAfter(electing.epoch())) {
      standAgain(ctx, primary, electing);
      return;
    }
    Electing asking = electing.asking() == Times.NEVER ? electing.askingSince(ctx.now) : electing;
    primary.enter(asking);
    settle(ctx, primary, asking, agenda);
  }

  /**
   * The group's epoch has moved past that of this election, so voters refuse it: the same candidacy
   * goes on in a new epoch.
   */
  private static void standAgain(Context ctx, WatchedPrimary primary, Electing electing) {
    List<Effect> words = new ArrayList<>();
    Epoch epoch = epochToStandIn(ctx, primary, false, words);
    openBallot(ctx, primary, epoch, false, electing.since(), words);
    primary.chronicle.stoodAgain(epoch);
  }

  private static void settle(
      Context ctx, WatchedPrimary primary, Electing electing, Agenda agenda) {
    Ballot ballot = electing.ballot().among(primary.voters());
    switch (ballot.outcomeFor(ctx.myId, expectedVotes(ctx, primary, electing, agenda))) {
      case WON -> win(ctx, primary, electing);
      case LOST -> {
        String winner = ballot.winner().orElseThrow();
        giveUp(ctx, primary);
        primary.chronicle.lostTo(winner);
        primary.candidacy.leaveTo(winner, ctx.now);
      }
      case SPLIT -> {
        notElected(ctx, primary, "the votes were split: " + count(ballot));
        primary.candidacy.split(ctx, ballot.rank(ctx.myId));
      }
      case TOO_FEW -> {
        notElected(ctx, primary, "too few votes came: " + count(ballot));
        primary.candidacy.failed(ctx, primary.settings.failoverTimeoutMillis());
      }
      case OPEN -> giveUpAtDeadline(ctx, primary, electing, agenda);
    }
  }

  private static String count(Ballot ballot) {
    return ballot.votes().size()
        + " of "
        + ballot.voters()
        + " voted, "
        + ballot.needed()
        + " for one candidate needed";
  }

  /** How many votes may still come: those of peers that can be asked and have not answered yet. */
  private static int expectedVotes(
      Context ctx, WatchedPrimary primary, Electing electing, Agenda agenda) {
    if (agenda.due(ctx.now, electing.asking() + PATIENCE_MILLIS)) {
      return 0;
    }
    int expected = 0;
    for (Opinion opinion : primary.opinions()) {
      boolean voted = electing.ballot().votes().containsKey(opinion.peer.runId);
      if (!voted && opinion.peer.link.isOpen() && !opinion.isDown()) {
        expected++;
      }
    }
    return expected;
  }

  private static void giveUpAtDeadline(
      Context ctx, WatchedPrimary primary, Electing electing, Agenda agenda) {
    long timeout =
        Math.min(
            ctx.tuning.of(Tuning.Period.ELECTION_TIMEOUT),
            primary.settings.failoverTimeoutMillis());
    if (agenda.due(ctx.now, electing.since() + timeout)) {
      boolean unsaved = !ctx.durability.isSafe(electing.ownVote());
      notElected(
          ctx,
          primary,
          unsaved
              ? "the own vote could not be saved within " + timeout + " ms"
              : "not decided within " + timeout + " ms: " + count(electing.ballot()));
      primary.candidacy.failed(ctx, primary.settings.failoverTimeoutMillis());
    }
  }

  private static void notElected(Context ctx, WatchedPrimary primary, String why) {
    giveUp(ctx, primary);
    primary.chronicle.aborted(why);
  }

  private static void giveUp(Context ctx, WatchedPrimary primary) {
    ctx.announce(Notices.primary(Level.WARNING, "-failover-abort-not-elected", primary));
    primary.enter(Failover.IDLE);
  }

  private static void win(Context ctx, WatchedPrimary primary, Electing electing) {
    ctx.announce(Notices.primary(Level.WARNING, "+elected-leader", primary));
    primary.chronicle.elected();
    if (ctx.crashAfterElection) {
      ctx.emit(new Effect.Exit(Engine.SIMULATED_CRASH_STATUS));
      return;
    }
    ctx.announce(Notices.primary(Level.WARNING, "+failover-state-select-slave", primary));
    primary.enter(
        new Failover.Selecting(electing.epoch(), electing.forced(), ctx.now, electing.since()));
  }

  /** A peer told us its vote. */
  static void voteHeard(WatchedPrimary primary, String voter, String candidate, Epoch epoch) {
    if (primary.failover() instanceof Electing electing && electing.epoch().equals(epoch)) {
      // A voter that joined since the beginning counts, and raises the majority before it does.
      Ballot ballot = electing.ballot().among(primary.voters());
      primary.enter(electing.withBallot(ballot.with(voter, candidate)));
    }
  }

  /**
   * Another candidate got this supervisor's vote in a later epoch: the own candidacy is over,
   * unless a replica has already been told to become the primary. That cannot be taken back, and
   * finishing is better than leaving two half-made configurations.
   */
  static void supersededBy(Context ctx, WatchedPrimary primary, String candidate, Epoch later) {
    boolean reversible =
        primary.failover() instanceof Electing
            || primary.failover() instanceof Failover.Selecting
            || primary.failover() instanceof Failover.Ordering;
    if (reversible) {
      notElected(ctx, primary, "gave way to another candidate, in epoch " + later);
    }
    primary.candidacy.leaveTo(candidate, ctx.now);
  }
}
