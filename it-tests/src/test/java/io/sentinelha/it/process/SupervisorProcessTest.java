package io.sentinelha.it.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.Group;
import io.sentinelha.bench.RespClient;
import io.sentinelha.bench.ServerProcess;
import io.sentinelha.it.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SupervisorProcessTest {

  private static final int PATIENCE_MILLIS = 60_000;

  /** A second is promised; the machine may be busy. */
  private static final int END_SECONDS = 3;

  @AutoClose private Group group;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    group = Group.start(Product.group(1_000), folder);
  }

  /** What a supervisor says about itself and the group. */
  private record Knowledge(String id, String primaryPort, Set<String> peers, Set<String> replicas) {
    static Knowledge of(int port) throws IOException {
      try (RespClient client = new RespClient(port, 1_000)) {
        Map<String, String> primary =
            RespClient.toMap(client.call("SENTINEL", "MASTER", Group.NAME));
        return new Knowledge(
            RespClient.text(client.call("SENTINEL", "MYID")),
            primary.getOrDefault("port", ""),
            each(client, "SENTINELS", "runid"),
            each(client, "REPLICAS", "name"));
      }
    }

    private static Set<String> each(RespClient client, String command, String field)
        throws IOException {
      Set<String> values = new TreeSet<>();
      for (var item : RespClient.elements(client.call("SENTINEL", command, Group.NAME))) {
        values.add(RespClient.toMap(item).getOrDefault(field, ""));
      }
      return values;
    }
  }

  @Test
  void sigtermEndsItCleanlyAndSoon(TestReporter reporter) throws IOException, InterruptedException {
    ServerProcess supervisor = group.supervisors().get(0);
    long start = System.nanoTime();

    int status = supervisor.terminate(END_SECONDS);

    long millis = (System.nanoTime() - start) / 1_000_000;
    reporter.publishEntry("milliseconds from SIGTERM to the end", Long.toString(millis));
    assertThat(status).isZero();
    assertThat(supervisor.output()).contains("ready to exit");
    supervisor.restart();
    group.awaitHealthy(PATIENCE_MILLIS);
  }

  /** The others hang meanwhile, so nobody can tell it what it forgot. */
  @Test
  void restartedOnItsOwnConfigItKnowsTheGroup() throws IOException, InterruptedException {
    failOver();
    ServerProcess supervisor = group.supervisors().get(0);
    Knowledge before = Knowledge.of(supervisor.port);
    List<ServerProcess> others = group.supervisors().subList(1, group.supervisors().size());
    for (ServerProcess other : others) {
      other.pause();
    }
    try {
      supervisor.kill();
      supervisor.restart();

      Await.until(
          "the supervisor answers",
          PATIENCE_MILLIS,
          () -> Knowledge.of(supervisor.port).id().equals(before.id()));
      assertThat(Knowledge.of(supervisor.port)).isEqualTo(before);
    } finally {
      for (ServerProcess other : others) {
        other.resume();
      }
    }
    group.awaitHealthy(PATIENCE_MILLIS);
  }

  /** So that the primary is another than the one that the operator wrote into the file. */
  private void failOver() throws IOException {
    try (RespClient operator = new RespClient(group.supervisors().get(0).port, 1_000)) {
      assertThat(RespClient.text(operator.call("SENTINEL", "FAILOVER", Group.NAME)))
          .isEqualTo("OK");
    }
    group.awaitSwitch(PATIENCE_MILLIS);
    group.awaitHealthy(PATIENCE_MILLIS);
  }
}
