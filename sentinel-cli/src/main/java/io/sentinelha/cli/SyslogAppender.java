package io.sentinelha.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.sentinelha.core.config.ServerSettings;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Sends each message to the machine's syslog, in the form in which the C library does:
 * {@code <132>Nov 22 10:11:12 redis[4711]: +sdown master orders 10.0.0.1 6379}. While syslog does
 * not listen or has no room, messages are lost, as with Redis.
 */
final class SyslogAppender extends AppenderBase<ILoggingEvent> {

  static final String SOCKET = "/dev/log";

  // What the numbers of a priority mean is settled by RFC 3164.
  private static final int USER = 1;
  private static final int LOCAL0 = 16;
  private static final int WARNING = 4;
  private static final int NOTICE = 5;
  private static final int INFORMATIONAL = 6;
  private static final int DEBUG = 7;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH)
          .withZone(ZoneId.systemDefault());

  private final String path;
  private final Datagrams datagrams;
  private final int facility;
  private final String tag;

  private SyslogAppender(String path, Datagrams datagrams, ServerSettings.Logging settings) {
    this.path = path;
    this.datagrams = datagrams;
    this.facility = facility(settings.syslogFacility());
    this.tag = ' ' + settings.syslogIdent() + '[' + ProcessHandle.current().pid() + "]: ";
  }

  /** An appender that is not started; empty where this machine has no native transport. */
  static Optional<SyslogAppender> of(String path, ServerSettings.Logging settings) {
    return Datagrams.open().map(datagrams -> new SyslogAppender(path, datagrams, settings));
  }

  @Override
  protected void append(ILoggingEvent event) {
    int priority = 8 * facility + severity(event.getLevel());
    StringBuilder line = new StringBuilder(160).append('<').append(priority).append('>');
    TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
    line.append(tag).append(RedisLogLayout.message(event));
    try {
      datagrams.send(path, line.toString());
    } catch (IOException e) {
      addWarn("syslog lost a message", e);
    }
  }

  /** As Redis maps its levels. */
  private static int severity(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT, Level.WARN_INT -> WARNING;
      case Level.INFO_INT -> NOTICE;
      case Level.DEBUG_INT -> INFORMATIONAL;
      default -> DEBUG;
    };
  }

  private static int facility(String word) {
    return word.equalsIgnoreCase("user")
        ? USER
        : LOCAL0 + Character.digit(word.charAt(word.length() - 1), 8);
  }

  @Override
  public void stop() {
    super.stop();
    datagrams.close();
  }
}
