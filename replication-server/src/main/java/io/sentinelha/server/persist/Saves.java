package io.sentinelha.server.persist;

import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.EndStep;
import io.sentinelha.server.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dump files: SAVE, BGSAVE, saving by itself, and before the end. */
final class Saves {

  private static final Logger log = LoggerFactory.getLogger(Saves.class);
  private static final CommandError IN_PROGRESS =
      CommandError.of("ERR Background save already in progress");
  private static final CommandError BUSY =
      CommandError.of(
          "ERR Another child process is active (AOF?): can't BGSAVE right now. Use BGSAVE SCHEDULE"
              + " in order to schedule a BGSAVE whenever possible.");

  /** After a failure it is tried again so much later. */
  private static final long RETRY_MILLIS = 5_000;

  private final Engine engine;
  private final PersistenceSettings settings;
  private final Snapshots snapshots;
  private final Dumps dumps;
  private long lastSaveMillis;
  private long lastTryMillis;
  private long startedMillis;
  private long lastSeconds = -1;
  private long count;
  private long files;
  private boolean running;
  private boolean scheduled;
  private boolean othersSave;
  private boolean failed;
  private Runnable onChange = () -> {};

  Saves(Engine engine, PersistenceSettings settings, Snapshots snapshots, Dumps dumps) {
    this.engine = engine;
    this.settings = settings;
    this.snapshots = snapshots;
    this.dumps = dumps;
    this.lastSaveMillis = engine.now();
  }

  // --- Commands ---

  void save(Call call) {
    if (running) {
      throw IN_PROGRESS;
    }
    if (!saveNow()) {
      throw CommandError.of("ERR");
    }
    call.reply().ok();
  }

  void saveInBackground(Call call) {
    boolean schedule = false;
    if (call.args().count() > 1) {
      schedule = call.args().count() == 2 && call.args().is(1, "SCHEDULE");
      if (!schedule) {
        throw CommandError.SYNTAX;
      }
    }
    if (running) {
      throw IN_PROGRESS;
    }
    if (snapshots.isActive() || engine.isInTransaction()) {
      if (!schedule && !engine.isInTransaction()) {
        throw BUSY;
      }
      scheduled = true;
      call.reply().simple("Background saving scheduled");
      return;
    }
    if (!begin()) {
      throw CommandError.of("ERR");
    }
    call.reply().simple("Background saving started");
  }

  void lastSave(Call call) {
    call.reply().integer(lastSaveMillis / 1000);
  }

  // --- Saving ---

  /** Returns whether it worked; if not, the reason is in the log. */
  boolean saveNow() {
    try {
      snapshots.writeNow(dumps.encoder(dumps.notes(false)), open());
      saved(engine.changes());
      log.info("DB saved on disk");
      return true;
    } catch (IOException | RuntimeException e) {
      log.error("{} could not be saved: {}", settings.dump(), e.toString());
      failed(true);
      return false;
    }
  }

  private NewFile open() throws IOException {
    // A number of its own: the one before may have been given up, and not be removed yet.
    String name = "temp-" + ProcessHandle.current().pid() + "-" + ++files + ".rdb";
    Path temporary = settings.folder().resolve(name);
    return NewFile.open(temporary, settings.dump(), settings.syncDump.value());
  }

  private boolean begin() {
    long changes = engine.changes();
    lastTryMillis = engine.now();
    try {
      NewFile file = open();
      snapshots.begin(
          dumps.encoder(dumps.notes(false)), List.of(file), failure -> ended(failure, changes));
    } catch (IOException e) {
      log.error("{} could not be saved: {}", settings.dump(), e.toString());
      failed(true);
      return false;
    }
    running = true;
    scheduled = false;
    startedMillis = engine.now();
    log.info("Background saving started");
    return true;
  }

  private void ended(@Nullable Throwable failure, long changes) {
    running = false;
    lastSeconds = (engine.clock().millis() - startedMillis) / 1000;
    if (failure == null) {
      saved(changes);
      log.info("Background saving terminated with success");
    } else {
      failed(true);
      log.error("Background saving error: {}", failure.toString());
    }
  }

  private void saved(long changes) {
    engine.changesSaved(changes);
    lastSaveMillis = engine.clock().millis();
    failed(false);
    count++;
  }

  /** Whether one is being made in the background. */
  boolean isRunning() {
    return running;
  }

  /** How many there have been; another one does not count before it is complete. */
  long number() {
    return count;
  }

  /**
   * A dump that a master sent is in the place of ours.
   *
   * @param changes that it has
   */
  void received(long changes) {
    engine.changesSaved(changes);
    lastSaveMillis = engine.clock().millis();
  }

  /** Gives up what is being saved in the background. */
  void cancel() {
    if (running) {
      snapshots.cancel();
      running = false;
    }
  }

  /** A snapshot is being made for replicas: shown as one of ours, as in Redis. */
  void othersSave(boolean on) {
    othersSave = on;
  }

  boolean othersSave() {
    return othersSave;
  }

  /** Ten times a second. */
  void cron() {
    if (snapshots.isActive() || engine.keys().isLoading()) {
      return;
    }
    long now = engine.now();
    boolean mayTry = !failed || now - lastTryMillis > RETRY_MILLIS;
    if (scheduled && mayTry) {
      begin();
      return;
    }
    for (SavePoints.Point point : settings.save.points()) {
      if (engine.changes() >= point.changes()
          && now - lastSaveMillis > 1000 * point.seconds()
          && mayTry) {
        log.info("{} changes in {} seconds. Saving...", point.changes(), point.seconds());
        begin();
        return;
      }
    }
  }

  /**
   * After FLUSHALL: what is being saved is of no use any more, and the file shall not come back.
   */
  void flushedAll() {
    cancel();
    if (!settings.save.points().isEmpty() && !engine.keys().isLoading()) {
      saveNow();
    }
  }

  /** Before the end. */
  boolean beforeEnd(EndStep.Wish wish) {
    cancel();
    boolean wanted = wish.save() || (!wish.noSave() && !settings.save.points().isEmpty());
    return !wanted || engine.keys().isLoading() || saveNow();
  }

  /** Whether data may not be changed, because they cannot be saved. */
  boolean refusesWrites() {
    return failed && settings.stopOnError.value() && !settings.save.points().isEmpty();
  }

  private void failed(boolean yes) {
    failed = yes;
    onChange.run();
  }

  /** Whether the last one did not work. */
  boolean hasFailed() {
    return failed;
  }

  /** Whom to tell when {@link #hasFailed} may have changed. */
  void onChange(Runnable listener) {
    onChange = listener;
  }

  void info(BiConsumer<String, Object> line) {
    line.accept("rdb_changes_since_last_save", engine.changes());
    line.accept("rdb_bgsave_in_progress", running || othersSave ? 1 : 0);
    line.accept("rdb_last_save_time", lastSaveMillis / 1000);
    line.accept("rdb_last_bgsave_status", failed ? "err" : "ok");
    line.accept("rdb_last_bgsave_time_sec", lastSeconds);
    line.accept(
        "rdb_current_bgsave_time_sec", running ? (engine.now() - startedMillis) / 1000 : -1);
    line.accept("rdb_saves", count);
    line.accept("rdb_last_cow_size", 0);
  }
}
