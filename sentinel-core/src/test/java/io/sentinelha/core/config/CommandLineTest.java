package io.sentinelha.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {

  private static List<String> lines(String... arguments) {
    return CommandLine.of(List.of(arguments)).lines();
  }

  @Test
  void nameOpensALineAndValuesFollow() {
    assertThat(lines("--port", "1", "--bind", "127.0.0.1", "-::1"))
        .containsExactly("port 1", "bind 127.0.0.1 -::1");
  }

  @Test
  void nameAndValuesMayBeOneArgument() {
    assertThat(lines("--port 1", "--sentinel myid x")).containsExactly("port 1", "sentinel myid x");
  }

  @Test
  void valuesAreQuotedSoThatTheyStayWhatTheyAre() {
    assertThat(lines("--requirepass", "a \"b")).containsExactly("requirepass \"a \\\"b\"");
    assertThat(lines("--logfile", "")).containsExactly("logfile \"\"");
  }

  @Test
  void dashesRightAfterANameAreItsValue() {
    assertThat(lines("--requirepass", "--x", "--port", "1"))
        .containsExactly("requirepass --x", "port 1");
  }

  @Test
  void saveAndSentinelNeedNoValue() {
    assertThat(lines("--sentinel", "--save", "--port", "1"))
        .containsExactly("sentinel", "save \"\"", "port 1");
    assertThat(lines("--save")).containsExactly("save \"\"");
    assertThat(lines("--save", "60", "1")).containsExactly("save 60 1");
  }

  @Test
  void sentinelTakesADirectiveToo() {
    assertThat(lines("--sentinel", "myid", "x")).containsExactly("sentinel myid x");
  }

  @Test
  void dashFirstOrLastReadsStdin() {
    assertThat(CommandLine.of(List.of("-", "--port", "1")))
        .isEqualTo(new CommandLine(List.of("port 1"), true));
    assertThat(CommandLine.of(List.of("--port", "1", "-")))
        .isEqualTo(new CommandLine(List.of("port 1"), true));
    assertThat(CommandLine.of(List.of("--port", "1")).readsStdin()).isFalse();
  }

  @Test
  void firstArgumentIsTheFileUnlessItBeginsWithADash() {
    assertThat(ConfigSource.fromArguments(List.of("a.conf", "--port", "1")).file())
        .contains("a.conf");
    assertThat(ConfigSource.fromArguments(List.of("--port", "1")).file()).isEmpty();
    assertThat(ConfigSource.fromArguments(List.of("a.conf", "--port", "1")).arguments())
        .containsExactly("--port", "1");
  }
}
