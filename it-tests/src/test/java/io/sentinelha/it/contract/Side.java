package io.sentinelha.it.contract;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.Group;
import io.sentinelha.bench.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One of the two that are compared: a supervisor, and what is to be masked in its words. */
record Side(String kind, ServerProcess supervisor, Masking masking) {

  static final List<String> REDIS = List.of("redis-server", "{conf}", "--sentinel");

  /** Tests run in the folder of their module. */
  static final List<String> OURS =
      List.of(Path.of("..", "bin", "sentinel").toAbsolutePath().normalize().toString(), "{conf}");

  private static final int PATIENCE_MILLIS = 30_000;
  private static final int DOWN_AFTER_MILLIS = 5_000;
  private static final int FAILOVER_TIMEOUT_MILLIS = 60_000;

  int port() {
    return supervisor.port;
  }

  Wire open() throws IOException {
    return new Wire(port());
  }

  /** A busy machine can starve any process for two seconds; that is not compared here. */
  void forbidTilt() throws IOException {
    try (Wire wire = open()) {
      wire.ask("sentinel debug tilt-trigger 3600000 tilt-period 1");
      Await.until(
          kind + " is not in tilt",
          PATIENCE_MILLIS,
          () -> wire.ask("info sentinel").contains("sentinel_tilt:0"));
    }
  }

  String ask(Wire wire, String step) throws IOException {
    return masking.apply(wire.ask(step));
  }

  /** The supervisor's id. */
  static String idOf(ServerProcess supervisor) throws IOException {
    try (Wire wire = new Wire(supervisor.port)) {
      return wire.ask("sentinel myid").substring("$40\r\n".length()).trim();
    }
  }

  /** A group of these supervisors; nothing goes down in it unless a test lets it. */
  static Group group(Path folder, List<List<String>> supervisors) throws IOException {
    return Group.start(
        new Group.Setup(
            supervisors,
            Group.REDIS_SERVERS,
            DOWN_AFTER_MILLIS,
            FAILOVER_TIMEOUT_MILLIS,
            List.of()),
        folder);
  }
}
