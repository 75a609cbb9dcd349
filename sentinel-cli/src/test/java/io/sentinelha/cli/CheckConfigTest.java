package io.sentinelha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration is judged without being touched. */
final class CheckConfigTest {

  private static final String ID = "sentinel myid 0123456789012345678901234567890123456789\n";

  @TempDir private Path folder;

  @Test
  void aGoodOneIsSummedUp() throws Exception {
    Path file =
        config(
            """
            port 26379
            sentinel monitor orders 127.0.0.1 6379 2
            sentinel down-after-milliseconds orders 5000
            appendonly yes
            """
                + ID);
    String before = Files.readString(file);
    Outcome outcome = Outcome.of("check-config", file.toString());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out())
        .contains(
            "note: " + file + ":4: appendonly is accepted but has no effect here",
            "ok: " + file + " watches 1 masters",
            "orders at 127.0.0.1:6379, quorum 2, down after 5000 ms, failover timeout 180000 ms");
    assertThat(file).hasContent(before);
  }

  @Test
  void warningsDoNotMakeItBad() throws Exception {
    Path file =
        config(
            """
            sentinel monitor orders 127.0.0.1 6379 2
            sentinel down-after-milliseconds orders 1000
            sentinel min-replicas-to-write orders 1
            sentinel min-replicas-max-lag orders 10
            """);
    Outcome outcome = Outcome.of("check-config", file.toString());
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).contains("warning: " + file + ":4: min-replicas-max-lag");
  }

  @Test
  void everythingThatIsWrongIsSaidWithItsPlaceAndNothingIsWritten() throws Exception {
    Path file =
        config(
            """
            port abc
            sentinel monitor orders 127.0.0.1 6379 0
            nosuch 1
            """);
    String before = Files.readString(file);
    Outcome outcome = Outcome.of("check-config", file.toString());
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines())
        .anySatisfy(line -> assertThat(line).startsWith(file + ":1: port").endsWith("got abc"))
        .anySatisfy(line -> assertThat(line).startsWith(file + ":2: monitor").contains("orders", "quorum > 0"))
        .anySatisfy(line -> assertThat(line).startsWith(file + ":3: ").contains("nosuch"));
    assertThat(file).hasContent(before);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void whatListensNowhereCannotStart() throws Exception {
    Path file = config("port 0\n");
    Outcome outcome = Outcome.of("check-config", file.toString());
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualToIgnoringNewLines(
            file + ": configured to listen nowhere: set port and bind, or unixsocket");

    Files.writeString(file, "port 0\nunixsocket s.sock\n");
    assertThat(Outcome.of("check-config", file.toString()).status()).isZero();
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Outcome outcome = Outcome.of("check-config", folder.resolve("missing").toString());
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains(folder.resolve("missing").toString());
  }

  private Path config(String text) throws Exception {
    return Files.writeString(folder.resolve("sentinel.conf"), text);
  }
}
