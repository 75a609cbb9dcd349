package io.sentinelha.core.state;

import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Event;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves what the engine orders, on a thread of its own. An order that waits is replaced by a later
 * one, which contains it.
 */
public final class StateSaver implements AutoCloseable {

  /** Told about every save. Returns at once; never throws. */
  public interface Observer {
    Observer NONE = (ok, nanos) -> {};

    /**
     * @param nanos how long the save took
     */
    void onSave(boolean ok, long nanos);
  }

  private static final Logger log = LoggerFactory.getLogger(StateSaver.class);

  private static final long LONGEST_LAST_SAVE_MILLIS = 500;

  private final StateStore store;
  private final Consumer<Event> outcomes;
  private final Observer observer;
  private final Thread thread;

  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Effect.@Nullable Save waiting;
  private boolean closed;

  /** Of the saving thread alone: whether the last save failed. */
  private boolean failing;

  /**
   * @param outcomes takes {@code Saved} and {@code SaveFailed}; must return at once
   */
  public StateSaver(StateStore store, Consumer<Event> outcomes, Observer observer) {
    this.store = store;
    this.outcomes = outcomes;
    this.observer = observer;
    this.thread = new Thread(this::run, "state-saver");
  }

  public void start() {
    thread.start();
  }

  public void save(Effect.Save order) {
    lock.lock();
    try {
      waiting = order;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (Effect.Save order = next(); order != null; order = next()) {
        carryOut(order);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Told to stop by whoever stops the process.
    }
  }

  /** The next order; null when closed and nothing waits. */
  private Effect.@Nullable Save next() throws InterruptedException {
    lock.lock();
    try {
      while (waiting == null && !closed) {
        changed.await();
      }
      Effect.Save order = waiting;
      waiting = null;
      return order;
    } finally {
      lock.unlock();
    }
  }

  private void carryOut(Effect.Save order) {
    long start = System.nanoTime();
    try {
      store.save(order.state());
      observer.onSave(true, System.nanoTime() - start);
      if (failing) {
        failing = false;
        log.info("+state-saved");
      }
      outcomes.accept(new Event.Saved(order.version()));
    } catch (IOException e) {
      observer.onSave(false, System.nanoTime() - start);
      failing = true;
      String reason = String.valueOf(e.getMessage());
      log.atWarn().addKeyValue("reason", reason).log("-state-save-failed");
      outcomes.accept(new Event.SaveFailed(order.version(), reason));
    }
  }

  /** Carries out the order that waits, if any, and ends; gives up after half a second. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(LONGEST_LAST_SAVE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The thread ends with the process.
    }
  }
}
