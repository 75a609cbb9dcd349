package io.sentinelha.it.mixed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.ServerProcess;
import io.sentinelha.it.mixed.MixedGroup.Agreement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A supervisor ends and one of the other kind goes on with its configuration file, as in a
 * migration one process at a time, and back.
 */
class ReplacementTest {

  /** What a supervisor must still know after a restart without asking anybody. */
  private record Memory(
      String id, Set<String> peers, Set<String> replicas, String configEpoch, String primaryPort) {

    static Memory of(MixedGroup group, int index) throws IOException {
      return new Memory(
          group.idOf(index),
          new TreeSet<>(group.each(index, "SENTINELS", "runid")),
          new TreeSet<>(group.each(index, "REPLICAS", "name")),
          group.primaryFields(index).getOrDefault("config-epoch", "?"),
          group.primaryFields(index).getOrDefault("port", "?"));
    }
  }

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} is replaced, and back again")
  @EnumSource(Kind.class)
  void otherKindGoesOnWithTheSameFile(Kind replaced) throws Exception {
    List<Kind> kinds = replaced == Kind.OURS ? Kind.MOSTLY_OURS : Kind.MOSTLY_THEIRS;
    try (MixedGroup group = MixedGroup.start(folder, kinds)) {
      int index = group.first(replaced);
      failOver(group); // So that there are epochs above zero to remember.

      for (int turn = 0; turn < 2; turn++) {
        Memory memory = Memory.of(group, index);
        long epoch = savedEpoch(group.conf(index));
        List<Integer> before = group.mark();

        group.replace(index);

        assertThat(Memory.of(group, index)).isEqualTo(memory);
        group.awaitHealthy();
        String said = group.supervisor(index).output().substring(before.get(index));
        assertThat(said)
            .as("it knew its peers and replicas from the file and had nothing to complain about")
            .doesNotContain("+sentinel ", "+slave ", "FATAL", "Bad directive", "???");
        assertThat(warnings(said)).isEmpty();
        assertThat(savedEpoch(group.conf(index))).isGreaterThanOrEqualTo(epoch).isPositive();
        failOver(group);
      }
    }
  }

  /** Kills the primary; all agree on the next one, and the former becomes a replica. */
  private static void failOver(MixedGroup group) throws IOException, InterruptedException {
    ServerProcess former = group.primary();
    former.kill();
    Agreement agreed = group.awaitAgreement(former.port);
    assertThat(agreed.configEpoch()).isPositive();
    former.restart();
    group.awaitHealthy();
  }

  private static long savedEpoch(Path conf) throws IOException {
    String start = "sentinel current-epoch ";
    return Files.readAllLines(conf).stream()
        .filter(line -> line.startsWith(start))
        .mapToLong(line -> Long.parseLong(line.substring(start.length())))
        .max()
        .orElseThrow(() -> new AssertionError("no current-epoch in " + conf));
  }

  /** Lines of the log that complain about the file, in the words of either program. */
  private static List<String> warnings(String log) {
    return log.lines()
        .filter(line -> line.contains("sentinel.conf") && line.contains("WARN"))
        .toList();
  }
}
