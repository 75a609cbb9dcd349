package io.sentinelha.server.persist;

import io.sentinelha.server.engine.Engine;
import java.io.IOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Reads files one after the other while the server goes on answering, or all at once. */
final class Recovery {

  /** For how long at a time nobody is answered. */
  private static final long SLICE_NANOS = 5_000_000;

  private static final long IDLE_MILLIS = 1;

  /** Is told, once, how it ended. */
  interface Listener {
    void ended(@Nullable IOException failure);
  }

  /** The files; making a stage may fail. */
  interface Source {
    LoadStage open() throws IOException;
  }

  private final Engine engine;
  private final Iterator<Source> sources;
  private final Listener listener;
  private @Nullable LoadStage stage;

  Recovery(Engine engine, Iterator<Source> sources, Listener listener) {
    this.engine = engine;
    this.sources = sources;
    this.listener = listener;
  }

  /** Reads a bit now, and the rest bit by bit between commands. */
  void slice() {
    engine.updateTime();
    IOException failure = null;
    boolean over = true;
    try {
      over = step(engine.clock().nanos() + SLICE_NANOS);
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException | OutOfMemoryError e) {
      failure = new IOException(e);
    }
    if (over) {
      cancel();
      listener.ended(failure);
    } else {
      engine.scheduler().after(IDLE_MILLIS, this::slice);
    }
  }

  /** Reads everything here and now. */
  void runNow() {
    IOException failure = null;
    try {
      while (!step(Long.MAX_VALUE)) {
        Thread.onSpinWait(); // The other thread has not unpacked the next keys yet.
      }
    } catch (IOException e) {
      failure = e;
    }
    cancel();
    listener.ended(failure);
  }

  private void cancel() {
    LoadStage running = stage;
    if (running != null) {
      running.cancel();
    }
  }

  /** Returns whether all is read. */
  private boolean step(long endNanos) throws IOException {
    while (true) {
      LoadStage running = stage;
      if (running == null) {
        if (!sources.hasNext()) {
          return true;
        }
        running = sources.next().open();
        stage = running;
      }
      if (!running.step(endNanos)) {
        return false;
      }
      stage = null;
    }
  }
}
