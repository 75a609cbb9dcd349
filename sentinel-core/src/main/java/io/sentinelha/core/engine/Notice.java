package io.sentinelha.core.engine;

/**
 * Something worth telling.
 *
 * @param event the name of the event, which is also its channel
 * @param details the payload, byte for byte what clients expect
 */
public record Notice(Level level, String event, String details) {

  /** How much it matters. All but DEBUG are published, whatever the log level is. */
  public enum Level {
    DEBUG,
    VERBOSE,
    NOTICE,
    WARNING
  }

  public boolean isPublished() {
    return level != Level.DEBUG;
  }
}
