package io.sentinelha.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators copy must work. */
class SampleConfigurationTest {

  /** Tests run in the folder of their module, beside the samples. */
  private static final Path SAMPLE = Path.of("..", "deploy", "sentinel.conf");

  @TempDir Path folder;
  private Home home;

  @BeforeEach
  void setUp() {
    home = new Home(folder);
  }

  @Test
  void sampleIsAcceptedWithoutAWarning() throws IOException, ConfigException {
    SentinelConfig config = home.readText(Files.readString(SAMPLE));

    assertThat(config.warnings()).isEmpty();
    assertThat(config.withoutEffect()).isEmpty();
    assertThat(config.server().metrics().port()).isPositive();
    assertThat(config.state().primaries())
        .singleElement()
        .satisfies(p -> assertThat(p.settings().refusedDownAfterMillis()).isEqualTo(300));
  }

  @Test
  void linesThatAreCommentedOutAreAcceptedToo() throws IOException, ConfigException {
    String all =
        Files.readAllLines(SAMPLE).stream()
            .map(SampleConfigurationTest::uncomment)
            .collect(Collectors.joining("\n"));

    SentinelConfig config = home.readText(all);

    assertThat(config.warnings()).isEmpty();
    assertThat(config.server().requirePass()).isPresent();
    assertThat(config.state().primaries())
        .singleElement()
        .satisfies(p -> assertThat(p.settings().guard().isOn()).isTrue());
  }

  private static String uncomment(String line) {
    boolean isDirective = line.matches("# (sentinel (?!monitor )|requirepass ).*");
    return isDirective ? line.substring("# ".length()) : line;
  }
}
