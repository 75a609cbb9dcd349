package io.sentinelha.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Silence until a daemon has read its configuration and calls {@link Logging}; the other commands
 * speak for themselves. In code because reading a file of XML would take a tenth of every start.
 */
public final class QuietLogging extends ContextAwareBase implements Configurator {

  /** For the service loader. */
  public QuietLogging() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
