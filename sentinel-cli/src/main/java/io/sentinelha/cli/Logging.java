package io.sentinelha.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.sentinelha.core.config.ServerSettings;
import io.sentinelha.core.config.ServerSettings.LogLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Sends the log where the configuration says, in Redis' own form. */
final class Logging {

  private Logging() {}

  static void configure(ServerSettings settings) {
    configure(settings, SyslogAppender.SOCKET);
  }

  /**
   * Begins to log.
   *
   * @param syslog where the machine's syslog listens
   */
  static void configure(ServerSettings settings, String syslog) {
    configure(settings.logging(), settings.daemon().directory(), syslog);
  }

  /** As {@link #configure(ServerSettings)}; the file is looked for in a folder. */
  static void configure(ServerSettings.Logging logging, Path folder) {
    configure(logging, folder, SyslogAppender.SOCKET);
  }

  private static void configure(ServerSettings.Logging logging, Path folder, String syslog) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    add(root, context, appender(logging, folder, context));
    level(logging.level());
    if (logging.syslog()) {
      Optional<SyslogAppender> appender = SyslogAppender.of(syslog, logging);
      appender.ifPresent(found -> add(root, context, found));
      if (appender.isEmpty() || !Files.exists(Path.of(syslog))) {
        context
            .getLogger("sentinel")
            .warn(
                "syslog-enabled: {}; what goes to standard output a service manager can pass on",
                appender.isEmpty()
                    ? "has no effect without a native transport for this machine"
                    : "nothing listens at " + syslog + ", messages are lost until something does");
      }
    }
  }

  private static void add(Logger root, LoggerContext context, Appender<ILoggingEvent> appender) {
    appender.setContext(context);
    appender.start();
    root.addAppender(appender);
  }

  private static Appender<ILoggingEvent> appender(
      ServerSettings.Logging logging, Path folder, LoggerContext context) {
    RedisLogLayout layout = new RedisLogLayout();
    layout.setContext(context);
    layout.start();
    String name = logging.file();
    return name.isEmpty() ? console(layout, context) : file(folder.resolve(name), layout);
  }

  private static Appender<ILoggingEvent> console(
      Layout<ILoggingEvent> layout, LoggerContext context) {
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setEncoder(encoder);
    return appender;
  }

  private static Appender<ILoggingEvent> file(Path path, Layout<ILoggingEvent> layout) {
    LogFileAppender appender = new LogFileAppender(path, layout);
    try {
      appender.write("");
      return appender;
    } catch (IOException e) {
      throw new Refusal(Refusal.FAILED, "*** Cannot start *** logfile cannot be opened: " + e);
    }
  }

  /** What is logged of this software; libraries speak up only when something is wrong. */
  static void level(LogLevel level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Level own =
        switch (level) {
          case DEBUG -> Level.TRACE;
          case VERBOSE -> Level.DEBUG;
          case NOTICE -> Level.INFO;
          case WARNING -> Level.WARN;
          case NOTHING -> Level.OFF;
        };
    context.getLogger("sentinel").setLevel(own);
    context.getLogger("io.sentinelha").setLevel(own);
    context
        .getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
        .setLevel(level == LogLevel.NOTHING ? Level.OFF : Level.WARN);
  }
}
