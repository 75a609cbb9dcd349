package io.sentinelha.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about metrics for operators leaves nothing out and invents nothing. */
final class MetricsPageTest {

  /** Tests run in the folder of their module, beside the documentation. */
  private static final Path PAGE = Path.of("..", "docs", "metrics.md");

  private static final String TYPE = "# TYPE ";

  @Test
  void pageNamesEveryMetric() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(names()).isNotEmpty().allMatch(name -> page.contains("`" + name + "`"));
  }

  @Test
  void everyMetricOfOurOwnThatThePageNamesExists() throws IOException {
    List<String> names = names();

    assertThat(Files.readString(PAGE).lines().filter(line -> line.startsWith("| `")))
        .map(line -> line.substring(3, line.indexOf('`', 3)))
        .filteredOn(name -> name.matches("(redis|sentinelha)_[a-z_]+"))
        .isNotEmpty()
        .allMatch(names::contains);
  }

  private static List<String> names() {
    try (SupervisorMetrics metrics = new SupervisorMetrics()) {
      metrics.watch(() -> Views.of(Views.primary("orders", false)), () -> 10_000, "1");
      metrics.onCommand("ping", 1, false);
      metrics.onRejected("maxclients");
      Stream<String> types = metrics.scrape().lines().filter(line -> line.startsWith(TYPE));
      return types.map(line -> line.substring(TYPE.length()).split(" ")[0]).toList();
    }
  }
}
