package io.sentinelha.it.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.Group;
import io.sentinelha.bench.RespClient;
import io.sentinelha.bench.ServerProcess;
import io.sentinelha.it.Cli;
import io.sentinelha.it.Product;
import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SENTINEL WHATIF is asked, then the primary is killed, in ten states of a real group. */
final class WhatIfTest {

  private static final int DOWN_AFTER_MILLIS = 1_500;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int WOULD_NOT = 5;

  /** A group in which nothing happens for this long after a death will do nothing. */
  private static final int STILL_MILLIS = 4_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void whatIsForetoldHappens(Topology topology) throws IOException, InterruptedException {
    try (Group group = Group.start(Product.group(DOWN_AFTER_MILLIS), folder.resolve("group"))) {
      for (ServerProcess supervisor : group.supervisors()) {
        ask(supervisor, "SENTINEL", "DEBUG", "INFO-PERIOD", "500");
        // Nobody mends what the topology breaks before it was asked about.
        ask(supervisor, "SENTINEL", "SET", Group.NAME, "failover-timeout", "60000");
      }
      topology.make(group);
      List<ServerProcess> alive =
          group.supervisors().stream().filter(ServerProcess::isAlive).toList();
      Await.until("the change is seen", PATIENCE_MILLIS, () -> isSettled(alive, topology));
      Map<String, String> foretold = scalars(whatIf(alive.get(0)));
      int primary = group.primary().port;
      assertTheCommandLineAgrees(alive.get(0), foretold);

      group.primary().kill();

      if (topology.outcome.equals("failover")) {
        Await.until(
            "what was foretold: " + foretold.get("headline"),
            PATIENCE_MILLIS,
            () -> allName(alive, foretold.getOrDefault("promoted", "")));
      } else {
        Await.until("a long silence", PATIENCE_MILLIS, () -> downFor(alive) > STILL_MILLIS);
        assertThat(allName(alive, "127.0.0.1:" + primary)).isTrue();
      }
    }
  }

  /** All supervisors say the same, and twice in a row, so that nothing is still on its way. */
  private static boolean isSettled(List<ServerProcess> alive, Topology topology)
      throws IOException {
    String first = scalars(whatIf(alive.get(0))).toString();
    for (ServerProcess supervisor : alive) {
      Map<String, String> said = scalars(whatIf(supervisor));
      boolean same = said.toString().equals(first) && isReasoned(whatIf(supervisor), topology);
      if (!same || !topology.outcome.equals(said.get("outcome"))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the change shows in the reasons, so that no state from before it is taken. */
  private static boolean isReasoned(RespValue forecast, Topology topology) {
    List<String> reasons =
        items(forecast, "replicas").stream().map(r -> r.getOrDefault("text", "")).toList();
    long agreeing =
        items(forecast, "sentinels").stream().filter(s -> "yes".equals(s.get("agrees"))).count();
    return switch (topology) {
      case WELL -> agreeing == 2;
      case ONE_PREFERRED -> anyStarts(reasons, "priority 100, the chosen one has 10");
      case ONE_NEVER_TO_BE_PROMOTED -> anyStarts(reasons, "priority 0");
      case NONE_TO_BE_PROMOTED -> reasons.stream().allMatch(r -> r.startsWith("priority 0"));
      case ONE_REPLICA_DEAD, ONE_REPLICA_HANGS -> anyStarts(reasons, "subjectively down");
      case NO_REPLICA_ALIVE -> reasons.stream().allMatch(r -> r.startsWith("subjectively down"));
      case ONE_REPLICA_BEHIND -> anyStarts(reasons, "offset ");
      case ONE_SUPERVISOR_DEAD -> agreeing == 1;
      case TWO_SUPERVISORS_DEAD -> agreeing == 0;
    };
  }

  private static boolean anyStarts(List<String> reasons, String words) {
    return reasons.stream().anyMatch(reason -> reason.startsWith(words));
  }

  private void assertTheCommandLineAgrees(ServerProcess supervisor, Map<String, String> foretold)
      throws IOException, InterruptedException {
    String port = Integer.toString(supervisor.port);
    Cli.Outcome outcome = Cli.run(folder, "what-if", "--master", Group.NAME, "--port", port);

    boolean failover = "failover".equals(foretold.get("outcome"));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isEqualTo(failover ? 0 : WOULD_NOT);
    assertThat(outcome.out().get(0)).endsWith(foretold.getOrDefault("headline", "?"));
  }

  private static boolean allName(List<ServerProcess> supervisors, String address)
      throws IOException {
    for (ServerProcess supervisor : supervisors) {
      List<RespValue> found =
          RespClient.elements(ask(supervisor, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", Group.NAME));
      String named = RespClient.text(found.get(0)) + ":" + RespClient.text(found.get(1));
      if (!named.equals(address)) {
        return false;
      }
    }
    return true;
  }

  /** For how long all of them have found the primary down, in milliseconds. */
  private static long downFor(List<ServerProcess> supervisors) throws IOException {
    long shortest = Long.MAX_VALUE;
    for (ServerProcess supervisor : supervisors) {
      Map<String, String> fields =
          RespClient.toMap(ask(supervisor, "SENTINEL", "MASTER", Group.NAME));
      shortest = Math.min(shortest, Long.parseLong(fields.getOrDefault("s-down-time", "0")));
    }
    return shortest;
  }

  private static RespValue whatIf(ServerProcess supervisor) throws IOException {
    return ask(supervisor, "SENTINEL", "WHATIF", Group.NAME);
  }

  private static RespValue ask(ServerProcess supervisor, String... words) throws IOException {
    try (RespClient client = new RespClient(supervisor.port, PATIENCE_MILLIS)) {
      client.send(words);
      return client.receive(PATIENCE_MILLIS);
    }
  }

  private static Map<String, String> scalars(RespValue forecast) {
    Map<String, String> all = new HashMap<>(RespClient.toMap(forecast));
    all.remove("sentinels");
    all.remove("replicas");
    return all;
  }

  private static List<Map<String, String>> items(RespValue forecast, String field) {
    List<RespValue> words = RespClient.elements(forecast);
    for (int i = 0; i + 1 < words.size(); i += 2) {
      if (RespClient.text(words.get(i)).equals(field)) {
        return RespClient.elements(words.get(i + 1)).stream().map(RespClient::toMap).toList();
      }
    }
    return List.of();
  }
}
