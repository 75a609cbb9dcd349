package io.sentinelha.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.sentinelha.core.config.ServerSettings;
import io.sentinelha.core.config.ServerSettings.LogLevel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Sends the log where the configuration says, in Redis' own form. */
final class Logging {

  private Logging() {}

  static void configure(ServerSettings settings) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(appender(settings, context));
    level(settings.logging().level());
  }

  private static OutputStreamAppender<ILoggingEvent> appender(
      ServerSettings settings, LoggerContext context) {
    String name = settings.logging().file();
    OutputStreamAppender<ILoggingEvent> appender;
    if (name.isEmpty()) {
      appender = new ConsoleAppender<>();
    } else {
      Path path = settings.daemon().directory().resolve(name);
      FileAppender<ILoggingEvent> file = new FileAppender<>();
      file.setFile(path.toString());
      file.setAppend(true);
      appender = file;
    }
    RedisLogLayout layout = new RedisLogLayout();
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    return appender;
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
