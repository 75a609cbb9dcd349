package io.sentinelha.server.engine;

/** Told of commands that took long. */
public interface SlowObserver {

  /** From how many nanoseconds on it wants to know; {@link Long#MAX_VALUE} for never. */
  long thresholdNanos();

  /** A command took at least so long. */
  void slow(Client client, Command command, Args args, long nanos);
}
