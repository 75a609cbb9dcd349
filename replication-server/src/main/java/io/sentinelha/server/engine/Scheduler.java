package io.sentinelha.server.engine;

/** Runs something later, on the engine's thread. */
@FunctionalInterface
public interface Scheduler {

  /** A task that has not run yet. */
  @FunctionalInterface
  interface Scheduled {
    void cancel();
  }

  Scheduled after(long millis, Runnable task);
}
