package io.sentinelha.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same conversations with a redis-sentinel and with the built program give the same bytes,
 * apart from what {@link Masking} takes out and what {@link Deviation} lists with reasons.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ContractTest {

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
  @ValueSource(ints = {2, 3})
  void inspectionAnswersTheSame(int protocol) throws IOException {
    assertSame(protocol, Requests.INSPECTION);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void globalSettingsAnswerTheSame(int protocol) throws IOException {
    assertSame(protocol, Requests.CONFIG);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void debuggingAnswersTheSame(int protocol) throws IOException {
    assertSame(protocol, Requests.DEBUG);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void questionsOfPeersAreAnsweredTheSame(int protocol) throws IOException {
    assertSame(protocol, Requests.QUESTIONS);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void primariesAreAddedResetAndRemovedTheSame(int protocol) throws IOException {
    assertSame(protocol, Requests.MONITORING);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void settingsOfAPrimaryAnswerTheSame(int protocol) throws IOException {
    assertSame(protocol, Requests.SETTINGS);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void otherCommandsAnswerTheSame(int protocol) throws IOException {
    assertSame(protocol, Requests.OTHERS);
  }

  @Test
  void everyDeviationIsNeeded() throws IOException {
    for (Deviation deviation : Deviation.ALL) {
      List<String> answers = twins.answers(deviation.request());
      for (String step : deviation.undo()) {
        twins.answers(step);
      }
      assertThat(answers.get(1)).as(deviation.request()).startsWith(deviation.answer());
      assertThat(answers.get(1))
          .as("not needed any more: %s", deviation)
          .isNotEqualTo(answers.get(0));
    }
  }

  private void assertSame(int protocol, List<String> steps) throws IOException {
    twins.awaitHealthy();
    try (Wire their = twins.real.open();
        Wire our = twins.ours.open()) {
      their.ask("hello " + protocol);
      our.ask("hello " + protocol);
      for (String step : steps) {
        assertThat(twins.ours.ask(our, step))
            .as("RESP%s: %s", protocol, step)
            .isEqualTo(twins.real.ask(their, step));
      }
    }
  }
}
