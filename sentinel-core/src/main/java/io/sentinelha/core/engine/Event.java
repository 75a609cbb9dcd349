package io.sentinelha.core.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can happen to a supervisor. The time at which it happened is given to the engine together
 * with the event.
 */
public sealed interface Event {

  /** Begin: the state was loaded and the listener is open. */
  record Started() implements Event {}

  /** Time passed. Sent when the engine asked to be woken, and at least ten times a second. */
  record Tick() implements Event {}

  // Links. An attempt number tells news of the present connection from news of an earlier one.

  /**
   * A connection that the engine asked for is open.
   *
   * @param localHost this end's address: what peers behind this link can reach us at
   */
  record ChannelOpened(LinkId link, ChannelKind kind, long attempt, String localHost)
      implements Event {}

  /** A connection could not be opened, or closed without being asked to. */
  record ChannelClosed(LinkId link, ChannelKind kind, long attempt, Cause cause) implements Event {}

  /** Why there is no connection. */
  enum Cause {
    /** Nothing listens there: proof that the server process is gone, not merely silent. */
    REFUSED,
    /** The other end cut the connection. */
    RESET,
    /** No answer to the connection request, or no route. */
    UNREACHABLE,
    /** Anything else. */
    OTHER
  }

  // Answers to requests.

  /** The answer to {@link Request.Ping}. */
  record PingAnswered(LinkId link, long attempt, PingReply reply) implements Event {}

  /** What a node answers to PING. */
  enum PingReply {
    PONG,
    LOADING,
    MASTERDOWN,
    BUSY,
    /** Something that does not prove that the node serves, such as a demand to log in. */
    OTHER;

    /** Whether the answer counts as a sign of life. */
    public boolean isSignOfLife() {
      return this == PONG || this == LOADING || this == MASTERDOWN;
    }
  }

  /** The answer to {@link Request.Info}; empty when it was an error. */
  record InfoAnswered(LinkId link, long attempt, Optional<NodeInfo> info) implements Event {}

  /** The answer to {@link Request.Hello}. */
  record HelloAnswered(LinkId link, long attempt, long primaryId, boolean accepted)
      implements Event {}

  /**
   * The answer to {@link Request.IsDown}, when it had the right shape.
   *
   * @param leader whom the peer voted for; {@code *} for nobody
   * @param leaderEpoch any number at all
   */
  record IsDownAnswered(
      LinkId link, long attempt, long primaryId, boolean down, String leader, long leaderEpoch)
      implements Event {}

  /** An answer to {@link Request.IsDown} that was an error or made no sense. */
  record IsDownFailed(LinkId link, long attempt, long primaryId) implements Event {}

  /**
   * The answer to {@link Request.ChangeRole}.
   *
   * @param error what the node said; empty when it obeyed
   */
  record RoleChangeAnswered(LinkId link, long attempt, Optional<String> error) implements Event {}

  /** The answer to {@link Request.KillScript}. */
  record KillScriptAnswered(LinkId link, long attempt) implements Event {}

  /** The answer to {@link Request.ReadGuard}; empty when it was an error. */
  record GuardRead(LinkId link, long attempt, Optional<Guard> guard) implements Event {}

  /** The answer to {@link Request.SetGuard}. */
  record GuardAnswered(LinkId link, long attempt, Optional<String> error) implements Event {}

  // What others say.

  /** A hello was heard on a data node's pub/sub channel. */
  record HelloHeard(LinkId link, long attempt, String payload) implements Event {}

  /** A hello was handed over by the peer itself. */
  record HelloTold(String payload) implements Event {}

  /**
   * A peer asks whether a primary is down, and perhaps for a vote.
   *
   * @param requestId to be given back with the answer
   * @param epoch any number at all
   * @param candidate who wants the vote; {@code *} for no vote
   */
  record IsDownAsked(long requestId, String ip, long port, long epoch, String candidate)
      implements Event {}

  // What the disk says.

  /** Everything up to this version is durable. */
  record Saved(long version) implements Event {}

  /** Saving this version failed; what was durable before still is. */
  record SaveFailed(long version, String reason) implements Event {}

  // What operators say. Each is answered by one Answer effect with the same request id.

  record Monitor(long requestId, String name, Endpoint address, int quorum) implements Event {}

  record Remove(long requestId, String name) implements Event {}

  /** Option names and values, flat, as they came. */
  record Set(long requestId, String name, List<String> options) implements Event {}

  /** Forget what was learnt about these primaries. */
  record Reset(long requestId, List<String> names) implements Event {}

  record ForceFailover(long requestId, String name) implements Event {}

  record FlushConfig(long requestId) implements Event {}

  /** Change what is given; an empty text unsets. */
  record ChangeIdentity(
      long requestId,
      Optional<String> announceIp,
      Optional<Integer> announcePort,
      Optional<String> peerUser,
      Optional<String> peerPassword)
      implements Event {}

  record Retune(long requestId, Map<Tuning.Period, Long> periods) implements Event {}

  /** Die at the marked points of the next failover; for tests of a group's resilience. */
  record SimulateFailure(long requestId, boolean afterElection, boolean afterPromotion)
      implements Event {}
}
