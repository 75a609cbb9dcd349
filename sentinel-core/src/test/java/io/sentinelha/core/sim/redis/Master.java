package io.sentinelha.core.sim.redis;

import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.PrimarySettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One watched primary: what Redis Sentinel keeps of it. */
final class Master {

  /** The stages of a failover. */
  enum Stage {
    NONE,
    WAIT_START,
    SELECT,
    SEND_ORDER,
    WAIT_PROMOTION,
    RECONFIGURE,
    UPDATE
  }

  final String name;
  final long id;
  final PrimarySettings settings;
  Instance node;
  final Map<Endpoint, Instance> replicas = new LinkedHashMap<>();
  final Map<String, Instance> peers = new LinkedHashMap<>();

  long configEpoch;
  Optional<String> leader = Optional.empty();
  long leaderEpoch;

  long objectivelyDownSince = Instance.NEVER;
  Stage stage = Stage.NONE;
  long stageSince;
  long failoverEpoch;

  /** Nobody tries again within twice the failover timeout of this moment. */
  long failoverStart;

  boolean forced;
  @Nullable Instance promoted;

  Master(String name, long id, PrimarySettings settings, Instance node) {
    this.name = name;
    this.id = id;
    this.settings = settings;
    this.node = node;
    this.failoverStart = -2 * settings.failoverTimeoutMillis();
  }

  /** Where it is now: the promoted replica from the moment its promotion was seen. */
  Endpoint address() {
    boolean moved = stage == Stage.RECONFIGURE || stage == Stage.UPDATE;
    return moved && promoted != null ? promoted.address : node.address;
  }

  boolean isObjectivelyDown() {
    return objectivelyDownSince != Instance.NEVER;
  }

  void enter(Stage next, long now) {
    stage = next;
    stageSince = now;
  }

  int voters() {
    return peers.size() + 1;
  }

  List<Instance> dataNodes() {
    List<Instance> all = new ArrayList<>();
    all.add(node);
    all.addAll(replicas.values());
    return all;
  }
}
