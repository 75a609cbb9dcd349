package io.sentinelha.it.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.it.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WrongConfigTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "port 99999, port must be <= 65535: got 99999",
    "sentinle monitor orders 127.0.0.1 6379 2, sentinle is no directive",
    "sentinel monitor orders 127.0.0.1 6379 0, monitor for 'orders' must have quorum > 0: got 0",
    "sentinel down-after-milliseconds mymaster -5,"
        + " down-after-milliseconds for 'mymaster' must be > 0: got -5",
    "sentinel failover-timeout other 1000, failover-timeout for 'other' is about a primary",
  })
  void refusalNamesFileLineAndDirective(String wrong, String complaint)
      throws IOException, InterruptedException {
    Path conf = folder.resolve("sentinel.conf");
    String text = "# a comment\nsentinel monitor mymaster 127.0.0.1 6379 2\n" + wrong + "\n";
    Files.writeString(conf, text);

    Cli.Outcome outcome = Cli.run(folder, conf.toString());

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).anyMatch(line -> line.startsWith(conf + ":3: " + complaint));
    assertThat(conf).as("what the operator wrote stays as it is").hasContent(text);
  }

  @Test
  void missingFileIsNamed() throws IOException, InterruptedException {
    Path conf = folder.resolve("nowhere.conf");

    Cli.Outcome outcome = Cli.run(folder, conf.toString());

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).anyMatch(line -> line.startsWith(conf + ": cannot be read"));
  }
}
