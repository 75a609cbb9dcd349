package io.sentinelha.server.command;

import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.InfoLines;
import io.sentinelha.server.engine.Stats;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** The section of INFO with counters. */
final class InfoStats implements InfoLines {

  /** What Redis counts and cannot happen here; tools read it all the same. */
  private static final List<String> NEVER =
      List.of(
          "evicted_clients",
          "total_eviction_exceeded_time",
          "current_eviction_exceeded_time",
          "migrate_cached_sockets",
          "active_defrag_hits",
          "active_defrag_misses",
          "active_defrag_key_hits",
          "active_defrag_key_misses",
          "total_active_defrag_time",
          "current_active_defrag_time",
          "tracking_total_keys",
          "tracking_total_items",
          "tracking_total_prefixes",
          "dump_payload_sanitizations",
          "io_threaded_reads_processed",
          "io_threaded_writes_processed",
          "reply_buffer_shrinks",
          "reply_buffer_expands");

  private final Engine engine;

  InfoStats(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void write(BiConsumer<String, Object> line) {
    Stats stats = engine.stats();
    line.accept("total_connections_received", stats.connections);
    line.accept("total_commands_processed", stats.commands);
    line.accept("instantaneous_ops_per_sec", engine.observed().rates().commandsPerSecond());
    line.accept("total_net_input_bytes", stats.bytesIn);
    line.accept("total_net_output_bytes", stats.bytesOut);
    line.accept("total_net_repl_input_bytes", stats.replicationBytesIn);
    line.accept("total_net_repl_output_bytes", stats.replicationBytesOut);
    line.accept(
        "instantaneous_input_kbps", kilobytes(engine.observed().rates().kilobytesInPerSecond()));
    line.accept(
        "instantaneous_output_kbps", kilobytes(engine.observed().rates().kilobytesOutPerSecond()));
    line.accept(
        "instantaneous_input_repl_kbps",
        kilobytes(engine.observed().rates().replicationKilobytesInPerSecond()));
    line.accept(
        "instantaneous_output_repl_kbps",
        kilobytes(engine.observed().rates().replicationKilobytesOutPerSecond()));
    line.accept("rejected_connections", stats.rejectedConnections);
    line.accept("sync_full", stats.fullSyncs);
    line.accept("sync_partial_ok", stats.partialSyncs);
    line.accept("sync_partial_err", stats.partialSyncsRefused);
    line.accept("expired_keys", stats.expired);
    line.accept("expired_stale_perc", "0.00");
    line.accept("expired_time_cap_reached_count", stats.expiryCutShort);
    line.accept("expire_cycle_cpu_milliseconds", stats.expiryNanos / 1_000_000);
    line.accept("evicted_keys", stats.evicted);
    line.accept("keyspace_hits", stats.hits);
    line.accept("keyspace_misses", stats.misses);
    line.accept("unexpected_error_replies", stats.unexpectedErrors);
    line.accept("total_error_replies", stats.errors);
    line.accept("total_reads_processed", stats.reads);
    line.accept("total_writes_processed", stats.writes);
    NEVER.forEach(field -> line.accept(field, 0));
  }

  private static String kilobytes(double perSecond) {
    return String.format(Locale.ROOT, "%.2f", perSecond);
  }
}
