package io.sentinelha.server.persist;

import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.rdb.RdbOutput;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes {@link Snapshot}s, one at a time, and keeps them going. On the engine's thread. */
public final class Snapshots {

  /** How long the walk may hold up commands at a time. */
  private static final long SLICE_NANOS = 150_000;

  private static final long PAUSE_MILLIS = 1;

  /** Is told, on the engine's thread, how it ended. */
  @FunctionalInterface
  public interface Listener {
    /** The failure is null if all went well. */
    void ended(@Nullable Throwable failure);
  }

  private final Engine engine;
  private final Executor helper;
  private @Nullable Snapshot active;
  private @Nullable Listener listener;
  private long keysTotal;
  private boolean scheduled;

  Snapshots(Engine engine, Executor helper) {
    this.engine = engine;
    this.helper = helper;
  }

  public boolean isActive() {
    return active != null;
  }

  /**
   * Begins one: the data as they are now go to all outputs.
   *
   * @param encoder makes the encoder for a sink of bytes
   */
  void begin(
      Function<RdbOutput.Sink, SnapshotEncoder> encoder,
      List<SnapshotOutput> outputs,
      Listener whenOver) {
    if (active != null) {
      throw new IllegalStateException("a snapshot is in progress");
    }
    FanOut out = new FanOut(outputs);
    active = new Snapshot(engine, helper, encoder.apply(out::write), out);
    listener = whenOver;
    keysTotal = active.total();
    schedule();
  }

  private void schedule() {
    if (!scheduled) { // It may still be, for one that was given up.
      scheduled = true;
      engine.scheduler().after(PAUSE_MILLIS, this::step);
    }
  }

  private void step() {
    scheduled = false;
    Snapshot running = active;
    if (running == null) {
      return;
    }
    if (!running.step(SLICE_NANOS)) {
      schedule();
      return;
    }
    Listener told = listener;
    active = null;
    running.close();
    listener = null;
    if (told != null) {
      told.ended(running.failure());
    }
  }

  /** Gives up the one in progress, if there is one. Its listener hears nothing. */
  void cancel() {
    Snapshot running = active;
    if (running != null) {
      active = null;
      listener = null;
      running.cancel();
    }
  }

  /** Writes one here and now, while everybody waits. */
  void writeNow(Function<RdbOutput.Sink, SnapshotEncoder> encoder, SnapshotOutput output)
      throws IOException {
    boolean done = false;
    try {
      SnapshotEncoder now = encoder.apply(output::write);
      now.begin();
      for (Cut cut : Cut.of(engine)) {
        now.database(cut.index());
        ItemsOf.each(cut.keys(), now::item);
      }
      now.end();
      output.prepare();
      output.finish();
      done = true;
    } finally {
      if (!done) {
        output.abort();
      }
    }
  }

  /** Keys that the one in progress has written; 0 if there is none. */
  long keysWritten() {
    Snapshot running = active;
    return running == null ? 0 : running.written();
  }

  /** Keys of the one in progress; 0 if there is none. */
  long keysTotal() {
    return active == null ? 0 : keysTotal;
  }

  /** Keys that were copied by reference and not written yet. */
  long keysPending() {
    Snapshot running = active;
    return running == null ? 0 : running.collected() - running.written();
  }
}
