package io.sentinelha.server.persist;

import io.sentinelha.server.engine.Database;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.rdb.Limits;
import io.sentinelha.server.rdb.RdbInput;
import io.sentinelha.server.rdb.RdbReader;
import io.sentinelha.server.rdb.ValueReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The dump of a master that is read into databases of its own while the data so far are served. A
 * helper does all the work: it unpacks the dump, fills the databases, which nobody else knows
 * before it is complete, and writes the dump to a file, if that is wanted. Clients notice nothing
 * of it.
 *
 * @see "docs/adr/0035"
 */
public final class SideLoad {

  /** The helper is asked so often how far it is. */
  private static final long LOOK_MILLIS = 1;

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
  private final Loader loader;
  private volatile boolean complete;
  private volatile @Nullable IOException failure;
  private volatile boolean over;

  /**
   * Begins.
   *
   * @param in the dump, which arrives while it is read
   * @param size of it; {@link Long#MAX_VALUE} if that is not known
   * @param file that it is written to as well; null for none
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
    this.databases = engine.databases().aside();
    this.spool = file == null ? null : new Spool(in, file);
    InputStream source = spool == null ? in : spool;
    // How large it is, is the master's word: no memory is taken on it.
    RdbInput input = RdbInput.of(source, Long.MAX_VALUE, Limits.DEFAULT);
    long now = engine.now();
    loader =
        new Loader(
            engine,
            databases,
            progress,
            Loader.Mode.OF_MASTER,
            () -> now,
            functions,
            LoadListener.NONE);
    progress.begin(now, size == Long.MAX_VALUE ? 0 : size);
    ValueReader values = new ValueReader(engine.forms());
    helper.execute(() -> read(source, input, values));
    engine.scheduler().after(LOOK_MILLIS, this::look);
  }

  // --- The helper ---

  private void read(InputStream in, RdbInput input, ValueReader values) {
    Naps naps = new Naps(); // All of it is one task of the helper.
    naps.begin();
    Batches batches =
        new Batches() {
          @Override
          void pass(Object[] full) throws IOException {
            if (over) {
              throw new IOException("given up");
            }
            loader.take(full);
            progress.read(input.offset());
            naps.breathe();
          }
        };
    try (in) {
      new RdbReader(input, values, batches).read();
      batches.flush();
      complete = true;
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException | OutOfMemoryError e) {
      failure = new IOException(e);
    }
  }

  // --- The engine's thread ---

  private void look() {
    if (over) {
      return;
    }
    IOException problem = failure;
    if (problem == null && !complete) {
      engine.scheduler().after(LOOK_MILLIS, this::look);
      return;
    }
    engine.updateTime();
    if (problem == null) {
      over = true;
      progress.end();
      if (spool != null) {
        helper.execute(spool::makeSafe);
      }
    } else {
      cancel();
    }
    listener.ended(problem);
  }

  /** Gives it up; whoever fills the stream must end it. Nothing is heard of it any more. */
  public void cancel() {
    over = true;
    progress.end();
    deleteFile();
  }

  /** The file that it came in is of no use. */
  void deleteFile() {
    if (spool != null) {
      helper.execute(spool::delete);
    }
  }

  /** The file that it is written to as well; null for none. */
  @Nullable Spool file() {
    return spool;
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
    Map<String, String> notes = loader.notes();
    try {
      int number = Integer.parseInt(notes.getOrDefault("repl-stream-db", "0"));
      return number >= 0 && number < databases.size() ? number : 0;
    } catch (NumberFormatException e) {
      return 0; // The stream says SELECT itself before it counts.
    }
  }
}
