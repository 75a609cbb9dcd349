package io.sentinelha.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.RespClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same commands are served, in the same categories, but for a few more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CommandListTest {

  /** Ours alone, and why: see {@link Deviation}. */
  private static final Set<String> MORE =
      Set.of(
          "quit",
          "client|setinfo",
          "sentinel|history",
          "sentinel|explain",
          "sentinel|whatif",
          "sentinel|primary",
          "sentinel|primaries",
          "sentinel|get-primary-addr-by-name",
          "sentinel|is-primary-down-by-addr");

  private static final int PATIENCE_MILLIS = 30_000;

  private Twins twins;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    twins = Twins.start(folder);
  }

  @AfterAll
  void end() {
    twins.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMMAND LIST",
        "COMMAND LIST FILTERBY PATTERN sentinel*",
        "COMMAND LIST FILTERBY PATTERN *",
        "COMMAND LIST FILTERBY ACLCAT admin",
        "ACL CAT",
        "ACL CAT admin",
        "ACL CAT dangerous",
        "ACL CAT fast",
        "ACL CAT slow",
        "ACL CAT pubsub",
        "ACL CAT connection"
      })
  void listsHoldTheSame(String request) throws IOException {
    Set<String> theirs = list(twins.real, request);
    Set<String> ours = list(twins.ours, request);

    assertThat(theirs).doesNotContainAnyElementsOf(MORE);
    ours.removeAll(MORE);
    assertThat(ours).isEqualTo(theirs);
  }

  private static Set<String> list(Side side, String request) throws IOException {
    try (RespClient client = new RespClient(side.port(), PATIENCE_MILLIS)) {
      return RespClient.elements(client.call(request.split(" "))).stream()
          .map(RespClient::text)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
