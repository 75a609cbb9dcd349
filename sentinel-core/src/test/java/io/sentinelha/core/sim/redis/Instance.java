package io.sentinelha.core.sim.redis;

import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.LinkId;
import io.sentinelha.core.engine.NodeInfo;
import io.sentinelha.core.engine.Role;
import io.sentinelha.core.sim.Connection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A primary, a replica or a peer, with the links to it. */
final class Instance {

  static final long NEVER = -1;

  /** How far the pointing of a replica at a new primary has come. */
  enum Reconfiguration {
    NONE,
    SENT,
    IN_PROGRESS,
    DONE
  }

  final Endpoint address;
  final LinkId link;

  /** Of a peer: its id. Of a data node: what it last said. */
  String runId = "";

  // Links. A link is taken for open as soon as it is begun, and closed when that fails.
  @Nullable Connection command;
  @Nullable Connection pubsub;
  boolean commandOpen;
  long attempts;
  long lastAttempt = NEVER;
  long commandSince = NEVER;
  long pubsubSince = NEVER;
  long lastHeard = NEVER;

  // Signs of life.
  long pingSince;
  long lastPing = NEVER;
  long lastPong;
  long lastValid;
  long lastHello = NEVER;

  long downSince = NEVER;
  long lastDownAt = NEVER;

  // What a data node says.
  long infoAt = NEVER;
  Role role;
  long roleSince;
  int priority = 100;
  long offset;
  long linkDownMillis;
  boolean linkUp;
  Optional<Endpoint> follows = Optional.empty();
  long followsSince;
  Reconfiguration reconfiguration = Reconfiguration.NONE;
  long reconfiguringSince = NEVER;

  // What a peer says.
  boolean saysDown;
  long answeredAt = NEVER;
  Optional<String> leader = Optional.empty();
  long leaderEpoch;

  Instance(Endpoint address, LinkId link, Role role, long now) {
    this.address = address;
    this.link = link;
    this.role = role;
    this.roleSince = now;
    this.followsSince = now;
    this.pingSince = now;
    this.lastPong = now;
    this.lastValid = now;
  }

  boolean isDown() {
    return downSince != NEVER;
  }

  /** Takes in a report; what is not in it stays as it was. */
  void reported(NodeInfo info, long now) {
    info.runId().ifPresent(id -> runId = id);
    linkDownMillis = info.linkDownSeconds() * 1_000;
    if (info.primary().isPresent() && !info.primary().equals(follows)) {
      follows = info.primary();
      followsSince = now;
    }
    info.linkUp().ifPresent(up -> linkUp = up);
    info.priority().ifPresent(p -> priority = p);
    info.replicaOffset().ifPresent(o -> offset = o);
    info.role()
        .filter(r -> r != role)
        .ifPresent(
            r -> {
              role = r;
              roleSince = now;
              followsSince = now;
            });
    infoAt = now;
  }
}
