package io.sentinelha.core.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread for what takes milliseconds and must delay neither decisions nor answers to others. It
 * is there only while there is work; work that finds too much before it is refused.
 */
final class SideThread implements Executor, AutoCloseable {

  private static final int MOST_WAITING = 16;
  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor pool;

  SideThread(String name) {
    pool =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable work) {
    pool.execute(work);
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
