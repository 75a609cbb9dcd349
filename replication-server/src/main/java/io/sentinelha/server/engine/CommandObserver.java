package io.sentinelha.server.engine;

/** Told of every command that was run: monitor, slow log, latency. Must be quick. */
public interface CommandObserver {

  /** It is about to run. */
  default void begins(Client client, Command command, Args args) {}

  /** It has run. */
  default void ended(Client client, Command command, Args args, long nanos) {}
}
