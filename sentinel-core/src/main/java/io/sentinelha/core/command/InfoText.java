package io.sentinelha.core.command;

import io.sentinelha.core.engine.SupervisorView;
import io.sentinelha.core.engine.SupervisorView.PrimaryView;
import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.CommandServer;
import io.sentinelha.resp.server.Connection;
import io.sentinelha.resp.server.ServerStats;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** INFO: sections of lines, under the names that collectors look for. */
public final class InfoText {

  /** The version of Redis Sentinel whose replies these are; clients choose features by it. */
  public static final String COMPATIBLE_VERSION = "7.2.0";

  private static final List<String> SECTIONS =
      List.of("server", "clients", "stats", "cpu", "sentinel");
  private static final Set<String> ALL = Set.of("all", "default", "everything");
  private static final long MILLIS_PER_SECOND = 1_000;
  private static final long SECONDS_PER_DAY = 86_400;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Supplier<SupervisorView> view;
  private final LongSupplier clock;
  private final Host host;

  InfoText(Supplier<SupervisorView> view, LongSupplier clock, Host host) {
    this.view = view;
    this.clock = clock;
    this.host = host;
  }

  void handle(Connection client, Request request, RespWriter reply) {
    Set<String> wanted = new TreeSet<>();
    for (int i = 1; i < request.argc(); i++) {
      wanted.add(request.text(i).toLowerCase(Locale.ROOT));
    }
    boolean all = wanted.isEmpty() || wanted.stream().anyMatch(ALL::contains);
    List<String> parts = new ArrayList<>();
    for (String section : SECTIONS) {
      if (all || wanted.contains(section)) {
        parts.add(section(section, client.server()));
      }
    }
    // Plain in both protocols: Redis Sentinel, unlike a data node, never sends it verbatim.
    reply.bulk(String.join("\r\n", parts));
  }

  private String section(String name, CommandServer server) {
    return switch (name) {
      case "server" -> server();
      case "clients" -> clients(server);
      case "stats" -> stats(server.stats());
      case "cpu" -> cpu();
      default -> sentinel();
    };
  }

  private String server() {
    long uptime = host.uptimeSeconds();
    return new Lines("Server")
        .with("redis_version", COMPATIBLE_VERSION)
        .with("sentinelha_version", host.version())
        .with("redis_mode", "sentinel")
        .with("os", property("os.name") + " " + property("os.version") + " " + machine())
        .with("arch_bits", 64)
        .with("java_version", property("java.version"))
        .with("process_id", ProcessHandle.current().pid())
        .with("process_supervised", "no")
        .with("run_id", host.runId())
        .with("tcp_port", host.port())
        .with("server_time_usec", System.currentTimeMillis() * MILLIS_PER_SECOND)
        .with("uptime_in_seconds", uptime)
        .with("uptime_in_days", uptime / SECONDS_PER_DAY)
        .with("config_file", host.configFile())
        .text();
  }

  /** As uname has it. */
  private static String machine() {
    String name = property("os.arch");
    return name.equals("amd64") ? "x86_64" : name;
  }

  private static String property(String name) {
    return System.getProperty(name, "");
  }

  private static String clients(CommandServer server) {
    return new Lines("Clients")
        .with("connected_clients", server.clients().size())
        .with("maxclients", server.config().maxClients())
        .with("blocked_clients", 0)
        .text();
  }

  private static String stats(ServerStats stats) {
    return new Lines("Stats")
        .with("total_connections_received", stats.totalConnectionsReceived())
        .with("total_commands_processed", stats.totalCommandsProcessed())
        .with("total_net_input_bytes", stats.totalNetInputBytes())
        .with("total_net_output_bytes", stats.totalNetOutputBytes())
        .with("rejected_connections", stats.rejectedConnections())
        .with("total_error_replies", stats.totalErrorReplies())
        .text();
  }

  private static String cpu() {
    long nanos =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean os
            ? os.getProcessCpuTime()
            : 0;
    String seconds = String.format(Locale.ROOT, "%.6f", nanos / NANOS_PER_SECOND);
    return new Lines("CPU").with("used_cpu_sys", "0.000000").with("used_cpu_user", seconds).text();
  }

  private String sentinel() {
    SupervisorView now = view.get();
    boolean tilt = now.tiltSince() >= 0;
    long tiltSeconds = tilt ? (clock.getAsLong() - now.tiltSince()) / MILLIS_PER_SECOND : -1;
    Lines lines =
        new Lines("Sentinel")
            .with("sentinel_masters", now.primaries().size())
            .with("sentinel_tilt", tilt ? 1 : 0)
            .with("sentinel_tilt_since_seconds", tiltSeconds)
            .with("sentinel_running_scripts", 0)
            .with("sentinel_scripts_queue_length", 0)
            .with("sentinel_simulate_failure_flags", now.simulatedFailures());
    int n = 0;
    for (PrimaryView primary : now.primaries().values()) {
      lines.with("master" + n++, line(primary));
    }
    return lines.text();
  }

  private static String line(PrimaryView primary) {
    return "name="
        + primary.name()
        + ",status="
        + primary.status()
        + ",address="
        + primary
            .node()
            .address()
            .host() // Bare, even if it contains colons: so it has always been.
        + ":"
        + primary.node().address().port()
        + ",slaves="
        + primary.replicas().size()
        + ",sentinels="
        + (primary.peers().size() + 1);
  }

  private static final class Lines {
    private final StringBuilder text = new StringBuilder();

    Lines(String title) {
      text.append("# ").append(title).append("\r\n");
    }

    Lines with(String name, long value) {
      return with(name, Long.toString(value));
    }

    Lines with(String name, String value) {
      text.append(name).append(':').append(value).append("\r\n");
      return this;
    }

    String text() {
      return text.toString();
    }
  }
}
