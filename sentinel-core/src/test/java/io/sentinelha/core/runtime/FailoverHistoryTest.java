package io.sentinelha.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sentinelha.core.config.ConfigFile;
import io.sentinelha.core.config.ConfigSource;
import io.sentinelha.core.engine.Account;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.history.FailoverHistory;
import io.sentinelha.core.history.FailoverHistory.Bounds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory of failovers, on a real disk. */
final class FailoverHistoryTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long OFFSET = 1_700_000_000_000L;

  @TempDir private Path folder;

  @BeforeEach
  void configure() throws Exception {
    Files.writeString(folder.resolve("s.conf"), "sentinel monitor orders 127.0.0.1 1 2\n");
  }

  private FailoverHistory open(Bounds bounds, Optional<Path> stateDirectory) throws Exception {
    ConfigSource source = ConfigSource.of("s.conf").withWorkingDirectory(folder);
    ConfigFile file =
        ConfigFile.open(
            stateDirectory.map(source::withStateDirectory).orElse(source), () -> "a".repeat(40));
    FailoverHistory history =
        new FailoverHistory(new HistoryStore(file.history()), () -> OFFSET, bounds);
    history.start();
    return history;
  }

  private FailoverHistory open() throws Exception {
    return open(Bounds.DEFAULT, Optional.empty());
  }

  private Path file() {
    return folder.resolve("s.conf.history.json");
  }

  private static Account account(String primary, long epoch, Account.Outcome outcome) {
    Endpoint from = new Endpoint("10.0.0.1", 6379);
    return new Account(
        primary,
        epoch,
        "a".repeat(40),
        Account.Standing.LEADER,
        Account.Cause.SILENCE,
        outcome,
        "",
        from,
        Optional.of(new Endpoint("10.0.0.2", 6379)),
        Optional.of("a".repeat(40)),
        2,
        3,
        2,
        1_000,
        List.of(
            new Account.Moment(3_000, Account.What.DOWN, "a".repeat(40), "x"),
            new Account.Moment(3_100, Account.What.SWITCHED, "10.0.0.2:6379", "")),
        0,
        List.of(),
        List.of(new Account.Verdict(from, Account.Verdict.Judgement.CHOSEN, "the best")),
        Map.of(),
        Optional.of(
            new Account.Loss(
                OptionalLong.of(10),
                Account.Loss.Source.LAST_REPORT,
                900,
                OptionalLong.of(7),
                OptionalLong.of(3))));
  }

  private static Account account(String primary, long epoch) {
    return account(primary, epoch, Account.Outcome.SWITCHED);
  }

  private static List<String> ids(FailoverHistory history, String primary) {
    return history.list(primary, 1_000).stream()
        .map(f -> f.get("id"))
        .map(String::valueOf)
        .toList();
  }

  private void remember(Account... accounts) throws Exception {
    try (FailoverHistory history = open()) {
      List.of(accounts).forEach(history::take);
    }
    String last = accounts[accounts.length - 1].id();
    await()
        .atMost(PATIENCE)
        .until(() -> Files.exists(file()) && Files.readString(file()).contains(last));
  }

  @Test
  void whatWasToldSurvivesARestart() throws Exception {
    remember(account("orders", 1), account("orders", 2), account("users", 3));

    try (FailoverHistory again = open()) {
      assertThat(ids(again, "orders")).containsExactly("orders:2", "orders:1");
      assertThat(again.list("orders", 1)).hasSize(1);
      assertThat(again.list("orders", 1).get(0))
          .containsEntry("began", "2023-11-14T22:13:23.000Z")
          .containsEntry("outage-ms", "2100")
          .containsEntry("lost-bytes-at-least", "3");
      assertThat(again.json("orders", Optional.of("1"))).get().asString().contains("\"orders:1\"");
      assertThat(again.json("orders", Optional.of("orders:2"))).isPresent();
      assertThat(again.json("orders", Optional.empty())).get().asString().contains("\"orders:2\"");
      assertThat(again.json("orders", Optional.of("9"))).isEmpty();
      assertThat(again.json("users", Optional.of("orders:1"))).isEmpty();
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void laterNewsOfAnAttemptTakeThePlaceOfEarlierOnes() throws Exception {
    remember(account("orders", 1, Account.Outcome.UNDER_WAY), account("orders", 1));
    try (FailoverHistory again = open()) {
      assertThat(again.list("orders", 9))
          .singleElement()
          .satisfies(f -> assertThat(f).containsEntry("outcome", "switched"));
    }
  }

  @Test
  void whatHadNotEndedIsInterruptedAndLaterNewsContinueIt() throws Exception {
    remember(account("orders", 1, Account.Outcome.UNDER_WAY));

    try (FailoverHistory again = open()) {
      assertThat(again.list("orders", 1).get(0)).containsEntry("outcome", "interrupted");
      again.take(account("orders", 1));
      await()
          .atMost(PATIENCE)
          .until(() -> "switched".equals(again.list("orders", 1).get(0).get("outcome")));
      String whole = again.json("orders", Optional.empty()).orElseThrow();
      assertThat(whole.split("\"what\":\"down\"", -1)).as("both lives tell").hasSize(3);
      again.take(account("orders", 1));
      again.take(account("orders", 2));
      await().atMost(PATIENCE).until(() -> ids(again, "orders").contains("orders:2"));
      whole = again.json("orders", Optional.of("1")).orElseThrow();
      assertThat(whole.split("\"what\":\"down\"", -1)).as("and each once").hasSize(3);
    }
  }

  @Test
  void anEpochThatComesBackIsAnotherAttempt() throws Exception {
    // Then an old configuration is restored from a backup.
    remember(account("orders", 1), account("orders", 2));

    try (FailoverHistory again = open()) {
      again.take(account("orders", 1, Account.Outcome.ABORTED));
      await().atMost(PATIENCE).until(() -> ids(again, "orders").size() == 3);
      assertThat(ids(again, "orders"))
          .as("the older attempt keeps its place")
          .containsExactly("orders:1", "orders:2", "orders:1");
      assertThat(again.list("orders", 9))
          .extracting(f -> f.get("outcome"))
          .containsExactly("aborted", "switched", "switched");
      assertThat(again.json("orders", Optional.of("1"))).get().asString().contains("aborted");
    }
    await().atMost(PATIENCE).until(() -> Files.readString(file()).contains("aborted"));
    try (FailoverHistory third = open()) {
      assertThat(ids(third, "orders")).containsExactly("orders:1", "orders:2", "orders:1");
    }
  }

  @Test
  void theOldestGoWhenThereAreTooMany() throws Exception {
    try (FailoverHistory history = open(new Bounds(3, 5, 1 << 20), Optional.empty())) {
      for (int epoch = 1; epoch <= 6; epoch++) {
        history.take(account("orders", epoch));
      }
      for (int epoch = 7; epoch <= 10; epoch++) {
        history.take(account("users", epoch));
      }
      await().atMost(PATIENCE).until(() -> ids(history, "users").contains("users:10"));
      assertThat(ids(history, "users")).containsExactly("users:10", "users:9", "users:8");
      assertThat(ids(history, "orders")).containsExactly("orders:6", "orders:5");
    }
  }

  @Test
  void theFileStaysWithinItsBytes() throws Exception {
    try (FailoverHistory history = open(new Bounds(100, 1_000, 5_000), Optional.empty())) {
      for (int epoch = 1; epoch <= 50; epoch++) {
        history.take(account("orders", epoch));
      }
      await().atMost(PATIENCE).until(() -> ids(history, "orders").contains("orders:50"));
      assertThat(ids(history, "orders")).isNotEmpty().hasSizeLessThan(10);
    }
    assertThat(Files.size(file())).isLessThan(6_000);
  }

  @Test
  void aTornOrForeignFileIsSetAsideAndNothingElseHappens() throws Exception {
    remember(account("orders", 1));
    String whole = Files.readString(file());
    for (String damaged :
        List.of(
            whole.substring(0, whole.length() / 2),
            "",
            "[]",
            "{\"accounts\":[{}]}",
            "{\"accounts\":[{\"id\":\"orders:2\",\"primary\":\"orders\",\"timeline\":\"x\"}]}",
            "\0\0")) {
      Files.writeString(file(), damaged);
      try (FailoverHistory again = open()) {
        assertThat(ids(again, "orders")).isEmpty();
        again.take(account("orders", 2));
        await().atMost(PATIENCE).until(() -> ids(again, "orders").contains("orders:2"));
      }
      assertThat(Files.readString(folder.resolve("s.conf.history.json.damaged")))
          .isEqualTo(damaged);
    }
  }

  @Test
  void theStateFolderTakesTheHistoryToo() throws Exception {
    Path state = Files.createDirectory(folder.resolve("state"));
    try (FailoverHistory history = open(Bounds.DEFAULT, Optional.of(state))) {
      history.take(account("orders", 1));
      await().atMost(PATIENCE).until(() -> Files.exists(state.resolve("s.conf.history.json")));
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void aDiskThatTakesNothingCostsTheMemoryAndNothingElse() throws Exception {
    Path state = Files.createDirectory(folder.resolve("gone"));
    try (FailoverHistory history = open(Bounds.DEFAULT, Optional.of(state))) {
      Files.delete(state);
      history.take(account("orders", 1));
      await().atMost(PATIENCE).until(() -> ids(history, "orders").contains("orders:1"));
    }
  }
}
