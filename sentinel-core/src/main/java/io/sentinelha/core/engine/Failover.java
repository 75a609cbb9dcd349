package io.sentinelha.core.engine;

import io.sentinelha.quorum.Ballot;
import io.sentinelha.quorum.Epoch;

/**
 * The stage that this supervisor's own failover of one primary is in. Each stage knows when it
 * began and what the next one needs.
 *
 * <pre>
 * Idle → Electing → Selecting → Ordering → AwaitingPromotion → Reconfiguring → Idle
 *            └───────────┴──────────┴──────────────┴─ abort ──────────────────→ Idle
 * </pre>
 *
 * <p>Once the promotion is confirmed there is no way back: the primary has moved.
 */
sealed interface Failover {

  Failover IDLE = new Idle();

  /** The name in the {@code failover-state} field. */
  String wireName();

  /** When this stage began. */
  long since();

  /** Nothing is going on here. */
  record Idle() implements Failover {
    @Override
    public String wireName() {
      return "none";
    }

    @Override
    public long since() {
      return Times.NEVER;
    }
  }

  /** A stage of a failover that is going on. */
  sealed interface Active extends Failover {
    /** The epoch of the failover: also the version of the configuration that it will make. */
    Epoch epoch();

    /** Whether an operator ordered it, so that nobody else need agree. */
    boolean forced();
  }

  /**
   * Asking for votes.
   *
   * @param ownVote the durable version that contains the candidate's own vote: before it is safe,
   *     nobody hears of the candidacy
   * @param asking since when peers are asked; NEVER before the own vote is safe
   */
  record Electing(Epoch epoch, boolean forced, long since, Ballot ballot, long ownVote, long asking)
      implements Active {
    @Override
    public String wireName() {
      return "wait_start";
    }

    Electing withBallot(Ballot counted) {
      return new Electing(epoch, forced, since, counted, ownVote, asking);
    }

    Electing askingSince(long now) {
      return new Electing(epoch, forced, since, ballot, ownVote, now);
    }
  }

  /**
   * Elected; waiting a moment for fresh reports of the replicas before one is chosen.
   *
   * @param began when the failover began, which is when the replicas were asked for reports
   */
  record Selecting(Epoch epoch, boolean forced, long since, long began) implements Active {
    @Override
    public String wireName() {
      return "select_slave";
    }
  }

  /** Chosen; the order is not sent yet because there is no connection. */
  record Ordering(Epoch epoch, boolean forced, long since, DataNode chosen) implements Active {
    @Override
    public String wireName() {
      return "send_slaveof_noone";
    }
  }

  /**
   * The order is sent; the replica must say that it is a primary.
   *
   * @param plain whether the order was repeated without its transaction
   */
  record AwaitingPromotion(Epoch epoch, boolean forced, long since, DataNode chosen, boolean plain)
      implements Active {
    @Override
    public String wireName() {
      return "wait_promotion";
    }
  }

  /**
   * There is a new primary; the other replicas are being pointed at it.
   *
   * @param moved the durable version that says where the primary is now: before it is safe, nobody
   *     hears of it
   * @param fenced whether the former primary was told to follow, if it could be told
   */
  record Reconfiguring(
      Epoch epoch, boolean forced, long since, DataNode promoted, long moved, boolean fenced)
      implements Active {
    Reconfiguring withFormerFenced() {
      return new Reconfiguring(epoch, forced, since, promoted, moved, true);
    }

    @Override
    public String wireName() {
      return "reconf_slaves";
    }
  }
}
