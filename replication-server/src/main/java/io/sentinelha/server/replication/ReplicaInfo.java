package io.sentinelha.server.replication;

import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.replication.ReplicaOf.Master;
import java.util.Locale;
import java.util.function.BiConsumer;

/** What INFO and ROLE tell of a replica about its master. */
final class ReplicaInfo {

  private ReplicaInfo() {}

  static void write(
      Engine engine, Upstream upstream, Replication owner, BiConsumer<String, Object> line) {
    Master master = upstream.master();
    MasterLink link = upstream.link();
    boolean isUp = upstream.isLinkUp();
    long offset = owner.parts().history().offset();
    long now = engine.now();
    line.accept("master_host", master == null ? "" : master.host());
    line.accept("master_port", master == null ? 0 : master.port());
    line.accept("master_link_status", isUp ? "up" : "down");
    line.accept(
        "master_last_io_seconds_ago",
        isUp && link != null ? (now - link.lastReadMillis()) / 1000 : -1);
    line.accept("master_sync_in_progress", link != null && link.stage().isSyncing() ? 1 : 0);
    line.accept("slave_read_repl_offset", offset + (link == null ? 0 : link.pending()));
    line.accept("slave_repl_offset", offset);
    if (link != null && link.stage().isSyncing()) {
      transfer(link, now, line);
    }
    if (!isUp) {
      long since = upstream.downSinceMillis();
      line.accept("master_link_down_since_seconds", since == 0 ? -1 : (now - since) / 1000);
    }
    if (upstream.emptyMasters().hasRefused()) {
      line.accept("master_refused_empty", 1);
    }
    if (upstream.fencing().isUp()) {
      line.accept("replication_fenced_epoch", upstream.fencing().epoch());
    }
    line.accept("slave_priority", owner.settings().priority.value());
    line.accept("slave_read_only", owner.settings().readOnly.value() ? 1 : 0);
    line.accept("replica_announced", owner.settings().announced.value() ? 1 : 0);
  }

  private static void transfer(MasterLink link, long now, BiConsumer<String, Object> line) {
    IncomingDump dump = link.dump();
    long total = dump == null || dump.hasMark() ? 0 : dump.size();
    long read = dump == null ? 0 : dump.read();
    double percent = total == 0 ? 0 : 100.0 * read / total;
    line.accept("master_sync_total_bytes", total);
    line.accept("master_sync_read_bytes", read);
    line.accept("master_sync_left_bytes", total - read);
    line.accept("master_sync_perc", String.format(Locale.ROOT, "%.2f", percent));
    line.accept("master_sync_last_io_seconds_ago", (now - link.lastReadMillis()) / 1000);
  }

  static void role(Upstream upstream, Replication owner, Call call) {
    Master master = upstream.master();
    MasterLink link = upstream.link();
    boolean isUp = upstream.isLinkUp();
    call.reply()
        .array(5)
        .bulk("slave")
        .bulk(master == null ? "" : master.host())
        .integer(master == null ? 0 : master.port())
        .bulk(link == null ? "connect" : link.stage().word())
        .integer(isUp ? owner.parts().history().offset() : -1);
  }
}
