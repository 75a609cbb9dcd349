package io.sentinelha.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.sentinelha.core.config.ServerSettings.LogLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the log goes, and how much of it. */
final class LoggingTest {

  private static final Logger log = LoggerFactory.getLogger("sentinel");

  @TempDir private Path folder;

  @AfterEach
  void silence() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
  }

  @ParameterizedTest
  @CsvSource({
    "debug, trace debug info warn",
    "verbose, debug info warn",
    "notice, info warn",
    "warning, warn",
    "nothing, ''"
  })
  void aLevelLetsItselfAndWhatIsMoreImportantThrough(String level, String heard) throws Exception {
    Logging.configure(Settings.of(folder, "logfile s.log", "loglevel " + level));
    sayEverything();
    assertThat(String.join(" ", said("s.log"))).isEqualTo(heard);

    Files.writeString(folder.resolve("s.log"), "");
    Logging.level(LogLevel.WARNING);
    sayEverything();
    assertThat(said("s.log")).containsExactly("warn");
  }

  private static void sayEverything() {
    log.trace("trace");
    log.debug("debug");
    log.info("info");
    log.warn("warn");
  }

  @Test
  void librariesSpeakUpOnlyWhenSomethingIsWrong() throws Exception {
    Logging.configure(Settings.of(folder, "logfile s.log", "loglevel debug"));
    LoggerFactory.getLogger("io.lettuce").info("chatter");
    LoggerFactory.getLogger("io.lettuce").warn("trouble");
    assertThat(said("s.log")).containsExactly("trouble");
  }

  @Test
  void afterTheFileIsMovedAwayTheNextMessageIsInANewOne() throws Exception {
    Logging.configure(Settings.of(folder, "logfile s.log"));
    log.info("before");
    Files.move(folder.resolve("s.log"), folder.resolve("s.log.1"));
    log.info("after");
    assertThat(said("s.log.1")).containsExactly("before");
    assertThat(said("s.log")).containsExactly("after");
  }

  @Test
  void whatIsInTheFileStaysAndAThreadThatIsInterruptedIsHeard() throws Exception {
    Files.writeString(folder.resolve("s.log"), "1:X old line * kept\n");
    Logging.configure(Settings.of(folder, "logfile s.log"));
    Thread.currentThread().interrupt();
    log.info("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(said("s.log")).containsExactly("kept", "interrupted");
  }

  @Test
  void aFileThatCannotBeOpenedIsRefusedAtTheStart() throws Exception {
    var settings = Settings.of(folder, "logfile s.log");
    Files.createDirectory(folder.resolve("s.log"));
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> Logging.configure(settings))
        .withMessageContainingAll("logfile", folder.resolve("s.log").toString());
  }

  @Test
  void syslogHearsTheSameInItsOwnForm() throws Exception {
    String socket = folder.resolve("log").toString();
    try (DatagramReceiver syslog = DatagramReceiver.at(socket)) {
      Logging.configure(
          Settings.of(
              folder,
              "logfile s.log",
              "loglevel debug",
              "syslog-enabled yes",
              "syslog-ident ours",
              "syslog-facility local3"),
          socket);
      sayEverything();
      log.atWarn().addKeyValue("quorum", 2).log("+odown");
      String tag = " ours[" + ProcessHandle.current().pid() + "]: ";
      for (String expected :
          List.of("159 trace", "158 debug", "157 info", "156 warn", "156 +odown quorum=\"2\"")) {
        String[] parts = expected.split(" ", 2);
        assertThat(syslog.next())
            .startsWith("<" + parts[0] + ">")
            .matches("<\\d+>\\w{3} [ 1-3]\\d \\d\\d:\\d\\d:\\d\\d .*")
            .endsWith(tag + parts[1]);
      }
    }
    log.warn("nobody listens any more, and that is no trouble");
    assertThat(said("s.log")).hasSize(6);
  }

  @Test
  void syslogThatIsNotThereIsWarnedAbout() throws Exception {
    Logging.configure(
        Settings.of(folder, "logfile s.log", "syslog-enabled yes", "syslog-facility user"),
        folder.resolve("none").toString());
    assertThat(said("s.log"))
        .singleElement()
        .asString()
        .startsWith("syslog-enabled: nothing listens at " + folder.resolve("none"));
  }

  /** The texts of the lines, without what stands before. */
  private List<String> said(String file) throws Exception {
    return Files.readAllLines(folder.resolve(file)).stream()
        .map(line -> line.replaceFirst("^.*? [.\\-*#] ", ""))
        .toList();
  }
}
