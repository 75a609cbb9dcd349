package io.sentinelha.server.command;

import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Database;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.InfoLines;
import io.sentinelha.server.engine.Machine.CpuTime;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.store.Items;
import java.util.Locale;
import java.util.function.BiConsumer;

/** The sections of INFO about the server, its clients, the processor and the keys. */
final class InfoSections {

  /** Items whose time to live is looked at for the average. */
  private static final int SAMPLES = 32;

  InfoSections() {}

  void register(Registry registry) {
    Engine engine = registry.engine();
    registry
        .info("Server", server(engine))
        .info("Clients", clients(engine))
        .info("Memory", new InfoMemory(engine))
        .info("Stats", new InfoStats(engine))
        .info("CPU", cpu(engine))
        .info("Commandstats", InfoCommands.counts(engine))
        .info("Latencystats", InfoCommands.latencies(engine))
        .info("Errorstats", errorStats(engine))
        .info("Cluster", line -> line.accept("cluster_enabled", 0))
        .info("Keyspace", keyspace(engine));
  }

  private static InfoLines server(Engine engine) {
    return line -> {
      long uptime = (engine.now() - engine.startedMillis()) / 1000;
      line.accept("redis_version", ServerCommands.REDIS_VERSION);
      line.accept("redis_git_sha1", "00000000");
      line.accept("redis_git_dirty", 0);
      line.accept("redis_build_id", "0");
      line.accept("redis_mode", "standalone");
      line.accept(
          "os",
          String.join(
              " ",
              System.getProperty("os.name"),
              System.getProperty("os.version"),
              System.getProperty("os.arch")));
      line.accept("arch_bits", 64);
      line.accept("monotonic_clock", "System.nanoTime");
      line.accept("multiplexing_api", "epoll");
      line.accept("atomicvar_api", "java");
      line.accept("gcc_version", "0.0.0");
      line.accept("process_id", ProcessHandle.current().pid());
      line.accept("process_supervised", "no");
      line.accept("run_id", engine.runId());
      line.accept("tcp_port", engine.port());
      line.accept("server_time_usec", engine.clock().micros());
      line.accept("uptime_in_seconds", uptime);
      line.accept("uptime_in_days", uptime / 86_400);
      line.accept("hz", 10);
      line.accept("configured_hz", 10);
      line.accept("lru_clock", (engine.now() / 1000) & 0xffffff);
      line.accept("executable", ProcessHandle.current().info().command().orElse(""));
      line.accept("config_file", engine.configFile().path());
      line.accept("io_threads_active", 0);
      if (engine.ending().isPending()) {
        line.accept("shutdown_in_milliseconds", engine.ending().millisLeft());
      }
      line.accept("java_version", Runtime.version());
    };
  }

  private static InfoLines clients(Engine engine) {
    return line -> {
      long longestIn = 0;
      long longestOut = 0;
      int replicas = 0;
      for (Client client : engine.clients().all()) {
        replicas += client.feed() == null ? 0 : 1;
        longestIn =
            Math.max(longestIn, client.transport().queryBytes() + client.transport().queryFree());
        longestOut = Math.max(longestOut, client.transport().outputBytes());
      }
      line.accept("connected_clients", engine.clients().count() - replicas);
      line.accept("cluster_connections", 0);
      var most = engine.settings().find("maxclients");
      line.accept("maxclients", most == null ? "0" : most.get());
      line.accept("client_recent_max_input_buffer", longestIn);
      line.accept("client_recent_max_output_buffer", longestOut);
      line.accept("blocked_clients", engine.blocking().count());
      line.accept("tracking_clients", 0);
      line.accept("clients_in_timeout_table", 0);
    };
  }

  /** Bytes for people: {@code 1.50M}. */
  static String human(long bytes) {
    String units = "BKMGTP";
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < units.length() - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0
        ? bytes + "B"
        : String.format(Locale.ROOT, "%.2f%c", value, units.charAt(unit));
  }

  private static InfoLines cpu(Engine engine) {
    return line -> {
      CpuTime all = engine.observed().machine().process();
      CpuTime thread = engine.observed().machine().thread();
      seconds(line, "used_cpu_sys", all.system());
      seconds(line, "used_cpu_user", all.user());
      seconds(line, "used_cpu_sys_children", 0);
      seconds(line, "used_cpu_user_children", 0);
      seconds(line, "used_cpu_sys_main_thread", thread.system());
      seconds(line, "used_cpu_user_main_thread", thread.user());
    };
  }

  private static void seconds(BiConsumer<String, Object> line, String field, long micros) {
    line.accept(
        field, String.format(Locale.ROOT, "%d.%06d", micros / 1_000_000, micros % 1_000_000));
  }

  private static InfoLines errorStats(Engine engine) {
    return line ->
        engine
            .stats()
            .errorKinds()
            .forEach((kind, count) -> line.accept("errorstat_" + kind, "count=" + count));
  }

  private static InfoLines keyspace(Engine engine) {
    return line -> {
      for (Database db : engine.databases()) {
        long keys = db.keys().size();
        if (keys > 0) {
          String ttl = ",avg_ttl=" + averageMillis(engine, db);
          line.accept("db" + db.index(), "keys=" + keys + ",expires=" + db.keys().expiring() + ttl);
        }
      }
    };
  }

  /** Until keys expire, by a few of them. */
  private static long averageMillis(Engine engine, Database db) {
    long sum = 0;
    int count = 0;
    for (int i = 0; i < SAMPLES; i++) {
      Object item = db.keys().randomExpiring(engine.random());
      if (item != null && !engine.keys().isExpired(item)) {
        sum += Items.expireAt(item) - engine.now();
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}
