package io.sentinelha.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.it.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers call themselves neither breaks the file nor fakes the log. */
final class JunkHelloTest {

  private static final List<String> NAMES =
      List.of(
          "",
          "x y",
          "a\\r\\nsentinel monitor evil 127.0.0.1 1 1",
          "a\\x00b",
          "i\\xffi",
          "'q",
          "\\\"q\\\"",
          "#c",
          "\\x7f\\x1b[31m",
          "\\xc3\\xa9",
          "z".repeat(5_000));

  @Test
  void thePresenceOfStrangersSurvivesARestart(@TempDir Path folder)
      throws IOException, InterruptedException {
    try (Daemon daemon = Daemon.start(folder)) {
      try (Wire wire = daemon.wire()) {
        for (int i = 0; i < NAMES.size(); i++) {
          String hello =
              "127.0.0.1,%d,%s,0,mymaster,127.0.0.1,1,0".formatted(6000 + i, NAMES.get(i));
          assertThat(wire.ask("publish __sentinel__:hello \"" + hello + "\"")).isEqualTo(":1\r\n");
        }
        assertThat(wire.ask("sentinel flushconfig")).isEqualTo("+OK\r\n");
      }
      daemon.restart();

      try (Wire wire = daemon.wire()) {
        assertThat(wire.ask("role")).isEqualTo("*2\r\n$8\r\nsentinel\r\n*1\r\n$8\r\nmymaster\r\n");
      }
      assertThat(Files.readAllLines(daemon.conf)).noneMatch(line -> line.contains("evil 127"));
    }
  }

  @Test
  void aLineBreakFromOutsideMakesNoLineInTheLog(@TempDir Path folder) throws IOException {
    try (Daemon daemon = Daemon.start(folder);
        Wire wire = daemon.wire()) {
      wire.ask("sentinel is-master-down-by-addr 127.0.0.1 0 5 \"x\\r\\nFORGED\"");
      assertThat(daemon.process.output().lines())
          .anyMatch(line -> line.contains("+vote-for-leader x\\x0d\\x0aFORGED 5"))
          .noneMatch(line -> line.startsWith("FORGED"));
    }
  }
}
