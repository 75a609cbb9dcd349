package io.sentinelha.server.persist;

import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.rdb.RdbInput;
import io.sentinelha.server.rdb.RdbReader;
import io.sentinelha.server.rdb.ValueReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dump into the databases that are served: a helper thread reads and unpacks, the engine's
 * thread puts what comes into the databases.
 */
final class DumpStage implements LoadStage {

  private static final int BATCHES = 32;

  private final Engine engine;
  private final Loader loader;
  private final BlockingQueue<Object[]> queue = new ArrayBlockingQueue<>(BATCHES);
  private volatile boolean cancelled;
  private volatile boolean complete;
  private volatile @Nullable Throwable failure;

  /**
   * Begins to read.
   *
   * @param in what {@code input} reads; closed at the end
   */
  DumpStage(
      Engine engine,
      Executor helper,
      InputStream in,
      RdbInput input,
      ValueReader values,
      Loader loader,
      Progress progress) {
    this.engine = engine;
    this.loader = loader;
    helper.execute(() -> read(in, input, values, progress));
  }

  private void read(InputStream in, RdbInput input, ValueReader values, Progress progress) {
    Queued batches = new Queued(input, progress);
    try (in) {
      new RdbReader(input, values, batches).read();
      batches.flush();
      complete = true;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      failure = e;
    }
  }

  private final class Queued extends Batches {
    private final RdbInput input;
    private final Progress progress;

    Queued(RdbInput input, Progress progress) {
      this.input = input;
      this.progress = progress;
    }

    @Override
    void pass(Object[] full) throws IOException {
      if (cancelled) {
        throw new IOException("given up");
      }
      try {
        queue.put(full);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      progress.read(input.offset());
    }
  }

  @Override
  public boolean step(long endNanos) throws IOException {
    do {
      boolean wasComplete = complete;
      Throwable wasFailure = failure;
      Object[] batch = queue.poll();
      if (batch != null) {
        loader.take(batch);
        continue;
      }
      if (wasFailure != null) {
        throw wasFailure instanceof IOException e ? e : new IOException(wasFailure);
      }
      return wasComplete;
    } while (engine.clock().nanos() < endNanos);
    return false;
  }

  @Override
  public void cancel() {
    cancelled = true;
    queue.clear();
  }
}
