package io.sentinelha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How arguments are understood, and what is said about those that are not. */
final class CommandLineTest {

  @TempDir private Path folder;

  @Test
  void versionTellsWhatRunsAndOnWhat() {
    Outcome outcome = Outcome.of("--version");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out())
        .startsWith("sentinel-ha 0.1.0")
        .contains("speaks the Redis Sentinel protocol", "Java " + Runtime.version().feature());
  }

  @Test
  void withoutArgumentsTheHelpIsShown() {
    Outcome outcome = Outcome.of();
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).isEqualTo(Outcome.of("--help").out()).contains("Exit status:");
  }

  @ParameterizedTest
  @CsvSource({
    "run, Usage: sentinel run",
    "check-config, Usage: sentinel check-config",
    "demo, Usage: sentinel demo",
    "replay, Usage: sentinel replay",
    "masters, Usage: sentinel masters",
    "replicas, Usage: sentinel replicas",
    "sentinels, Usage: sentinel sentinels",
    "master-addr, Usage: sentinel master-addr"
  })
  void everyCommandExplainsItself(String command, String usage) {
    Outcome outcome = Outcome.of(command, "--help");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).contains(usage);
    assertThat(Outcome.of("help", command).out()).isEqualTo(outcome.out());
    assertThat(Outcome.of("--help").out()).contains(command);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--nosuch", "masters --nosuch", "run --nosuch", "check-config --nosuch x"})
  void anUnknownOptionIsWrongUsage(String line) {
    Outcome outcome = Outcome.of(line.split(" "));
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("Unknown option", "--nosuch", "Usage: sentinel");
    assertThat(outcome.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"replicas", "master-addr", "check-config", "masters --port x"})
  void wrongUsageSaysWhatIsRight(String line) {
    Outcome outcome = Outcome.of(line.split(" "));
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("Usage: sentinel");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo --servers nosuch", "demo --servers redis --server redis-server"})
  void theDemoRunsOnOneKindOfServer(String line) {
    Outcome outcome = Outcome.of(line.split(" "));
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("--servers", "Usage: sentinel demo");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void aServerForTheDemoThatIsNotInstalledIsNamedAndTheDemoThatNeedsNone() {
    Outcome outcome = Outcome.of("demo", "--server", "no-such-server");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("no-such-server", "bundled server");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void aMisspeltCommandIsAnsweredWithOnesThatAreAlike() {
    Outcome outcome = Outcome.of("mastres");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("mastres", "Did you mean", "sentinel masters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "run "})
  void aFileThatIsNotThereIsNamed(String command) {
    Path file = folder.resolve("missing.conf");
    Outcome outcome = Outcome.of((command + file).split(" "));
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("The configuration cannot be used", file.toString());
  }

  @Test
  void directivesBehindTheFileOverrideItAndAreCheckedLikeIt() throws Exception {
    String file = Files.writeString(folder.resolve("good.conf"), "port 26379\n").toString();
    Outcome unknown = Outcome.of(file, "--nosuch", "1");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.err()).contains("nosuch");

    Outcome value = Outcome.of("run", file, "--port", "70000");
    assertThat(value.status()).isEqualTo(1);
    assertThat(value.err()).contains("port", "70000");
    assertThat(folder.resolve("good.conf")).hasContent("port 26379\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run --record-max-megabytes 8 FILE",
        "--record-max-megabytes 8 FILE",
        "FILE --record-max-megabytes 8",
        "FILE --record DIR --record-max-megabytes 0",
        "run --record DIR --record-max-megabytes many FILE"
      })
  void aLimitForTheRecordingMustBeANumberAndHaveARecording(String line) throws Exception {
    String file = Files.writeString(folder.resolve("good.conf"), "port 0\n").toString();
    Outcome outcome =
        Outcome.of(line.replace("FILE", file).replace("DIR", "" + folder.resolve("r")).split(" "));
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("--record-max-megabytes", "Usage: sentinel run");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--record DIR FILE",
        "--record=DIR FILE",
        "--state-dir DIR FILE",
        "--record-max-megabytes 8 --record DIR FILE",
        "run --record DIR FILE"
      })
  void anOptionOfRunMayComeFirst(String line) {
    String file = folder.resolve("missing.conf").toString();
    Outcome outcome =
        Outcome.of(line.replace("FILE", file).replace("DIR", "" + folder.resolve("r")).split(" "));
    assertThat(outcome.err()).contains("The configuration cannot be used", file);
    assertThat(outcome.status()).isEqualTo(1);
  }

  @Test
  void whereNothingWasRecordedThereIsNothingToReplay() {
    Outcome outcome = Outcome.of("replay", folder.toString());
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains(folder.toString(), "the folder given to --record");
  }

  @Test
  void aFileIsTakenInPlaceOfACommandOnlyIfItLooksLikeOne() throws Exception {
    Path file = Files.writeString(folder.resolve("broken"), "nosuch 1\n");
    assertThat(Outcome.of(file.toString()).status()).isEqualTo(1);
    assertThat(Outcome.of("nofile").status()).isEqualTo(2);
    assertThat(Outcome.of("nofile", "--sentinel").status()).as("as redis-server").isEqualTo(1);
  }
}
