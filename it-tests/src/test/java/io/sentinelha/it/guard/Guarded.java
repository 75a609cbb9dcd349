package io.sentinelha.it.guard;

import io.sentinelha.bench.Group;
import io.sentinelha.bench.RespClient;
import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The guard that these tests ask for, and how a server is asked for its own. */
final class Guarded {

  static final int LAG_SECONDS = 2;

  /** Not shorter than the lag window, as the supervisors advise. */
  static final int DOWN_AFTER_MILLIS = 1_000 * LAG_SECONDS;

  static final int FAILOVER_TIMEOUT_MILLIS = 10_000;

  private static final String MIN_REPLICAS = "min-replicas-to-write";
  private static final String MAX_LAG = "min-replicas-max-lag";

  private Guarded() {}

  static List<String> lines() {
    return List.of(
        "sentinel " + MIN_REPLICAS + " " + Group.NAME + " 1",
        "sentinel " + MAX_LAG + " " + Group.NAME + " " + LAG_SECONDS);
  }

  static String program() {
    return Path.of("..", "bin", "sentinel").toAbsolutePath().normalize().toString();
  }

  static boolean has(RespClient server) throws IOException {
    return setting(server, MIN_REPLICAS).equals("1")
        && setting(server, MAX_LAG).equals(Integer.toString(LAG_SECONDS));
  }

  static String setting(RespClient server, String name) throws IOException {
    Map<String, String> reply = RespClient.toMap(server.call("CONFIG", "GET", name));
    return reply.getOrDefault(name, "");
  }

  static boolean isRefusal(RespValue reply) {
    return reply instanceof RespValue.ErrorReply error && error.code().equals("NOREPLICAS");
  }
}
