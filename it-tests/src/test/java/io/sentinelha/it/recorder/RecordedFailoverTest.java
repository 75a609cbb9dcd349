package io.sentinelha.it.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.Group;
import io.sentinelha.bench.ServerProcess;
import io.sentinelha.it.Cli;
import io.sentinelha.it.Product;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failover among real processes, recorded by all of them, replayed afterwards. */
final class RecordedFailoverTest {

  private static final int DOWN_AFTER_MILLIS = 1_000;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final Group.Secrets SECRETS = new Group.Secrets("pw-supervisors", "pw-servers");

  /** What follows pid, time and level in a line of the log, or the time in a line of a replay. */
  private static final Pattern EVENT = Pattern.compile(" ([+-][a-z][a-z-]* .*)$");

  @TempDir private Path folder;

  private Path recording(int supervisor) {
    return folder.resolve("recording" + supervisor);
  }

  /** Each supervisor records; one has the option before its file, the others behind it. */
  private Group.Setup setup() {
    List<String> lines =
        List.of("sentinel auth-pass " + Group.NAME + " " + SECRETS.server(), "loglevel verbose");
    Group.Setup plain = Product.group(DOWN_AFTER_MILLIS, lines, Optional.of(SECRETS));
    String program = Product.launcher();
    List<List<String>> commands =
        List.of(
            List.of(program, "run", "--record", recording(0).toString(), "{conf}"),
            List.of(program, "{conf}", "--record", recording(1).toString()),
            List.of(
                program,
                "run",
                "{conf}",
                "--record-max-megabytes",
                "8",
                "--record",
                recording(2).toString()));
    return new Group.Setup(
        commands,
        plain.servers(),
        plain.downAfterMillis(),
        plain.failoverTimeoutMillis(),
        lines,
        Optional.of(SECRETS));
  }

  private static List<String> events(Stream<String> lines) {
    List<String> events = new ArrayList<>();
    lines.forEach(
        line -> {
          Matcher matcher = EVENT.matcher(line);
          if (matcher.find()) {
            events.add(matcher.group(1));
          }
        });
    return events;
  }

  private Cli.Outcome replay(int supervisor) throws IOException, InterruptedException {
    Cli.Outcome outcome = Cli.run(folder, "replay", recording(supervisor).toString());
    assertThat(outcome.status()).as("%s %s", outcome.out(), outcome.err()).isZero();
    assertThat(outcome.out()).endsWith("the same as then");
    return outcome;
  }

  @Test
  void allThreeDecideTheSameOnceMore() throws IOException, InterruptedException {
    try (Group group = Group.start(setup(), folder)) {
      ServerProcess failing = group.primary();
      failing.kill();
      int primary = group.awaitSwitch(PATIENCE_MILLIS);
      failing.restart();
      Await.until(
          "the former primary follows the new one",
          PATIENCE_MILLIS,
          () -> group.follows(failing.port, primary));
      group.awaitHealthy(PATIENCE_MILLIS);

      ServerProcess killed = group.supervisors().get(0);
      Await.until(
          "the switch is on disk while everything goes on",
          PATIENCE_MILLIS,
          this::hasFirstSwitched);
      killed.kill();
      group.supervisors().get(1).terminate(PATIENCE_MILLIS / 1_000);
      group.supervisors().get(2).terminate(PATIENCE_MILLIS / 1_000);

      List<String> ofKilled = events(replay(0).out().stream());
      assertThat(ofKilled).satisfies(RecordedFailoverTest::tellsOfTheFailover);
      assertThat(events(killed.output().lines())).startsWith(ofKilled.toArray(String[]::new));
      assertThat(replay(0).out()).anyMatch(line -> line.contains("ends without an end mark"));
      for (int i = 1; i <= 2; i++) {
        List<String> again = events(replay(i).out().stream());
        assertThat(again).isEqualTo(events(group.supervisors().get(i).output().lines()));
        assertThat(again).satisfies(RecordedFailoverTest::tellsOfTheFailover);
      }
    }
    assertNoPasswordWasRecorded();
  }

  private boolean hasFirstSwitched() throws IOException {
    try {
      return events(replay(0).out().stream()).stream()
          .anyMatch(event -> event.startsWith("+switch-master " + Group.NAME));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static void tellsOfTheFailover(List<? extends String> events) {
    for (String name : List.of("+monitor", "+sdown", "+switch-master")) {
      assertThat(events).anyMatch(event -> event.startsWith(name + " "));
    }
  }

  private void assertNoPasswordWasRecorded() throws IOException {
    for (int i = 0; i < 3; i++) {
      try (Stream<Path> files = Files.list(recording(i))) {
        for (Path file : files.toList()) {
          assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
              .doesNotContain(SECRETS.server(), SECRETS.supervisor());
        }
      }
    }
  }

  @Test
  void aFolderThatCannotBeWrittenPreventsTheStart() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path conf = Files.writeString(folder.resolve("s.conf"), "port 0\nunixsocket s.sock\n");
    Cli.Outcome outcome = Cli.run(folder, conf.toString(), "--record", file.toString());
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(String.join("\n", outcome.err()))
        .contains("*** Cannot start ***", file.toString(), "--record needs a folder");
  }
}
