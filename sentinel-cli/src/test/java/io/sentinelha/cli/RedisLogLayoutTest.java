package io.sentinelha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.KeyValuePair;

/** Lines are those of Redis, character by character: programs take them apart. */
final class RedisLogLayoutTest {

  private static final long PID = ProcessHandle.current().pid();
  private static final long MOMENT =
      LocalDateTime.of(2026, 3, 7, 4, 5, 6, 89_000_000)
          .atZone(ZoneId.systemDefault())
          .toInstant()
          .toEpochMilli();

  @Test
  void aLineIsPidRoleTimeLevelAndText() {
    LoggingEvent event = event(Level.WARN, "+sdown master orders 127.0.0.1 6379");
    assertThat(line(event))
        .isEqualTo(PID + ":X 07 Mar 2026 04:05:06.089 # +sdown master orders 127.0.0.1 6379\n")
        // What a real one wrote, apart from numbers.
        .matches("\\d+:X \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d{3} [.\\-*#] .*\n");
  }

  @ParameterizedTest
  @CsvSource({"TRACE, .", "DEBUG, -", "INFO, *", "WARN, #", "ERROR, #"})
  void everyLevelHasTheSignOfRedis(String level, String sign) {
    assertThat(line(event(Level.valueOf(level), "x"))).endsWith(" " + sign + " x\n");
  }

  @Test
  void pairsStandBehindTheText() {
    LoggingEvent event = event(Level.INFO, "listening");
    event.setKeyValuePairs(
        List.of(new KeyValuePair("address", "127.0.0.1:1"), new KeyValuePair("tls", false)));
    assertThat(line(event)).endsWith(" * listening address=\"127.0.0.1:1\" tls=\"false\"\n");
  }

  @Test
  void aFailureFollowsInLinesOfItsOwn() {
    LoggingEvent event = event(Level.ERROR, "failed");
    event.setThrowableProxy(
        new ch.qos.logback.classic.spi.ThrowableProxy(new IllegalStateException("why")));
    assertThat(line(event).lines())
        .element(1)
        .isEqualTo("java.lang.IllegalStateException: why");
  }

  private static String line(LoggingEvent event) {
    return new RedisLogLayout().doLayout(event);
  }

  private static LoggingEvent event(Level level, String text) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerContext(new LoggerContext());
    event.setLevel(level);
    event.setMessage(text);
    event.setTimeStamp(MOMENT);
    return event;
  }
}
