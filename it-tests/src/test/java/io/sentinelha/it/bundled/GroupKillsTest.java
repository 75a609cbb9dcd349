package io.sentinelha.it.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.Group;
import io.sentinelha.bench.SentinelWriter;
import io.sentinelha.bench.ServerProcess;
import io.sentinelha.it.DataServers;
import io.sentinelha.it.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The primary is killed time and again, whatever the servers are. Real servers alone run only when
 * {@code -Dfailovers=n} asks for n rounds of everything: other tests have them by default.
 */
final class GroupKillsTest {

  private static final String ROUNDS = "failovers";
  private static final int DOWN_AFTER_MILLIS = 1_000;
  private static final int STEADY_WRITES = 100;

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("kinds")
  void killedPrimaryIsReplacedAndReturnsWithTheDataOfTheNewOne(DataServers kind)
      throws IOException, InterruptedException {
    int rounds = Bundled.rounds(ROUNDS, usualRounds(kind));
    List<List<String>> servers = kind.commands("--enable-debug-command", "yes");
    try (Group group = Group.start(Product.group(DOWN_AFTER_MILLIS, servers), folder)) {
      for (int round = 1; round <= rounds; round++) {
        killPrimary(group, "round" + round);
      }
    }
  }

  private static List<DataServers> kinds() {
    return System.getProperty(ROUNDS) == null
        ? List.of(DataServers.BUNDLED, DataServers.MIXED)
        : List.of(DataServers.values());
  }

  private static int usualRounds(DataServers kind) {
    return kind == DataServers.BUNDLED ? 2 : 1;
  }

  private static void killPrimary(Group group, String round)
      throws IOException, InterruptedException {
    ServerProcess failing = group.primary();
    int primary;
    try (SentinelWriter writer = Bundled.calmWriter(group, round)) {
      Bundled.awaitWrites(List.of(writer), STEADY_WRITES);

      long struck = System.nanoTime();
      failing.kill();

      primary = group.awaitSwitch(Bundled.PATIENCE_MILLIS);
      Bundled.awaitWritesElsewhere(List.of(writer), failing.port, struck);
      failing.restart();
      Await.until(
          round + ": the former primary follows the new one",
          Bundled.PATIENCE_MILLIS,
          () -> group.follows(failing.port, primary));
    }
    group.awaitHealthy(Bundled.PATIENCE_MILLIS);
    Bundled.awaitSameData(group);
    assertThat(Bundled.keys(group, primary)).as(round).isGreaterThan(STEADY_WRITES / 2);
  }
}
