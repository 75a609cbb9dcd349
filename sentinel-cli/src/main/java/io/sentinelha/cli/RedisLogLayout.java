package io.sentinelha.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.slf4j.event.KeyValuePair;

/**
 * One line per message as Redis Sentinel writes it, for the log shippers and scripts that take it
 * apart: {@code 4711:X 22 Nov 2026 10:11:12.345 # +sdown master orders 10.0.0.1 6379}.
 */
final class RedisLogLayout extends LayoutBase<ILoggingEvent> {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd MMM yyyy HH:mm:ss.SSS", Locale.ENGLISH)
          .withZone(ZoneId.systemDefault());

  private final String prefix = ProcessHandle.current().pid() + ":X ";

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160).append(prefix);
    TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
    line.append(' ').append(sign(event.getLevel())).append(' ');
    line.append(message(event)).append(System.lineSeparator());
    IThrowableProxy failure = event.getThrowableProxy();
    if (failure != null) {
      line.append(ThrowableProxyUtil.asString(failure)).append(System.lineSeparator());
    }
    return line.toString();
  }

  /** What is said, with the key-value pairs behind it, fit to be one line. */
  static String message(ILoggingEvent event) {
    StringBuilder text = new StringBuilder();
    appendPrintable(text, event.getFormattedMessage());
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      for (KeyValuePair pair : pairs) {
        text.append(' ').append(pair.key).append("=\"");
        appendPrintable(text, String.valueOf(pair.value));
        text.append('"');
      }
    }
    return text.toString();
  }

  /** Strangers' words are in some messages: they must not look like a line of ours. */
  private static void appendPrintable(StringBuilder line, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        line.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
      } else {
        line.append(c);
      }
    }
  }

  private static char sign(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT, Level.WARN_INT -> '#';
      case Level.INFO_INT -> '*';
      case Level.DEBUG_INT -> '-';
      default -> '.';
    };
  }
}
