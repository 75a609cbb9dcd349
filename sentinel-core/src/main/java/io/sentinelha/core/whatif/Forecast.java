package io.sentinelha.core.whatif;

import io.sentinelha.core.engine.Account.Verdict.Judgement;
import io.sentinelha.core.engine.Endpoint;
import java.util.List;
import java.util.Optional;

/**
 * What would happen if a primary died at this moment, as far as one supervisor can see.
 *
 * @param address where the primary is now
 * @param agreeing supervisors that would find it down, this one included
 * @param quorum as configured: how many must agree
 * @param voters all known supervisors, the dead included
 * @param votes that this supervisor would get, its own included; 0 when it would not stand
 * @param needed votes that make a leader: the majority of the voters, or the quorum if that is more
 * @param downAfterMillis silence after which it would be found down
 * @param refusedDownAfterMillis refused connections after which it would be found down; 0 for never
 * @param tiltMillis for how long this supervisor would first distrust its clock and do nothing
 * @param peers every other supervisor, in the order in which they became known
 * @param replicas what the choice made of each, in the order in which they became known
 */
public record Forecast(
    String name,
    Endpoint address,
    Outcome outcome,
    int agreeing,
    int quorum,
    int voters,
    int votes,
    int needed,
    long downAfterMillis,
    long refusedDownAfterMillis,
    long tiltMillis,
    List<Witness> peers,
    List<Candidate> replicas) {

  public Forecast {
    peers = List.copyOf(peers);
    replicas = List.copyOf(replicas);
  }

  /** How it would end. */
  public enum Outcome {
    PROMOTION("failover"),
    NO_AGREEMENT("no-agreement"),
    NO_LEADER("no-leader"),
    UNSAVED("unsaved"),
    NO_GOOD_REPLICA("no-good-replica"),
    NOT_IN_TIME("not-in-time"),
    UNDER_WAY("under-way");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    /** For programs. */
    public String word() {
      return word;
    }
  }

  /**
   * Another supervisor.
   *
   * @param agrees whether it would say that the primary is down
   * @param votes whether this supervisor would get its vote
   * @param text what is known of it, for people
   */
  public record Witness(
      String runId, Endpoint address, boolean agrees, boolean votes, String text) {}

  /**
   * A replica.
   *
   * @param judgement what the choice made of it
   * @param reason with the figures on which it rests
   * @param priority as last reported; lower goes first, 0 is never promoted
   * @param offset how far it said that it had come in its primary's stream
   */
  public record Candidate(
      Endpoint address, Judgement judgement, String reason, int priority, long offset) {}

  /** Whether a replica would take over. */
  public boolean isFailover() {
    return outcome == Outcome.PROMOTION;
  }

  /** The replica that would take over; empty when none would. */
  public Optional<Endpoint> promoted() {
    return isFailover() ? best() : Optional.empty();
  }

  /** The replica that would be chosen if it came to a choice; empty when none is fit. */
  public Optional<Endpoint> best() {
    return replicas.stream()
        .filter(r -> r.judgement() == Judgement.CHOSEN)
        .map(Candidate::address)
        .findFirst();
  }

  /** The outcome in one sentence. */
  public String headline() {
    String no = "would NOT be failed over: ";
    return switch (outcome) {
      case PROMOTION -> "would be failed over to " + best().map(Endpoint::toString).orElse("?");
      case NO_AGREEMENT ->
          no + agreeing + " of " + voters + " supervisors would agree, the quorum is " + quorum;
      case NO_LEADER -> no + votes + " of " + voters + " votes, " + needed + " are needed";
      case UNSAVED -> no + "this supervisor cannot save its state, so it does not vote";
      case NO_GOOD_REPLICA ->
          no + (replicas.isEmpty() ? "no replica is known" : "no replica is fit");
      case NOT_IN_TIME -> no + "it would not be done within the failover timeout";
      case UNDER_WAY -> "is being failed over now";
    };
  }
}
