package io.sentinelha.server.persist;

import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.SnapshotTaker;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All data as they are at one instant, written while commands go on. The cut is between two
 * commands and takes no time. Then the tables are walked through in small slices; a bucket that is
 * about to change is handed over ahead of the walk. What is handed over does not change before it
 * has been written: records, and frozen values. So the owner of the data only collects references,
 * and a helper thread turns them into bytes and waits for disks.
 *
 * @see "docs/adr/0026"
 */
final class Snapshot {

  private static final int BATCH = 256;

  /** While the helper is behind by so many batches, the walk pauses; commands do not. */
  private static final int MOST_PENDING = 16;

  private final Engine engine;
  private final Executor helper;
  private final SnapshotEncoder encoder;
  private final FanOut out;
  private final List<Cut> cuts;
  private final Collector[] collectors;
  private final AtomicInteger pending = new AtomicInteger();

  /** Of keys, handed over and written. */
  private long collected;

  private final AtomicLong written = new AtomicLong();
  private int walking;
  private volatile boolean cancelled;

  /** Between completing it and giving it up. */
  private final Object fate = new Object();

  private volatile boolean over;
  private volatile @Nullable Throwable failure;
  private int encodedDatabase = -1;

  /** The cut is now. */
  Snapshot(Engine engine, Executor helper, SnapshotEncoder encoder, FanOut out) {
    this.engine = engine;
    this.helper = helper;
    this.encoder = encoder;
    this.out = out;
    this.cuts = Cut.of(engine);
    this.collectors = new Collector[cuts.size()];
    for (int i = 0; i < collectors.length; i++) {
      Collector collector = new Collector(cuts.get(i));
      collectors[i] = collector;
      cuts.get(i).keys().beginSnapshot(collector);
    }
    helper.execute(() -> encode(encoder::begin));
    if (cuts.isEmpty()) {
      end();
    }
  }

  /** Items of one database on their way to the helper. */
  private final class Collector implements SnapshotTaker {
    private final int database;
    private Object[] batch = new Object[BATCH];
    private int size;
    private int number;

    /** Of the last batch that the helper has done with. */
    private volatile int done;

    Collector(Cut cut) {
      database = cut.index();
      number = cut.keys().nextBatch();
      done = number - 1;
    }

    @Override
    public int batch() {
      return number;
    }

    @Override
    public boolean isDone(int which) {
      return which - done <= 0;
    }

    @Override
    public void take(Object item) {
      batch[size++] = Items.frozen(item);
      if (size == BATCH) {
        pass();
      }
    }

    void pass() {
      if (size == 0) {
        return;
      }
      Object[] full = size == BATCH ? batch : Arrays.copyOf(batch, size);
      batch = new Object[BATCH];
      collected += size;
      size = 0;
      int passed = number++;
      pending.incrementAndGet();
      helper.execute(
          () -> {
            encode(() -> items(database, full));
            done = passed;
            pending.decrementAndGet();
          });
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /** On the helper thread. */
  private void encode(Step step) {
    if (cancelled || failure != null) {
      return;
    }
    try {
      step.run();
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      out.abort();
    }
  }

  private void items(int database, Object[] items) throws IOException {
    if (database != encodedDatabase) {
      encoder.database(database);
      encodedDatabase = database;
    }
    for (Object item : items) {
      encoder.item(item);
    }
    written.addAndGet(items.length);
  }

  /**
   * Walks on.
   *
   * @param budgetNanos after which it stops, or a little later
   * @return whether the snapshot is over: complete, failed or cancelled
   */
  boolean step(long budgetNanos) {
    if (failure != null && walking < cuts.size()) {
      release();
    }
    long end = engine.clock().nanos() + budgetNanos;
    while (walking < cuts.size() && pending.get() < MOST_PENDING) {
      if (cuts.get(walking).keys().walk(1)) {
        collectors[walking].pass();
        walking++;
        if (walking == cuts.size()) {
          end();
        }
      }
      if (engine.clock().nanos() >= end) {
        break;
      }
    }
    return over;
  }

  /** The owner has seen that it is over. */
  void close() {
    cuts.forEach(cut -> cut.keys().endSnapshot());
  }

  private void end() {
    helper.execute(
        () -> {
          encode(
              () -> {
                encoder.end();
                out.prepare();
                finish();
              });
          over = true;
        });
  }

  /** Once given up it may not take the place of what was written since. */
  private void finish() throws IOException {
    synchronized (fate) {
      if (!cancelled) {
        out.finish();
      }
    }
  }

  /** Gives it up, unless it is complete. Its outputs are told soon. */
  void cancel() {
    synchronized (fate) {
      cancelled = true;
    }
    release();
  }

  private void release() {
    cuts.forEach(cut -> cut.keys().endSnapshot());
    walking = cuts.size();
    helper.execute(
        () -> {
          out.abort();
          over = true;
        });
  }

  /** Why it failed; null if it did not. */
  @Nullable Throwable failure() {
    return failure;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** Keys that were handed over. */
  long collected() {
    return collected;
  }

  /** Keys that were written. */
  long written() {
    return written.get();
  }

  /** Keys in all. */
  long total() {
    return cuts.stream().mapToLong(Cut::size).sum();
  }
}
