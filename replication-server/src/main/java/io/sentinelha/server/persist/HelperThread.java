package io.sentinelha.server.persist;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A thread that may wait for disks, and does one thing after the other. Begins when it is needed.
 */
public final class HelperThread implements Executor, AutoCloseable {

  private static final int PATIENCE_SECONDS = 10;

  private final ExecutorService service;
  private final boolean yields;

  /** Of the thread itself. */
  private final Naps naps = new Naps();

  /**
   * A thread of this name.
   *
   * @param yields whether everybody else goes first: what it does is much work and not urgent. That
   *     needs a runtime that was told to pass priorities on to the system.
   */
  @SuppressWarnings("ThreadPriorityCheck") // Nothing but speed depends on it.
  public HelperThread(String name, boolean yields) {
    this.yields = yields;
    service =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              thread.setPriority(yields ? Thread.MIN_PRIORITY : Thread.NORM_PRIORITY);
              return thread;
            });
  }

  /** Throws {@link RejectedExecutionException} after the end. */
  @Override
  public void execute(Runnable task) {
    service.execute(yields ? () -> runAndNap(task) : task);
  }

  private void runAndNap(Runnable task) {
    naps.begin();
    task.run();
    naps.breathe();
  }

  /** Lets it do what it was told, for some seconds at most. */
  @Override
  public void close() {
    service.shutdown();
    try {
      if (!service.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        service.shutdownNow();
      }
    } catch (InterruptedException e) {
      service.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
