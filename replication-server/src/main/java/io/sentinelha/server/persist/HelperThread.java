package io.sentinelha.server.persist;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that may wait for disks, and does one thing after the other. Begins when it is needed.
 */
public final class HelperThread implements Executor, AutoCloseable {

  private static final int PATIENCE_SECONDS = 10;

  /**
   * A system gives a thread its slice of some milliseconds even if somebody more urgent wakes up
   * meanwhile. Who sleeps for a moment gives it back.
   */
  private static final long NAP_NANOS = 20_000;

  /** A nap takes several times as long as it was to, so it must be earned. */
  private static final long WORK_NANOS = 400_000;

  private final ExecutorService service;
  private final boolean yields;

  /** Of the thread itself. */
  private long workedNanos;

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
    long start = System.nanoTime();
    task.run();
    workedNanos += System.nanoTime() - start;
    if (workedNanos >= WORK_NANOS) {
      workedNanos = 0;
      LockSupport.parkNanos(NAP_NANOS);
    }
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
