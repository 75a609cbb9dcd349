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
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where writes wait for one replica, no write that was acknowledged is lost with the primary. */
final class SyncReplicasTest {

  private static final String ROUNDS = "sync.kills";
  private static final int WRITERS = 8;
  private static final int STEADY_WRITES = 100;

  /** Time to ask the replicas how far they came before one of them is promoted. */
  private static final int DOWN_AFTER_MILLIS = 2_000;

  @TempDir private Path folder;

  @Test
  void theReplicaWithTheHighestOffsetHasEveryAcknowledgedWrite()
      throws IOException, InterruptedException {
    List<List<String>> servers = DataServers.BUNDLED.commands("--sync-replicas", "1");
    try (Group group = Group.start(Product.group(DOWN_AFTER_MILLIS, servers), folder)) {
      for (int round = 1; round <= Bundled.rounds(ROUNDS, 1); round++) {
        killUnderWriters(group, "round" + round);
      }
    }
  }

  private static void killUnderWriters(Group group, String round)
      throws IOException, InterruptedException {
    List<SentinelWriter> writers = Bundled.writers(group, WRITERS, round);
    ServerProcess failing = group.primary();
    try {
      Bundled.awaitWrites(writers, STEADY_WRITES);

      long struck = System.nanoTime();
      failing.kill();

      Map<Integer, Long> offsets = offsetsWithout(group, failing.port);
      int primary = group.awaitSwitch(Bundled.PATIENCE_MILLIS);
      assertThat(offsets.get(primary))
          .as("%s: offset of the promoted replica, of %s", round, offsets)
          .isEqualTo(offsets.values().stream().max(Long::compare).orElseThrow());
      Bundled.awaitWritesElsewhere(writers, failing.port, struck);
      writers.forEach(SentinelWriter::close);
      for (SentinelWriter writer : writers) {
        assertThat(writer.missingOn(primary)).as("%s: lost writes", round).isZero();
      }
    } finally {
      writers.forEach(SentinelWriter::close);
    }
    failing.restart();
    group.awaitHealthy(Bundled.PATIENCE_MILLIS);
  }

  /** How far each replica came, once it has read all that the killed primary had sent. */
  private static Map<Integer, Long> offsetsWithout(Group group, int killed) {
    Map<Integer, Long> offsets = new TreeMap<>();
    for (ServerProcess server : group.servers()) {
      if (server.port != killed) {
        Await.until(
            "replica " + server.port + " has noticed the end",
            Bundled.PATIENCE_MILLIS,
            () -> {
              Map<String, String> info = Bundled.replication(group, server.port);
              offsets.put(
                  server.port, Long.parseLong(info.getOrDefault("slave_repl_offset", "-1")));
              return "down".equals(info.get("master_link_status"));
            });
      }
    }
    return offsets;
  }
}
