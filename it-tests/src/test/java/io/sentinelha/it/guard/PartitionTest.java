package io.sentinelha.it.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.Group;
import io.sentinelha.bench.RespClient;
import io.sentinelha.bench.ServerProcess;
import io.sentinelha.it.guard.Network.Host;
import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The primary, a client and one supervisor on one side of a cut; two replicas, each with a
 * supervisor, on the other.
 */
class PartitionTest {

  private static final int SERVER_PORT = 6379; // Every host has all ports for itself.
  private static final int SUPERVISOR_PORT = 26379;
  private static final int PATIENCE_MILLIS = 90_000;
  private static final long SECOND_NANOS = 1_000_000_000;

  /**
   * A server counts the lag in whole seconds and looks once a second, so it may acknowledge for up
   * to two seconds more than the window; the third is for a machine that is busy with other tests.
   */
  private static final long LONGEST_NANOS = (Guarded.LAG_SECONDS + 2 + 1) * SECOND_NANOS;

  @TempDir Path folder;

  private final List<ServerProcess> processes = new ArrayList<>();
  private final List<Host> hosts = new ArrayList<>();
  private final Network network = new Network();

  @BeforeEach
  void connect() throws Exception {
    network.open();
    for (int i = 0; i < 3; i++) {
      hosts.add(network.addHost());
    }
    for (int i = 0; i < 3; i++) {
      processes.add(startServer(i));
    }
    for (int i = 0; i < 3; i++) {
      processes.add(startSupervisor(i));
    }
  }

  @AfterEach
  void disconnect() throws Exception {
    for (ServerProcess process : processes) {
      process.kill();
    }
    network.remove();
  }

  @Test
  void primaryThatIsCutOffRefusesWritesWhileTheOthersPromote(TestReporter reporter)
      throws Exception {
    Host cut = hosts.get(0);
    Await.until("everybody knows everybody", PATIENCE_MILLIS, this::isComplete);
    try (Writer writer = new Writer(cut.outside(), SERVER_PORT)) {
      Await.until("the client writes", PATIENCE_MILLIS, () -> writer.countAcknowledged() > 500);

      network.cutOff(cut);
      long since = System.nanoTime();
      Await.until(
          "writes are refused", PATIENCE_MILLIS, () -> writer.firstRefusedAfter(since).isPresent());
      long refused = writer.firstRefusedAfter(since).orElseThrow() - since;
      assertThat(refused).isLessThan(LONGEST_NANOS);
      Await.until("the others have a new primary", PATIENCE_MILLIS, () -> newPrimary() >= 0);
      long promoted = System.nanoTime() - since;
      int next = newPrimary();
      Await.until("the new primary takes writes", PATIENCE_MILLIS, () -> takesWrites(next));
      assertThat(writer.lastAcknowledged().orElseThrow() - since)
          .as("no write is acknowledged again while the cut lasts")
          .isLessThanOrEqualTo(refused);
      assertThat(primaryNamedBy(0)).as("the supervisor without a majority").isEqualTo(0);

      List<Long> lost;
      try (RespClient client = server(next)) {
        assertThat(Guarded.has(client)).as("the new primary is guarded").isTrue();
        lost = writer.missingOn(client);
      }
      reporter.publishEntry(
          "writes refused after %d ms, promotion known after %d ms, lost %d of %d"
              .formatted(
                  refused / 1_000_000,
                  promoted / 1_000_000,
                  lost.size(),
                  writer.countAcknowledged()));
      assertThat(lost)
          .as("only what was acknowledged around and after the cut can be lost")
          .allMatch(acknowledged -> acknowledged > since - SECOND_NANOS);

      network.heal(cut);
      Await.until(
          "the former primary follows the new one",
          PATIENCE_MILLIS,
          () -> hosts.get(next).inside().equals(followedBy(0)));
      Await.until("its supervisor agrees", PATIENCE_MILLIS, () -> primaryNamedBy(0) == next);
    }
  }

  private boolean isComplete() throws IOException {
    for (int i = 0; i < 3; i++) {
      try (RespClient client = supervisor(i)) {
        Map<String, String> seen = RespClient.toMap(client.call("SENTINEL", "MASTER", Group.NAME));
        boolean complete =
            "master".equals(seen.get("flags"))
                && "2".equals(seen.get("num-slaves"))
                && "2".equals(seen.get("num-other-sentinels"));
        Map<String, String> self = RespClient.info(client.call("INFO", "sentinel"));
        if (!complete || !"0".equals(self.get("sentinel_tilt"))) {
          return false;
        }
      }
    }
    try (RespClient client = server(0)) {
      Map<String, String> info = RespClient.info(client.call("INFO", "replication"));
      return Guarded.has(client) && "2".equals(info.get("min_slaves_good_slaves"));
    }
  }

  /** The host on which both supervisors of the majority see a new primary; -1 while they do not. */
  private int newPrimary() throws IOException {
    int named = primaryNamedBy(1);
    return named > 0 && named == primaryNamedBy(2) ? named : -1;
  }

  private int primaryNamedBy(int index) throws IOException {
    try (RespClient client = supervisor(index)) {
      List<RespValue> reply =
          RespClient.elements(client.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", Group.NAME));
      String address = RespClient.text(reply.get(0));
      return hosts.stream().map(Host::inside).toList().indexOf(address);
    }
  }

  private boolean takesWrites(int index) throws IOException {
    try (RespClient client = server(index)) {
      return RespClient.text(client.call("SET", "after", "the cut")).equals("OK");
    }
  }

  private String followedBy(int index) throws IOException {
    try (RespClient client = server(index)) {
      Map<String, String> info = RespClient.info(client.call("INFO", "replication"));
      boolean linked = "up".equals(info.get("master_link_status"));
      return linked ? info.getOrDefault("master_host", "") : "";
    }
  }

  private RespClient server(int index) throws IOException {
    return new RespClient(hosts.get(index).outside(), SERVER_PORT, 2_000);
  }

  private RespClient supervisor(int index) throws IOException {
    return new RespClient(hosts.get(index).outside(), SUPERVISOR_PORT, 2_000);
  }

  private ServerProcess startServer(int index) throws IOException {
    Path home = Files.createDirectories(folder.resolve("server" + index));
    List<String> lines =
        new ArrayList<>(
            List.of(
                "port " + SERVER_PORT,
                "dir " + home,
                "protected-mode no",
                "save \"\"",
                "repl-diskless-sync-delay 0"));
    if (index > 0) {
      lines.add("replicaof " + hosts.get(0).inside() + " " + SERVER_PORT);
    }
    Path conf = Files.write(home.resolve("server.conf"), lines);
    List<String> command = List.of("redis-server", conf.toString());
    return network.start(hosts.get(index), command, home, "server", SERVER_PORT);
  }

  private ServerProcess startSupervisor(int index) throws IOException {
    Path home = Files.createDirectories(folder.resolve("supervisor" + index));
    String monitor = " " + hosts.get(0).inside() + " " + SERVER_PORT + " 2";
    List<String> lines =
        new ArrayList<>(
            List.of(
                "port " + SUPERVISOR_PORT,
                "dir " + home,
                "sentinel monitor " + Group.NAME + monitor,
                "sentinel down-after-milliseconds " + Group.NAME + " " + Guarded.DOWN_AFTER_MILLIS,
                "sentinel failover-timeout " + Group.NAME + " " + Guarded.FAILOVER_TIMEOUT_MILLIS));
    lines.addAll(Guarded.lines());
    Path conf = Files.write(home.resolve("sentinel.conf"), lines);
    List<String> command = List.of(Guarded.program(), conf.toString());
    return network.start(hosts.get(index), command, home, "supervisor", SUPERVISOR_PORT);
  }
}
