package io.sentinelha.core.command;

import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.LinkView;
import io.sentinelha.core.engine.Role;
import io.sentinelha.core.engine.SupervisorView.NodeView;
import io.sentinelha.core.engine.SupervisorView.PeerView;
import io.sentinelha.core.engine.SupervisorView.PrimaryView;
import io.sentinelha.resp.RespWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a primary, a replica or a supervisor, in the order that clients count on: some read
 * them by position. Every value is a string, numbers too, in both protocols.
 */
final class InstanceFields {

  private static final String UNKNOWN = "?";

  private final List<String> words = new ArrayList<>(48);
  private final long now;

  private InstanceFields(long now) {
    this.now = now;
  }

  static void write(RespWriter reply, PrimaryView primary, long now) {
    InstanceFields fields = new InstanceFields(now);
    fields.common(
        primary.name(),
        primary.node().address(),
        primary.node().runId(),
        Flags.of(primary, now),
        primary.node().link(),
        1,
        primary.isFailingOver() ? Optional.of(primary.failover()) : Optional.empty());
    fields.downTimes(primary.node().downSince(), primary.objectivelyDownSince());
    fields.add("down-after-milliseconds", primary.settings().downAfterMillis());
    fields.reports(primary.node());
    fields.add("config-epoch", primary.configEpoch().value());
    fields.add("num-slaves", primary.replicas().size());
    fields.add("num-other-sentinels", primary.peers().size());
    fields.add("quorum", primary.settings().quorum());
    fields.add("failover-timeout", primary.settings().failoverTimeoutMillis());
    fields.add("parallel-syncs", primary.settings().parallelSyncs());
    fields.writeTo(reply);
  }

  static void write(RespWriter reply, PrimaryView primary, NodeView replica, long now) {
    InstanceFields fields = new InstanceFields(now);
    fields.common(
        replica.address().toString(),
        replica.address(),
        replica.runId(),
        Flags.of(replica, now),
        replica.link(),
        1,
        Optional.empty());
    fields.downTimes(replica.downSince(), -1);
    fields.add("down-after-milliseconds", primary.settings().downAfterMillis());
    fields.reports(replica);
    fields.add("master-link-down-time", replica.linkDownMillis());
    fields.add("master-link-status", replica.replicationUp() ? "ok" : "err");
    fields.add("master-host", replica.follows().map(Endpoint::host).orElse(UNKNOWN));
    fields.add("master-port", replica.follows().map(Endpoint::port).orElse(0));
    fields.add("slave-priority", replica.priority());
    fields.add("slave-repl-offset", replica.offset());
    fields.add("replica-announced", replica.announced() ? 1 : 0);
    fields.writeTo(reply);
  }

  static void write(RespWriter reply, PrimaryView primary, PeerView peer, long now) {
    InstanceFields fields = new InstanceFields(now);
    fields.common(
        peer.runId(),
        peer.address(),
        peer.runId(),
        Flags.of(peer, now),
        peer.link(),
        peer.sharedBy(),
        Optional.empty());
    fields.downTimes(peer.downSince(), -1);
    fields.add("down-after-milliseconds", primary.settings().downAfterMillis());
    fields.add("last-hello-message", fields.age(peer.heardAt()));
    fields.add("voted-leader", peer.votedFor().orElse(UNKNOWN));
    fields.add("voted-leader-epoch", peer.votedIn().value());
    fields.writeTo(reply);
  }

  private void common(
      String name,
      Endpoint address,
      String runId,
      String flags,
      LinkView link,
      int sharedBy,
      Optional<String> failover) {
    add("name", name);
    add("ip", address.host());
    add("port", address.port());
    add("runid", runId);
    add("flags", flags);
    add("link-pending-commands", link.pending());
    add("link-refcount", sharedBy);
    failover.ifPresent(stage -> add("failover-state", stage));
    add("last-ping-sent", age(link.unansweredSince()));
    add("last-ok-ping-reply", age(link.lastValidReply()));
    add("last-ping-reply", age(link.lastReply()));
  }

  private void downTimes(long downSince, long objectivelyDownSince) {
    if (downSince >= 0) {
      add("s-down-time", age(downSince));
    }
    if (objectivelyDownSince >= 0) {
      add("o-down-time", age(objectivelyDownSince));
    }
  }

  private void reports(NodeView node) {
    Role role = node.reportedRole();
    add("info-refresh", age(node.infoAt()));
    add("role-reported", role.wireName());
    add("role-reported-time", age(node.reportedRoleSince()));
  }

  /** How long ago a moment was; 0 for one that never was. */
  private long age(long moment) {
    return moment < 0 ? 0 : Math.max(0, now - moment);
  }

  private void add(String name, long value) {
    add(name, Long.toString(value));
  }

  private void add(String name, String value) {
    words.add(name);
    words.add(value);
  }

  private void writeTo(RespWriter reply) {
    reply.map(words.size() / 2);
    words.forEach(reply::bulk);
  }
}
