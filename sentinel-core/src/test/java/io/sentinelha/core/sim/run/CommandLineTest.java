package io.sentinelha.core.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code bin/sim} says and with which status it ends. The worlds are made up here. */
final class CommandLineTest {

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Set<Long> seen = new ConcurrentSkipListSet<>();

  private int run(String... args) throws Exception {
    return Simulation.run(List.of(args), this::world, print(out), print(err));
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream of) {
    return of.toString(StandardCharsets.UTF_8);
  }

  private Outcome world(long seed) {
    seen.add(seed);
    if (seed == 3) {
      throw new StackOverflowError("too deep");
    }
    return new Outcome(
        seed, 0, 1, 0, 0, Map.of(), 0, 0, List.of(), Optional.empty(), "", List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--seeds 0",
        "--seeds -1",
        "--seeds many",
        "--seeds",
        "--random-for -1",
        "--random-for 0",
        "--seeds 0 --random-for 1",
        "--threads 0",
        "--nosuch 1"
      })
  void whatRunsNothingIsRefusedInASentence(String line) throws Exception {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(text(err).lines().findFirst().orElse(""))
        .startsWith("sim: ")
        .containsPattern("must be a number|needs a value|unknown option");
    assertThat(text(out)).isEmpty();
    assertThat(seen).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing/out.json", "."})
  void aSummaryThatCannotBeWrittenIsRefusedBeforeTheRun(String name) throws Exception {
    Path file = folder.resolve(name);
    assertThat(run("--seeds", "2", "--json", file.toString())).isEqualTo(2);
    assertThat(text(err)).startsWith("sim: --json " + file + " cannot be written");
    assertThat(seen).isEmpty();
  }

  @Test
  void theHelpIsAnAnswerAndNamesEverything() throws Exception {
    assertThat(run("--help")).isZero();
    assertThat(text(out)).startsWith("Usage: sim").contains("--mutations", "--help", "--threads");
    assertThat(text(err)).isEmpty();
  }

  @Test
  void aWorldThatThrowsAnythingIsBrokenAndTheOthersGoOn() throws Exception {
    Path file = folder.resolve("out.json");
    int status = run("--seeds", "9", "--threads", "1", "--json", file.toString());
    assertThat(status).isEqualTo(1);
    assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(text(err)).contains("BROKEN seed 3: ", "StackOverflowError");
    assertThat(text(out)).contains("\"worlds\" : 9", "\"violations\" : 1", "\"3\"");
    assertThat(Files.readString(file)).isEqualToIgnoringWhitespace(text(out));
  }

  @Test
  void soundWorldsHaveStatusZero() throws Exception {
    assertThat(run("--from", "4", "--seeds", "5", "--threads", "2")).isZero();
    assertThat(seen).containsExactly(4L, 5L, 6L, 7L, 8L);
  }
}
