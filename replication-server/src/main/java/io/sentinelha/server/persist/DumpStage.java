package io.sentinelha.server.persist;

import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.rdb.RdbInput;
import io.sentinelha.server.rdb.RdbReader;
import io.sentinelha.server.rdb.RdbVisitor;
import io.sentinelha.server.rdb.ValueReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dump from a stream: a helper thread reads and unpacks, the engine's thread puts what
 * comes into the databases.
 */
final class DumpStage implements LoadStage {

  private static final int BATCH = 256;
  private static final int BATCHES = 32;

  /** Something that a visitor is told. */
  private interface Told {
    void to(RdbVisitor visitor) throws IOException;
  }

  private final Engine engine;
  private final Loader loader;
  private final BlockingQueue<List<Told>> queue = new ArrayBlockingQueue<>(BATCHES);
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
    Batcher batcher = new Batcher(input, progress);
    try (in) {
      new RdbReader(input, values, batcher).read();
      batcher.pass();
      complete = true;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = e;
    }
  }

  /** Collects what is told, so that the threads do not meet for every key. */
  private final class Batcher implements RdbVisitor {
    private final RdbInput input;
    private final Progress progress;
    private List<Told> batch = new ArrayList<>(BATCH);

    Batcher(RdbInput input, Progress progress) {
      this.input = input;
      this.progress = progress;
    }

    private void add(Told told) throws IOException {
      batch.add(told);
      if (batch.size() == BATCH) {
        try {
          pass();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", e);
        }
      }
    }

    void pass() throws InterruptedException {
      if (cancelled) {
        throw new InterruptedException("given up");
      }
      queue.put(batch);
      batch = new ArrayList<>(BATCH);
      progress.read(input.offset());
    }

    @Override
    public void aux(String name, byte[] value) throws IOException {
      add(visitor -> visitor.aux(name, value));
    }

    @Override
    public void database(long index) throws IOException {
      add(visitor -> visitor.database(index));
    }

    @Override
    public void function(byte[] source) throws IOException {
      add(visitor -> visitor.function(source));
    }

    @Override
    public void item(Object item, long idleSeconds, int frequency) throws IOException {
      add(visitor -> visitor.item(item, idleSeconds, frequency));
    }

    @Override
    public void empty(byte[] key) throws IOException {
      add(visitor -> visitor.empty(key));
    }
  }

  @Override
  public boolean step(long endNanos) throws IOException {
    do {
      boolean wasComplete = complete;
      Throwable wasFailure = failure;
      List<Told> batch = queue.poll();
      if (batch != null) {
        for (Told told : batch) {
          told.to(loader);
        }
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
