package io.sentinelha.server.persist;

import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.rdb.RdbOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the append-only file anew: a snapshot becomes the base, and commands since the cut go into
 * a new increment. What counts is said by the manifest alone, so every step may be the last one.
 */
final class AofRewrites {

  private static final Logger log = LoggerFactory.getLogger(AofRewrites.class);
  private static final long RETRY_MILLIS = 10_000;

  private final Engine engine;
  private final PersistenceSettings settings;
  private final Snapshots snapshots;
  private final Dumps dumps;
  private final Aof aof;
  private final AofFiles files;
  private boolean running;
  private boolean scheduled;

  /** The first rewrite after appendonly was turned on: nothing counts before it is done. */
  private boolean isFirst;

  private boolean failed;
  private long startedMillis;
  private long failedMillis;
  private long lastSeconds = -1;
  private long count;
  private long failuresInRow;
  private long baseSize;

  /** Bytes of the increments before the one that is written to. */
  private long earlierIncrements;

  AofRewrites(
      Engine engine,
      PersistenceSettings settings,
      Snapshots snapshots,
      Dumps dumps,
      Aof aof,
      AofFiles files) {
    this.engine = engine;
    this.settings = settings;
    this.snapshots = snapshots;
    this.dumps = dumps;
    this.aof = aof;
    this.files = files;
  }

  // --- On and off ---

  /** Goes on with the files that have been loaded, or begins with an empty data set. */
  void open() throws IOException {
    files.makeFolder();
    Manifest manifest = files.manifest();
    if (manifest.isEmpty()) {
      Manifest.Part base = files.nextBase(settings.preamble.value());
      snapshots.writeNow(
          encoder(), NewFile.open(files.temporaryBase(), files.path(base.name()), false));
      manifest = manifest.withBase(base, List.of());
      log.info("Creating AOF base file {} on server start", base.name());
    }
    List<Manifest.Part> increments = manifest.increments();
    Manifest.Part last;
    if (increments.isEmpty()) {
      last = files.nextIncrement();
      manifest = manifest.withIncrement(last);
    } else {
      last = increments.get(increments.size() - 1);
    }
    AppendFile file = AppendFile.open(files.path(last.name()));
    if (!manifest.equals(files.manifest())) {
      files.write(manifest);
    }
    files.deleteHistory();
    measure(manifest, file);
    aof.use(file);
  }

  private void measure(Manifest manifest, AppendFile current) throws IOException {
    Manifest.Part base = manifest.base();
    baseSize = base == null ? 0 : files.size(base.name());
    earlierIncrements = files.size() - baseSize - current.size();
  }

  /** CONFIG SET appendonly yes. */
  void turnOn() throws IOException {
    files.read();
    files.makeFolder();
    AppendFile file = AppendFile.open(files.temporaryIncrement());
    file.truncate();
    aof.use(file);
    isFirst = true;
    if (snapshots.isActive() || engine.isInTransaction()) {
      scheduled = true;
    } else if (!begin()) {
      aof.use(null);
      isFirst = false;
      throw new IOException("the append-only file cannot be begun");
    }
  }

  /** CONFIG SET appendonly no. */
  void turnOff() {
    if (running) {
      snapshots.cancel();
      running = false;
    }
    scheduled = false;
    isFirst = false;
    AppendFile file = aof.file();
    try {
      aof.makeSafe();
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      log.error("the append-only file could not be closed in good order: {}", e.toString());
    }
    aof.use(null);
  }

  /** Other data have come: what was written says nothing about them, so all is written anew. */
  void restart() {
    turnOff();
    try {
      files.read();
      files.makeFolder();
      AppendFile file = AppendFile.open(files.temporaryIncrement());
      file.truncate();
      aof.use(file);
      isFirst = true;
      if (snapshots.isActive() || engine.isInTransaction() || !begin()) {
        scheduled = true;
      }
    } catch (IOException e) {
      log.error(
          "the append-only file cannot be begun for the data of the master: {}; it is off now,"
              + " CONFIG SET appendonly yes turns it on",
          e.toString());
    }
  }

  /** Before what was written is read again. */
  void flushForLoading() {
    try {
      aof.makeSafe();
    } catch (IOException e) {
      log.error("the append-only file could not be written: {}", e.toString());
    }
  }

  /** While commands are replayed they are not written. */
  void pause(boolean on) {
    aof.pause(on);
  }

  boolean isOn() {
    return aof.file() != null;
  }

  // --- Rewriting ---

  void rewrite(Call call) {
    if (running) {
      throw CommandError.of("ERR Background append only file rewriting already in progress");
    }
    if (snapshots.isActive() || engine.isInTransaction()) {
      scheduled = true;
      call.reply().simple("Background append only file rewriting scheduled");
    } else if (begin()) {
      call.reply().simple("Background append only file rewriting started");
    } else {
      throw CommandError.of(
          "ERR Can't execute an AOF background rewriting. Please check the server logs for more"
              + " information.");
    }
  }

  private Function<RdbOutput.Sink, SnapshotEncoder> encoder() {
    return settings.preamble.value() ? dumps.encoder(dumps.notes(true)) : CommandEncoder::new;
  }

  private boolean begin() {
    scheduled = false;
    Manifest.Part increment = null;
    try {
      if (!isOn()) {
        files.read();
      } else if (isFirst) {
        restartFirstIncrement();
      } else {
        increment = beginIncrement();
      }
      files.makeFolder();
      Manifest.Part base = files.nextBase(settings.preamble.value());
      NewFile file =
          NewFile.open(
              files.temporaryBase(), files.path(base.name()), settings.syncRewrite.value());
      Manifest.Part kept = increment;
      snapshots.begin(encoder(), List.of(file), failure -> ended(failure, base, kept));
    } catch (IOException e) {
      failed(e);
      return false;
    }
    running = true;
    startedMillis = engine.now();
    log.info("Background append only file rewriting started");
    return true;
  }

  /** From here on commands go into another file, which follows the one so far. */
  private Manifest.Part beginIncrement() throws IOException {
    AppendFile before = aof.file();
    Manifest.Part increment = files.nextIncrement();
    if (aof.needsRewrite() && before != null) {
      before.write();
    } else {
      aof.makeSafe();
    }
    AppendFile next = AppendFile.open(files.path(increment.name()));
    next.truncate();
    NewFile.syncFolder(settings.appendFolder());
    files.write(files.manifest().withIncrement(increment));
    aof.use(next);
    if (before != null) {
      earlierIncrements += before.size();
      before.close();
    }
    return increment;
  }

  /** Until the first base is done only what came after its cut is of use. */
  private void restartFirstIncrement() throws IOException {
    AppendFile file = aof.file();
    if (file != null) {
      file.truncate();
      aof.use(file);
    }
  }

  private void ended(
      @Nullable Throwable failure, Manifest.Part base, Manifest.@Nullable Part increment) {
    running = false;
    lastSeconds = (engine.clock().millis() - startedMillis) / 1000;
    try {
      if (failure != null) {
        throw failure instanceof IOException e ? e : new IOException(failure);
      }
      install(base, increment);
      count++;
      failuresInRow = 0;
      failed = false;
      log.info("Background AOF rewrite finished successfully");
    } catch (IOException e) {
      failed(e);
      if (isFirst) {
        scheduled = true;
      }
    }
  }

  private void install(Manifest.Part base, Manifest.@Nullable Part increment) throws IOException {
    Manifest next = files.manifest();
    AppendFile file = aof.file();
    if (isFirst && file != null) {
      Manifest.Part first = files.nextIncrement();
      aof.makeSafe();
      Files.move(file.path(), files.path(first.name()), StandardCopyOption.ATOMIC_MOVE);
      NewFile.syncFolder(settings.appendFolder());
      file.moved(files.path(first.name()));
      next = next.withIncrement(first).withBase(base, List.of(first));
    } else if (increment != null) {
      next = next.withBase(base, List.of(increment));
    } else {
      // Append-only is off: the rewrite was asked for all the same, and the old files stay behind.
      next = next.withBase(base, List.of());
    }
    files.write(next);
    isFirst = false;
    aof.rewritten();
    files.deleteHistory();
    if (file != null) {
      measure(next, file);
    }
  }

  private void failed(IOException e) {
    log.error("Background AOF rewrite failed: {}", e.toString());
    failed = true;
    failuresInRow++;
    failedMillis = engine.clock().millis();
  }

  /** Ten times a second. */
  void cron() {
    if (snapshots.isActive() || engine.keys().isLoading()) {
      return;
    }
    boolean mayTry = failuresInRow == 0 || engine.now() - failedMillis > RETRY_MILLIS;
    if (mayTry && (scheduled || (isOn() && (aof.needsRewrite() || hasGrown())))) {
      begin();
    }
  }

  private boolean hasGrown() {
    long percentage = settings.rewritePercentage.value();
    long size = size();
    if (percentage == 0 || size <= settings.rewriteSize.value()) {
      return false;
    }
    long growth = 100 * size / Math.max(1, baseSize) - 100;
    if (growth < percentage) {
      return false;
    }
    log.info("Starting automatic rewriting of AOF on {}% growth", growth);
    return true;
  }

  private long size() {
    AppendFile file = aof.file();
    return baseSize + earlierIncrements + (file == null ? 0 : file.size());
  }

  /** Before the end; null if nothing speaks against it. */
  @Nullable String beforeEnd(boolean force) {
    if (isFirst && isOn() && !force) {
      return "Writing initial AOF, can't exit";
    }
    if (running) {
      snapshots.cancel();
      running = false;
    }
    try {
      aof.makeSafe();
      return null;
    } catch (IOException e) {
      return "the append-only file could not be written: " + e;
    }
  }

  void info(BiConsumer<String, Object> line) {
    line.accept("aof_enabled", isOn() ? 1 : 0);
    line.accept("aof_rewrite_in_progress", running ? 1 : 0);
    line.accept("aof_rewrite_scheduled", scheduled ? 1 : 0);
    line.accept("aof_last_rewrite_time_sec", lastSeconds);
    line.accept(
        "aof_current_rewrite_time_sec", running ? (engine.now() - startedMillis) / 1000 : -1);
    line.accept("aof_last_bgrewrite_status", failed ? "err" : "ok");
    line.accept("aof_rewrites", count);
    line.accept("aof_rewrites_consecutive_failures", failuresInRow);
    line.accept("aof_last_write_status", aof.error() == null ? "ok" : "err");
    line.accept("aof_last_cow_size", 0);
  }

  void infoWhenOn(BiConsumer<String, Object> line) {
    AppendFile file = aof.file();
    if (file != null) {
      line.accept("aof_current_size", size());
      line.accept("aof_base_size", baseSize);
      line.accept("aof_pending_rewrite", 0);
      line.accept("aof_buffer_length", file.pending());
      line.accept("aof_pending_bio_fsync", aof.isSyncing() ? 1 : 0);
      line.accept("aof_delayed_fsync", aof.delayedSyncs());
    }
  }
}
