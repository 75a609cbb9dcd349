package io.sentinelha.core.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one supervisor saw and did in one attempt to fail a primary over: its own, or another's as
 * far as it was noticed here. Moments are of this engine's clock.
 *
 * @param epoch of the attempt; together with the primary's name it is the same on every supervisor
 * @param supervisor who tells
 * @param reason why nothing came of it, or what the outcome rests on; may be empty
 * @param from where the primary was
 * @param leader who led it; empty when that is not known here
 * @param quorum supervisors that must agree that the primary is down
 * @param voters supervisors that may vote, the dead included
 * @param needed votes that a leader needs
 * @param lastSignOfLife of the primary; -1 when this supervisor never had one
 * @param timeline in the order in which it happened
 * @param omitted moments that are not in the timeline because it would have become too long
 * @param supervisors addresses of the other supervisors that were known, by id
 */
public record Account(
    String primary,
    long epoch,
    String supervisor,
    Standing standing,
    Cause cause,
    Outcome outcome,
    String reason,
    Endpoint from,
    Optional<Endpoint> to,
    Optional<String> leader,
    int quorum,
    int voters,
    int needed,
    long lastSignOfLife,
    List<Moment> timeline,
    int omitted,
    List<Vote> votes,
    List<Verdict> verdicts,
    Map<String, Endpoint> supervisors,
    Optional<Loss> loss) {

  public Account {
    timeline = List.copyOf(timeline);
    votes = List.copyOf(votes);
    verdicts = List.copyOf(verdicts);
    supervisors = Collections.unmodifiableMap(new LinkedHashMap<>(supervisors));
  }

  /** The part that the telling supervisor had in it. */
  public enum Standing {
    /** It was elected, or ordered to do it. */
    LEADER,
    /** It wanted to lead. */
    CANDIDATE,
    /** It gave its vote to another. */
    VOTER,
    /** It heard of it when all was done. */
    OBSERVER
  }

  /** Why the telling supervisor found that the primary had to be replaced. */
  public enum Cause {
    SILENCE("no valid answer to pings"),
    REFUSED("connections refused or reset"),
    ACTS_AS_REPLICA("reports that it is a replica"),
    RESTART_TOO_LONG("restarted and did not come up in time"),
    CAME_BACK_EMPTY("came back without its data, which the replicas still have"),
    ORDERED("ordered by an operator"),
    UNSEEN("not seen by this supervisor itself");

    private final String text;

    Cause(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  public enum Outcome {
    UNDER_WAY,
    /** There is a new primary. */
    SWITCHED,
    /** It was given up; a later attempt has an account of its own. */
    ABORTED
  }

  /** What happened at one moment. */
  public enum What {
    DOWN,
    UP_AGAIN,
    PEER_SAYS_DOWN,
    PEER_SAYS_UP,
    AGREED,
    NOT_AGREED,
    CANDIDATE,
    NEW_EPOCH,
    VOTED,
    ELECTED,
    LOST,
    SELECTED,
    PROMOTION_SENT,
    PROMOTION_REFUSED,
    PROMOTED,
    SAVED,
    FORMER_TOLD,
    REPLICA_TOLD,
    REPLICA_FOLLOWS,
    REPLICA_LINKED,
    REPLICA_TIMED_OUT,
    TIME_IS_UP,
    SWITCHED,
    ABORTED,
    FORMER_IS_BACK
  }

  /**
   * One line of the timeline.
   *
   * @param subject the address of a data node or the id of a supervisor; may be empty
   * @param details figures, in words; may be empty
   */
  public record Moment(long at, What what, String subject, String details) {}

  /**
   * How one supervisor voted in this epoch, as far as the telling one knows.
   *
   * @param candidate whom it voted for; empty unless {@code state} is GIVEN
   * @param askedAt when it was asked by the telling supervisor; -1 if it was not
   * @param answeredAt when the vote was given or heard of; -1 if it was not
   */
  public record Vote(
      String voter, State state, Optional<String> candidate, long askedAt, long answeredAt) {

    public enum State {
      GIVEN,
      /** It answered, without a vote in this epoch. */
      REFUSED,
      NO_ANSWER,
      /** There was no connection to it. */
      NOT_REACHED
    }
  }

  /**
   * What the choice of a replica came to for one of them.
   *
   * @param reason with the figures on which it rests
   */
  public record Verdict(Endpoint replica, Judgement judgement, String reason) {

    public enum Judgement {
      CHOSEN,
      /** Fit, but another one is better. */
      PASSED_OVER,
      EXCLUDED
    }
  }

  /**
   * What of the former primary's stream of writes the new one lacks. Offsets count bytes, the
   * server's own heartbeats among them.
   *
   * @param formerOffset how far the former primary is known to have come
   * @param knownFrom where that is known from
   * @param knownAt when it was so far
   * @param keptOffset up to which byte the new primary continues that stream
   * @param bytes what is lost at least; empty when the two cannot be compared
   */
  public record Loss(
      OptionalLong formerOffset,
      Source knownFrom,
      long knownAt,
      OptionalLong keptOffset,
      OptionalLong bytes) {

    public enum Source {
      NOTHING("the former master never reported an offset"),
      LAST_REPORT("the former master's last report before the promotion"),
      OTHER_REPLICA("a replica that had come further than the former master's last report"),
      REPORT_AFTERWARDS("the former master's own report after the promotion");

      private final String text;

      Source(String text) {
        this.text = text;
      }

      public String text() {
        return text;
      }
    }
  }

  /** Parts of a failover that take time. */
  public enum Phase {
    DETECTION,
    AGREEMENT,
    CANDIDACY,
    ELECTION,
    SELECTION,
    PROMOTION,
    SAVING,
    RECONFIGURATION
  }

  /** The same with what became known later. */
  Account with(Optional<Moment> moment, Loss newLoss) {
    List<Moment> longer = new ArrayList<>(timeline);
    moment.ifPresent(longer::add);
    return new Account(
        primary,
        epoch,
        supervisor,
        standing,
        cause,
        outcome,
        reason,
        from,
        to,
        leader,
        quorum,
        voters,
        needed,
        lastSignOfLife,
        longer,
        omitted,
        votes,
        verdicts,
        supervisors,
        Optional.of(newLoss));
  }

  /** A name that is the same on every supervisor. */
  public String id() {
    return primary + ":" + epoch;
  }

  /** How long each phase took, in milliseconds; those that did not come to their end are absent. */
  public Map<Phase, Long> phases() {
    Map<Phase, Long> phases = new EnumMap<>(Phase.class);
    long down = last(What.DOWN);
    put(phases, Phase.DETECTION, down < 0 ? -1 : lastSignOfLife, down);
    put(phases, Phase.AGREEMENT, down, last(What.AGREED));
    put(phases, Phase.CANDIDACY, last(What.AGREED), first(What.CANDIDATE));
    put(phases, Phase.ELECTION, first(What.CANDIDATE), last(What.ELECTED));
    put(phases, Phase.SELECTION, last(What.ELECTED), last(What.SELECTED));
    put(phases, Phase.PROMOTION, last(What.SELECTED), last(What.PROMOTED));
    put(phases, Phase.SAVING, last(What.PROMOTED), last(What.SAVED));
    put(
        phases,
        Phase.RECONFIGURATION,
        last(What.SAVED),
        last(What.SAVED) < 0 ? -1 : last(What.SWITCHED));
    return Collections.unmodifiableMap(phases);
  }

  /** From the last sign of life, or from the order, to the new primary being known and durable. */
  public OptionalLong outage() {
    long start = cause == Cause.ORDERED ? first(What.CANDIDATE) : lastSignOfLife;
    long end = last(What.SAVED) >= 0 ? last(What.SAVED) : last(What.SWITCHED);
    return start < 0 || end < start ? OptionalLong.empty() : OptionalLong.of(end - start);
  }

  private static void put(Map<Phase, Long> phases, Phase phase, long start, long end) {
    if (start >= 0 && end >= start) {
      phases.put(phase, end - start);
    }
  }

  private long first(What what) {
    return timeline.stream().filter(m -> m.what() == what).findFirst().map(Moment::at).orElse(-1L);
  }

  private long last(What what) {
    return timeline.stream()
        .filter(m -> m.what() == what)
        .reduce((first, second) -> second)
        .map(Moment::at)
        .orElse(-1L);
  }
}
