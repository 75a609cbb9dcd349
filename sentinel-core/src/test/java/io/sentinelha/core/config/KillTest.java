package io.sentinelha.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.DurableState.Primary;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it saves leaves a file that can be read and keeps its promises.
 */
class KillTest {

  private static final int ROUNDS = 50;
  private static final int PRIMARIES = 40;

  @TempDir Path folder;

  @Test
  void killedWriterLeavesAWholeFileWithEverythingThatWasPromised() throws Exception {
    Home home = new Home(folder);
    home.with(Home.MAIN, configuration());
    SplittableRandom random = new SplittableRandom(1);
    long promised = 0;
    for (int round = 0; round < ROUNDS; round++) {
      promised = Math.max(promised, killedAfter(home, random.nextInt(1, 12)));

      DurableState state = home.read().state();
      assertThat(state.currentEpoch().value())
          .as("round %d", round)
          .isGreaterThanOrEqualTo(promised);
      assertThat(state.primaries()).hasSize(PRIMARIES);
      assertThat(state.primaries().stream().map(Primary::leaderEpoch).distinct())
          .as("one save, not parts of two")
          .containsExactly(state.currentEpoch());
      assertThat(leftovers()).as("unfinished files").isLessThanOrEqualTo(1);
    }
    assertThat(promised).isGreaterThan(ROUNDS);
  }

  private static String configuration() {
    StringBuilder text = new StringBuilder("sentinel myid " + Home.ID + "\n");
    for (int i = 0; i < PRIMARIES; i++) {
      text.append("sentinel monitor p%d 10.0.0.%d 1 1\n".formatted(i, i));
      text.append("sentinel known-replica p%d 10.0.1.%d 1\n".formatted(i, i));
    }
    return text.toString();
  }

  /** Runs a writer, kills it after some saves, and returns the last epoch that it promised. */
  private static long killedAfter(Home home, int saves) throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
                "-cp",
                System.getProperty("java.class.path"),
                SaveHammer.class.getName(),
                home.path(Home.MAIN).toString())
            .redirectError(ProcessBuilder.Redirect.to(new File("/dev/null")))
            .start();
    long promised = 0;
    try (BufferedReader output = writer.inputReader(StandardCharsets.US_ASCII)) {
      for (int i = 0; i < saves; i++) {
        promised = Long.parseLong(output.readLine());
      }
      writer.toHandle().destroyForcibly(); // What it had said before stays readable.
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        promised = Long.parseLong(line);
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    return promised;
  }

  private long leftovers() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().contains(".tmp-")).count();
    }
  }
}
