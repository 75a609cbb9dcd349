package io.sentinelha.core.whatif;

import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.NodeInfo;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.core.engine.Request;
import io.sentinelha.core.engine.Role;
import io.sentinelha.core.engine.SupervisorView.NodeView;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A data node that says what it last said, except for what is known to change: a connected replica
 * goes on to receive until its primary dies, and from then on its link is down. It becomes a
 * primary when it is told to.
 */
final class NodeActor implements Actor {

  private static final int REPORTS_EXPECTED_WITHIN = 3;
  private static final long MILLIS_PER_SECOND = 1_000;

  private final boolean alive;
  private final boolean reports;
  private final Optional<NodeInfo> last;
  private final long reportAge;
  private final Endpoint dead;
  private final long connectedOffset;
  private boolean promoted;

  private NodeActor(
      boolean alive,
      boolean reports,
      Optional<NodeInfo> last,
      long reportAge,
      Endpoint dead,
      long connectedOffset) {
    this.alive = alive;
    this.reports = reports;
    this.last = last;
    this.reportAge = reportAge;
    this.dead = dead;
    this.connectedOffset = connectedOffset;
  }

  /** The primary that dies. */
  static NodeActor dead(NodeView node, Endpoint address) {
    return new NodeActor(false, false, lastInfo(node), 0, address, 0);
  }

  /**
   * A replica as it was last seen.
   *
   * @param dead the primary that dies
   * @param furthest how far a connected replica will have come
   */
  static NodeActor asSeen(
      NodeView node,
      Endpoint dead,
      Furthest furthest,
      PrimarySettings settings,
      long infoPeriod,
      long liveNow) {
    boolean alive = Actor.answers(node.link(), node.isDown(), settings.downAfterMillis(), liveNow);
    long age = liveNow - node.infoAt();
    boolean reports = node.infoAt() >= 0 && age <= REPORTS_EXPECTED_WITHIN * infoPeriod;
    return new NodeActor(alive, reports, lastInfo(node), age, dead, furthest.of(node));
  }

  private static Optional<NodeInfo> lastInfo(NodeView node) {
    return node.infoAt() < 0 ? Optional.empty() : Optional.of(infoOf(node));
  }

  private static NodeInfo infoOf(NodeView node) {
    return new NodeInfo(
        Optional.of(node.runId()),
        Optional.of(node.reportedRole()),
        List.of(), // All of them are known already.
        node.linkDownMillis() / MILLIS_PER_SECOND,
        node.follows(),
        Optional.of(node.replicationUp()),
        OptionalInt.of(node.priority()),
        OptionalLong.of(node.offset()),
        Optional.of(node.announced()),
        false, // What is rehearsed is the primary's death, not its return.
        node.history(),
        OptionalInt.empty(),
        "");
  }

  @Override
  public boolean isAlive() {
    return alive;
  }

  /** What it said last, unchanged; empty when it never reported. */
  Optional<NodeInfo> lastReport() {
    return last;
  }

  @Override
  public Optional<Event> answer(Effect.Send send, long now) {
    if (!alive) {
      return Optional.empty();
    }
    Request request = send.request();
    if (request instanceof Request.Ping) {
      return Optional.of(new Event.PingAnswered(send.link(), send.attempt(), Event.PingReply.PONG));
    }
    if (request instanceof Request.Info) {
      return last.filter(info -> reports || promoted)
          .map(
              info ->
                  new Event.InfoAnswered(
                      send.link(), send.attempt(), Optional.of(report(info, now))));
    }
    if (request instanceof Request.Hello hello) {
      return Optional.of(
          new Event.HelloAnswered(send.link(), send.attempt(), hello.primaryId(), true));
    }
    if (request instanceof Request.ChangeRole change) {
      promoted = change.primary().isEmpty();
      return Optional.of(
          new Event.RoleChangeAnswered(send.link(), send.attempt(), Optional.empty()));
    }
    if (request instanceof Request.KillScript) {
      return Optional.of(new Event.KillScriptAnswered(send.link(), send.attempt()));
    }
    throw new AssertionError("a replica is never asked " + request);
  }

  private NodeInfo report(NodeInfo info, long now) {
    return new NodeInfo(
        info.runId(),
        promoted ? Optional.of(Role.PRIMARY) : info.role(),
        info.replicas(),
        linkDownSeconds(info, now),
        info.primary(),
        info.linkUp().map(up -> up && !followsTheDead(info)),
        info.priority(),
        offset(info),
        info.announced(),
        info.refusesEmpty(),
        info.history(),
        info.goodReplicas(),
        info.text());
  }

  private OptionalLong offset(NodeInfo info) {
    boolean connected = info.linkUp().orElse(false) && followsTheDead(info);
    return connected ? OptionalLong.of(connectedOffset) : info.replicaOffset();
  }

  private boolean followsTheDead(NodeInfo info) {
    return info.primary().equals(Optional.of(dead));
  }

  private long linkDownSeconds(NodeInfo info, long now) {
    if (info.linkDownSeconds() < 0) {
      return info.linkDownSeconds(); // Never connected, and cannot be any more.
    }
    if (info.linkUp().orElse(false)) {
      return followsTheDead(info) ? now / MILLIS_PER_SECOND : 0;
    }
    return info.role().equals(Optional.of(Role.REPLICA))
        ? info.linkDownSeconds() + (reportAge + now) / MILLIS_PER_SECOND
        : info.linkDownSeconds();
  }
}
