package io.sentinelha.quorum;

import java.util.Optional;

/**
 * What one voter remembers about elections for one primary: the last epoch in which it voted, and
 * for whom. First come, first served; once given, a vote is never changed within its epoch.
 *
 * <p>The epoch must be durable before the vote is spoken. The name need not be: after a restart the
 * voter no longer knows whom it chose, and that it voted is enough to refuse everybody else.
 *
 * @param epoch of the last vote; zero when none was ever given
 * @param candidate the id voted for; empty when none was, or when a restart forgot it
 */
public record Votes(Epoch epoch, Optional<String> candidate) {

  /** A voter that never voted. */
  public static final Votes NONE = new Votes(Epoch.ZERO, Optional.empty());

  /** A voter that restarts: it knows only the epoch that it saved. */
  public static Votes afterRestart(Epoch saved) {
    return new Votes(saved, Optional.empty());
  }

  /**
   * Answers a request for a vote.
   *
   * @param id who asks to be leader
   * @param asked the epoch that the candidate stands in
   * @param current the voter's current epoch, already raised to {@code asked} if that was higher
   * @return this very object when the vote is refused, a new one when it is granted
   * @throws IllegalArgumentException if {@code current} is lower than {@code asked}
   */
  public Votes request(String id, Epoch asked, Epoch current) {
    if (asked.isAfter(current)) {
      throw new IllegalArgumentException(
          "current epoch " + current + " was not raised to " + asked + " before voting");
    }
    boolean stale = current.isAfter(asked);
    boolean alreadyVoted = !asked.isAfter(epoch);
    return stale || alreadyVoted ? this : new Votes(asked, Optional.of(id));
  }
}
