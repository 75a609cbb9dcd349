package io.sentinelha.server.persist;

import io.sentinelha.server.engine.Database;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.rdb.Limits;
import io.sentinelha.server.rdb.RdbInput;
import io.sentinelha.server.rdb.ValueReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The dump of a master that is read into databases of its own while the data so far are served. On
 * the engine's thread, but for what a helper does: it writes the dump to a file first, if that is
 * wanted, and unpacks it.
 *
 * @see "docs/adr/0035"
 */
public final class SideLoad {

  private static final long SLICE_NANOS = 2_000_000;
  private static final long IDLE_MILLIS = 1;

  /** A file that has come whole is asked for so often. */
  private static final long LOOK_MILLIS = 5;

  /** Is told once how it ended, unless it was cancelled. */
  @FunctionalInterface
  public interface Listener {
    /** The failure is null if all was read. */
    void ended(@Nullable IOException failure);
  }

  private final Engine engine;
  private final Executor helper;
  private final Listener listener;
  private final @Nullable Spool spool;
  private final List<Database> databases;
  private final List<byte[]> functions = new ArrayList<>();
  private final Progress progress = new Progress();
  private @Nullable Loader loader;
  private @Nullable DumpStage stage;
  private boolean over;

  /**
   * Begins.
   *
   * @param in the dump, which arrives while it is read
   * @param size of it; {@link Long#MAX_VALUE} if that is not known
   * @param file that it is written to first; null if it is read at once
   */
  SideLoad(
      Engine engine,
      Executor helper,
      InputStream in,
      long size,
      @Nullable Path file,
      Listener listener) {
    this.engine = engine;
    this.helper = helper;
    this.listener = listener;
    this.databases = engine.sideDatabases();
    if (file == null) {
      spool = null;
      parse(in, size);
    } else {
      spool = new Spool(in, file);
      helper.execute(spool::receive);
    }
    engine.scheduler().after(IDLE_MILLIS, this::step);
  }

  private void parse(InputStream in, long size) {
    RdbInput input = RdbInput.of(in, size, Limits.DEFAULT);
    Loader into =
        new Loader(
            engine, databases, progress, Loader.Mode.OF_MASTER, functions, LoadListener.NONE);
    loader = into;
    progress.begin(engine.now(), size == Long.MAX_VALUE ? 0 : size);
    stage =
        new DumpStage(engine, helper, in, input, new ValueReader(engine.forms()), into, progress);
  }

  private void step() {
    if (over) {
      return;
    }
    engine.updateTime();
    IOException failure = null;
    try {
      if (!advance()) {
        engine.scheduler().after(stage == null ? LOOK_MILLIS : IDLE_MILLIS, this::step);
        return;
      }
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException | OutOfMemoryError e) {
      failure = new IOException(e);
    }
    if (failure == null) {
      over = true;
      progress.end();
    } else {
      cancel();
    }
    listener.ended(failure);
  }

  private boolean advance() throws IOException {
    DumpStage running = stage;
    if (running != null) {
      return running.step(engine.clock().nanos() + SLICE_NANOS);
    }
    if (spool != null && spool.isComplete()) {
      parse(Files.newInputStream(spool.path()), Files.size(spool.path()));
    }
    return false;
  }

  /** Gives it up; whoever fills the stream must end it. Nothing is heard of it any more. */
  public void cancel() {
    over = true;
    progress.end();
    DumpStage running = stage;
    if (running != null) {
      running.cancel();
    }
    deleteFile();
  }

  /** The file that it came in is of no use. */
  void deleteFile() {
    if (spool != null) {
      helper.execute(spool::delete);
    }
  }

  @Nullable Path file() {
    return spool == null ? null : spool.path();
  }

  List<Database> databases() {
    return databases;
  }

  List<byte[]> functions() {
    return functions;
  }

  Progress progress() {
    return progress;
  }

  /** Keys that have been read. */
  public long keys() {
    return progress.keysLoaded();
  }

  /** The database that the master's stream goes on in. */
  public int streamDatabase() {
    Loader all = loader;
    Map<String, String> notes = all == null ? Map.of() : all.notes();
    try {
      int number = Integer.parseInt(notes.getOrDefault("repl-stream-db", "0"));
      return number >= 0 && number < databases.size() ? number : 0;
    } catch (NumberFormatException e) {
      return 0; // The stream says SELECT itself before it counts.
    }
  }
}
