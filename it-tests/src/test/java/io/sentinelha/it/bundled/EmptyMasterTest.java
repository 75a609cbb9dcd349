package io.sentinelha.it.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.Group;
import io.sentinelha.bench.RespClient;
import io.sentinelha.bench.ServerProcess;
import io.sentinelha.it.DataServers;
import io.sentinelha.it.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A primary that comes back without its data is replaced, and nobody follows it before. */
final class EmptyMasterTest {

  private static final String ROUNDS = "reborn.masters";
  private static final int KEYS = 100;

  /** Whether the supervisors notice that the primary was away. */
  private enum Return {
    BEFORE_IT_IS_DOWN(10_000),
    AFTER_IT_IS_DOWN(1_000);

    private final int downAfterMillis;

    Return(int downAfterMillis) {
      this.downAfterMillis = downAfterMillis;
    }
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void noReplicaLosesItsDataAndOneIsPromoted(Return when) throws IOException, InterruptedException {
    List<List<String>> servers =
        DataServers.BUNDLED.commands(
            "--enable-debug-command", "yes", "--rdb-del-sync-files", "yes");
    try (Group group = Group.start(Product.group(when.downAfterMillis, servers), folder)) {
      fill(group);
      for (int round = 1; round <= Bundled.rounds(ROUNDS, 1); round++) {
        bornAgain(group, when);
      }
    }
  }

  /** Nothing is saved or kept of a full sync, so a primary that ends has lost everything. */
  private static void fill(Group group) throws IOException {
    try (RespClient client = group.serverAt(group.primary().port)) {
      for (int i = 0; i < KEYS; i++) {
        client.call("SET", "key" + i, Integer.toString(i));
      }
    }
    Bundled.awaitSameData(group);
  }

  private static void bornAgain(Group group, Return when) throws IOException, InterruptedException {
    ServerProcess failing = group.primary();
    failing.kill();
    if (when == Return.AFTER_IT_IS_DOWN) {
      awaitDown(group, failing.port);
    }
    failing.restart();

    int primary = awaitSwitchWithoutLoss(group);

    assertThat(Bundled.keys(group, primary)).isEqualTo(KEYS);
    group.awaitHealthy(Bundled.PATIENCE_MILLIS);
    Bundled.awaitSameData(group);
  }

  private static void awaitDown(Group group, int failing) {
    ServerProcess supervisor = group.supervisors().get(0);
    Await.until(
        "the primary is found down",
        Bundled.PATIENCE_MILLIS,
        () -> {
          try (RespClient client = group.supervisorAt(supervisor.port)) {
            // A switch may be over sooner than anybody can look at the flags twice.
            return RespClient.toMap(client.call("SENTINEL", "MASTER", Group.NAME))
                    .getOrDefault("flags", "")
                    .contains("s_down")
                || Group.primaryAt(client).filter(port -> port != failing).isPresent();
          }
        });
  }

  /** The replicas are asked all the while what they still have. */
  private static int awaitSwitchWithoutLoss(Group group) {
    int former = group.primary().port;
    List<Integer> replicas =
        group.servers().stream().map(s -> s.port).filter(port -> port != former).toList();
    ServerProcess supervisor = group.supervisors().get(0);
    Await.until(
        "another primary is named than " + former,
        Bundled.PATIENCE_MILLIS,
        () -> {
          for (int replica : replicas) {
            assertThat(Bundled.keys(group, replica)).as("keys of %s", replica).isEqualTo(KEYS);
          }
          try (RespClient client = group.supervisorAt(supervisor.port)) {
            return Group.primaryAt(client).filter(port -> port != former).isPresent();
          }
        });
    return group.awaitSwitch(Bundled.PATIENCE_MILLIS);
  }
}
