package io.sentinelha.quorum;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The count of one election: who may vote, and who voted for whom in its epoch.
 *
 * <p>To win takes two different numbers: more than half of <em>all</em> known voters, the dead ones
 * included, and at least the operator's quorum. The first makes a leader unique in its epoch; the
 * second lets an operator ask for more.
 *
 * @param epoch the election's epoch; votes of any other epoch must not be given to it
 * @param voters how many may vote, the candidate included; at least 1
 * @param quorum the operator's least number of votes; at least 1
 * @param votes candidate by voter, in the order of arrival
 */
public record Ballot(Epoch epoch, int voters, int quorum, Map<String, String> votes) {

  /** What the votes so far say about one candidate's chances. */
  public enum Outcome {
    /** The candidate has both counts. */
    WON,
    /** Another has both counts. */
    LOST,
    /** Enough voted, but so differently that nobody can reach both counts any more. */
    SPLIT,
    /** Too few voted for anybody to reach both counts, and no more votes are expected. */
    TOO_FEW,
    /** Votes that have not come yet decide. */
    OPEN
  }

  public Ballot {
    if (voters < 1 || quorum < 1) {
      throw new IllegalArgumentException(
          "voters and quorum must be at least 1: got " + voters + " and " + quorum);
    }
    if (votes.size() > voters) {
      throw new IllegalArgumentException(votes.size() + " votes of " + voters + " voters");
    }
    votes = Collections.unmodifiableMap(new LinkedHashMap<>(votes));
  }

  /** An election in which nobody voted yet. */
  public static Ballot open(Epoch epoch, int voters, int quorum) {
    return new Ballot(epoch, voters, quorum, Map.of());
  }

  /**
   * The same votes among another number of voters: somebody joined or was forgotten meanwhile.
   * Never fewer than have voted.
   */
  public Ballot among(int count) {
    int sound = Math.max(count, votes.size());
    return sound == voters ? this : new Ballot(epoch, sound, quorum, votes);
  }

  /** More than half of the voters. */
  public static int majority(int voters) {
    return voters / 2 + 1;
  }

  /** The votes that a leader needs: majority and quorum, whichever is more. */
  public int needed() {
    return Math.max(majority(voters), quorum);
  }

  /**
   * Counts a vote. A voter's first vote in an epoch stands; a second one, for the same candidate or
   * another, changes nothing. Whoever was not counted among the voters is one more: that can only
   * raise the majority.
   */
  public Ballot with(String voter, String candidate) {
    if (votes.containsKey(voter)) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(votes);
    more.put(voter, candidate);
    return new Ballot(epoch, Math.max(voters, more.size()), quorum, more);
  }

  /** How many voted for the candidate. */
  public int votesFor(String candidate) {
    return (int) votes.values().stream().filter(candidate::equals).count();
  }

  /**
   * A candidate's place among all who were voted for, in the order of their ids: how many come
   * before it, from 0. Whoever knows the same votes gives the same places.
   */
  public int rank(String candidate) {
    return (int) votes.values().stream().distinct().filter(c -> c.compareTo(candidate) < 0).count();
  }

  /** The one who has majority and quorum; empty while nobody has. */
  public Optional<String> winner() {
    return votes.values().stream().filter(c -> votesFor(c) >= needed()).findFirst();
  }

  /**
   * How things stand for one candidate.
   *
   * @param expected how many of the silent voters may still be heard; not negative
   */
  public Outcome outcomeFor(String candidate, int expected) {
    Optional<String> winner = winner();
    if (winner.isPresent()) {
      return winner.get().equals(candidate) ? Outcome.WON : Outcome.LOST;
    }
    int most = votes.values().stream().mapToInt(this::votesFor).max().orElse(0);
    if (most + expected >= needed()) {
      return Outcome.OPEN;
    }
    return votes.size() >= needed() ? Outcome.SPLIT : Outcome.TOO_FEW;
  }
}
