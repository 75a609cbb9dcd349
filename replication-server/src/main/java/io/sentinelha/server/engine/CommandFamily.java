package io.sentinelha.server.engine;

/**
 * Commands that belong together, with the settings, INFO sections and timers that they need. The
 * one way in which the server is extended.
 */
@FunctionalInterface
public interface CommandFamily {

  /** Called once, before the first client. */
  void register(Registry registry);
}
