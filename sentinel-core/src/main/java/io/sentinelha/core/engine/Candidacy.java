package io.sentinelha.core.engine;

import java.util.Optional;

/**
 * When this supervisor stands for election for one primary. Candidates start a few tens of
 * milliseconds apart, so that the first usually has everybody's vote before the second begins.
 * Whoever voted for another leaves it the time to finish, but not longer than one failover may
 * take; whoever failed tries again after a delay that doubles up to a bound.
 */
final class Candidacy {

  private static final int START_SPREAD_MILLIS = 40;
  private static final long SPLIT_STEP_MILLIS = 50;
  private static final long SPLIT_MAX_MILLIS = 2_000;
  private static final long RETRY_BASE_MILLIS = 500;
  private static final long RETRY_MAX_MILLIS = 30_000;

  private long plannedAt = Times.NEVER;
  private long notBefore = Times.NEVER;
  private int splits;
  private int failures;

  private Optional<String> votedFor = Optional.empty();
  private long votedAt = Times.NEVER;

  /**
   * Whether to stand now. The first call of a crisis draws the moment.
   *
   * @param leaderIsDown whether the candidate last voted for is itself down
   */
  boolean isTime(Context ctx, boolean leaderIsDown, long failoverTimeout, Agenda agenda) {
    if (votedFor.isPresent() && !leaderIsDown && !agenda.due(ctx.now, votedAt + failoverTimeout)) {
      return false;
    }
    if (plannedAt == Times.NEVER) {
      plannedAt = Math.max(ctx.now, notBefore) + ctx.random.nextInt(START_SPREAD_MILLIS);
    }
    return agenda.due(ctx.now, plannedAt);
  }

  /** Whom this supervisor voted for and now waits for, if anybody. */
  Optional<String> votedFor() {
    return votedFor;
  }

  /** Another has this supervisor's vote, or has won without it. */
  void leaveTo(String leader, long now) {
    votedFor = Optional.of(leader);
    votedAt = now;
    plannedAt = Times.NEVER;
  }

  void started() {
    plannedAt = Times.NEVER;
    votedFor = Optional.empty();
  }

  /**
   * Nobody won because the votes were split. The candidates saw each other's votes, so they can
   * stand again one after the other instead of at random; the distance grows if that is not enough
   * for a vote to be saved and heard.
   *
   * @param rank this candidate's place among those that were voted for; from 0
   */
  void split(Context ctx, int rank) {
    long step = Math.min(SPLIT_MAX_MILLIS, SPLIT_STEP_MILLIS << Math.min(splits, 6));
    splits++;
    notBefore = ctx.now + rank * step + ctx.random.nextLong(step / 4);
    plannedAt = notBefore;
  }

  /** An attempt failed: again after a while, longer each time. */
  void failed(Context ctx, long failoverTimeout) {
    long longest = Math.min(failoverTimeout, RETRY_MAX_MILLIS);
    long delay = Math.min(longest, RETRY_BASE_MILLIS << Math.min(failures, 10));
    failures++;
    notBefore = ctx.now + delay + ctx.random.nextLong(delay / 2 + 1);
  }

  /** The primary is up again, or has moved, or an operator wants a fresh start. */
  void crisisOver() {
    plannedAt = Times.NEVER;
    notBefore = Times.NEVER;
    splits = 0;
    failures = 0;
    votedFor = Optional.empty();
  }

  void pass(Archive archive) {
    plannedAt = archive.number(plannedAt);
    notBefore = archive.number(notBefore);
    splits = archive.small(splits);
    failures = archive.small(failures);
    votedFor = archive.optional(String.class, votedFor);
    votedAt = archive.number(votedAt);
  }

  /** The primary is not objectively down any more: plans are void, what was learnt is not. */
  void standDown() {
    plannedAt = Times.NEVER;
  }
}
