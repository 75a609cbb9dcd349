package io.sentinelha.server.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streams of generated commands have the same replies and leave the same data on a real server and
 * on ours. {@code -Ddiff.commands} says how many commands, {@code -Ddiff.seed} with which stream to
 * begin, {@code -Ddiff.failures} after how many failing streams to stop.
 */
final class DifferentialTest {

  @TempDir Path folder;

  @Test
  void generatedStreamsGiveWhatARealServerGives() throws Exception {
    DifferentialRun run =
        new DifferentialRun(
            new DifferentialRun.Limit(Long.getLong("diff.commands", 150_000), 0),
            Long.getLong("diff.seed", 1),
            Integer.getInteger("diff.failures", 1));
    assertThat(run.run(folder)).as("differences").isEmpty();
  }
}
