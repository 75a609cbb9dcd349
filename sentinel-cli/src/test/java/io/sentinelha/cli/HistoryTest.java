package io.sentinelha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.resp.server.Users;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The list of past failovers: the newest first, and whose figures it shows. */
final class HistoryTest {

  private static final String CRISIS = "2026-01-02T03:04:05.000Z";

  private static Outcome history(List<List<String>> failovers, String... more) throws Exception {
    FakeSupervisor.Past past = new FakeSupervisor.Past(null, List.of(), failovers);
    try (FakeSupervisor supervisor = FakeSupervisor.start(Users.open(), past)) {
      List<String> words = new java.util.ArrayList<>(List.of("history", "-p", supervisor.port()));
      words.addAll(List.of(more));
      return Outcome.of(words.toArray(String[]::new));
    }
  }

  private static Map<String, String> attempt(String id, String began, String... more) {
    Map<String, String> fields = new java.util.LinkedHashMap<>(Map.of("id", id, "began", began));
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    return fields;
  }

  private static List<String> merged(List<List<Map<String, String>>> lists) {
    return HistoryCommand.newestFirst(lists).stream().map(f -> f.getOrDefault("id", "")).toList();
  }

  @Test
  void attemptsOfOneCrisisStayInTheSupervisorsOrder() throws Exception {
    // The last one was heard of late: by its beginning alone it would be the oldest.
    Outcome outcome =
        history(
            List.of(
                List.of("id", "orders:9", "began", "2026-01-02T03:04:04.999Z"),
                List.of("id", "orders:8", "began", CRISIS),
                List.of("id", "orders:7", "began", CRISIS)));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines().skip(1).map(line -> line.split(" ")[0]))
        .containsExactly("orders:9", "orders:8", "orders:7");
  }

  @Test
  void severalMastersAreMergedByTheEndOfTheirAttempts() {
    List<Map<String, String>> slow =
        List.of(
            attempt("a:2", CRISIS, "outage-ms", "9000", "detection-ms", "1000"),
            attempt("a:1", CRISIS, "outage-ms", ""));
    List<Map<String, String>> quick =
        List.of(
            attempt("b:2", "2026-01-02T03:04:10.000Z", "outage-ms", "1500", "detection-ms", "1000"),
            attempt("b:1", "2026-01-01T00:00:00.000Z", "outage-ms", "2000"));
    assertThat(merged(List.of(slow, quick))).containsExactly("a:2", "b:2", "a:1", "b:1");
    assertThat(merged(List.of(quick, slow))).containsExactly("a:2", "b:2", "a:1", "b:1");
  }

  @Test
  void whatTellsNoTimeIsNoReasonToFail() {
    assertThat(merged(List.of(List.of(attempt("a:2", CRISIS), attempt("a:1", "")))))
        .containsExactly("a:2", "a:1");
  }

  @Test
  void nothingRememberedIsSaidAndIsAnEmptyListForPrograms() throws Exception {
    Outcome outcome = history(List.of());
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).isEqualToIgnoringNewLines("nothing remembered");
    assertThat(history(List.of(), "--json").out()).contains("\"items\" : [ ]");
  }

  @Test
  void theHelpSaysWhoseOutageItIs() {
    assertThat(Outcome.of("history", "--help").out().replaceAll("\\s+", " "))
        .contains("outage-ms is what this supervisor saw");
  }
}
