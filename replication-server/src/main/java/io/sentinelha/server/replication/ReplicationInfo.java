package io.sentinelha.server.replication;

import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.replication.Replication.Parts;
import java.util.List;
import java.util.function.BiConsumer;

/** INFO replication and ROLE, which tell of both sides. */
final class ReplicationInfo {

  private ReplicationInfo() {}

  static void write(Parts parts, ReplicationSettings settings, BiConsumer<String, Object> line) {
    boolean isReplica = parts.engine().isReplica();
    line.accept("role", isReplica ? "slave" : "master");
    if (isReplica) {
      parts.upstream().info(line);
    }
    List<Replica> replicas = parts.replicas().all();
    line.accept("connected_slaves", replicas.size());
    if (settings.minReplicas.value() > 0 && settings.maxLag.value() > 0) {
      line.accept("min_slaves_good_slaves", parts.replicas().good());
    }
    int number = 0;
    for (Replica replica : replicas) {
      line.accept(
          "slave" + number++,
          "ip="
              + replica.ip()
              + ",port="
              + replica.port()
              + ",state="
              + replica.state().word()
              + ",offset="
              + replica.acknowledged()
              + ",lag="
              + replica.lagSeconds());
    }
    History history = parts.history();
    line.accept("master_failover_state", parts.failover().state());
    line.accept("master_replid", history.id());
    line.accept("master_replid2", history.previousId());
    line.accept("master_repl_offset", history.offset());
    line.accept("second_repl_offset", history.secondOffset());
    line.accept("repl_backlog_active", parts.stream().exists() ? 1 : 0);
    line.accept("repl_backlog_size", settings.backlogSize.value());
    line.accept("repl_backlog_first_byte_offset", parts.stream().firstByte());
    line.accept("repl_backlog_histlen", parts.stream().length());
  }

  /** What the stream takes. Beyond the backlog it is there only because replicas lag. */
  static void memory(
      ReplicationStream stream, ReplicationSettings settings, BiConsumer<String, Object> line) {
    long backlog = Math.min(stream.length(), settings.backlogSize.value());
    line.accept("mem_not_counted_for_evict", stream.length());
    line.accept("mem_replication_backlog", backlog);
    line.accept("mem_total_replication_buffers", stream.length());
  }

  static void role(Parts parts, Call call) {
    if (parts.engine().isReplica()) {
      parts.upstream().role(call);
      return;
    }
    List<Replica> online = parts.replicas().all().stream().filter(Replica::isOnline).toList();
    Reply reply = call.reply();
    reply.array(3).bulk("master").integer(parts.history().offset()).array(online.size());
    for (Replica replica : online) {
      reply.array(3).bulk(replica.ip()).bulk(replica.port()).bulk(replica.acknowledged());
    }
  }
}
