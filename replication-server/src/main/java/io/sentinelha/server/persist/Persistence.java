package io.sentinelha.server.persist;

import io.sentinelha.resp.server.CommandFlag;
import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Command;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.EndStep;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.Guard;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Scheduler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data on disk, as a family of commands: SAVE and BGSAVE, the append-only file, loading at the
 * start. {@link #open} follows once the settings have been read, before anybody is served.
 */
public final class Persistence implements CommandFamily {

  private static final Logger log = LoggerFactory.getLogger(Persistence.class);
  private static final CommandError LOADING =
      CommandError.of("LOADING Redis is loading the dataset in memory");
  private static final CommandError NOT_SAVED =
      CommandError.of(
          "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist"
              + " to disk. Commands that may modify the data set are disabled, because this"
              + " instance is configured to report errors during writes if RDB snapshotting fails"
              + " (stop-writes-on-bgsave-error option). Please check the Redis logs for details"
              + " about the RDB error.");
  private static final CommandError NOT_ENDED =
      CommandError.of("ERR Errors trying to SHUTDOWN. Check logs.");

  /** What the names of files have in common that a master's data are written to first. */
  private static final String SPOOL = "temp-master-";

  /** Whether a file is safe is asked so often. */
  private static final long LOOK_MILLIS = 5;

  private final Executor snapshotHelper;
  private final Executor syncHelper;
  private final PersistenceSettings settings = new PersistenceSettings();
  private @Nullable Parts parts;
  private @Nullable Progress aside;
  private long spools;

  /** The last one whose data became ours. */
  private @Nullable Spool installed;

  /** What needs an engine. */
  private record Parts(
      Engine engine,
      Snapshots snapshots,
      Dumps dumps,
      Saves saves,
      AofRewrites rewrites,
      Aof aof,
      Recoveries recoveries) {}

  /**
   * The family.
   *
   * @param snapshotHelper a thread that encodes, writes and reads files; it may wait for long
   * @param syncHelper another one, for the append-only file
   */
  public Persistence(Executor snapshotHelper, Executor syncHelper) {
    this.snapshotHelper = snapshotHelper;
    this.syncHelper = syncHelper;
  }

  @Override
  public void register(Registry registry) {
    settings.register(registry);
    Engine engine = registry.engine();
    Snapshots snapshots = new Snapshots(engine, snapshotHelper);
    Dumps dumps = new Dumps(engine, settings);
    Saves saves = new Saves(engine, settings, snapshots, dumps);
    Aof aof = new Aof(engine, settings, snapshots, syncHelper);
    AofFiles files = new AofFiles(settings, snapshotHelper);
    AofRewrites rewrites = new AofRewrites(engine, settings, snapshots, dumps, aof, files);
    Recoveries recoveries =
        new Recoveries(engine, settings, snapshotHelper, dumps, files, rewrites, saves);
    parts = new Parts(engine, snapshots, dumps, saves, rewrites, aof, recoveries);
    registry
        .table(Persistence.class, "persistence.txt")
        .on("save", saves::save)
        .on("bgsave", saves::saveInBackground)
        .on("lastsave", saves::lastSave)
        .on("bgrewriteaof", rewrites::rewrite)
        .debug("reload", recoveries::reload)
        .debug("loadaof", recoveries::loadAof)
        .info("Persistence", this::info)
        .cron(saves::cron)
        .cron(rewrites::cron)
        .cron(aof::flush)
        .endOfTurn(aof::flush)
        .onFlushAll(saves::flushedAll)
        .beforeEnd(this::beforeEnd)
        .propagation(aof);
    settings.appendOnly.onChange(this::switchAof);
    recoveries.onLoading(registry.guard(Guard.Place.LOADING, this::isLoaded)::set);
    Guard.Switch disk = registry.guard(Guard.Place.DISK, this::mayWrite);
    Runnable look = () -> disk.set(saves.hasFailed() || aof.file() != null);
    saves.onChange(look);
    aof.onChange(look);
  }

  private Parts parts() {
    Parts all = parts;
    if (all == null) {
      throw new IllegalStateException("not registered");
    }
    return all;
  }

  /**
   * Looks for data to load. If there are none, everything is ready when it returns.
   *
   * @return whether {@link #load} must follow; nobody gets at the data before it is done
   */
  public boolean open() throws IOException {
    return parts().recoveries().open();
  }

  /** Loads, in the background of the engine's thread. If that fails, the server ends. */
  public void load() {
    parts().recoveries().load();
  }

  /** Replaces a small file as a whole; it is on disk when this returns. */
  public static void writeFile(Path path, byte[] content) throws IOException {
    Path temporary = path.resolveSibling("temp-" + path.getFileName());
    NewFile.write(temporary, path, content);
  }

  /**
   * Begins to read the dump of a master beside the data that are served; {@link #install} makes
   * them the data.
   *
   * @param in the dump as it arrives
   * @param size of it; {@link Long#MAX_VALUE} if that is not known
   * @param spools whether it is written to a file as well, which becomes our dump
   * @param helper a thread that has nothing else to do
   */
  public SideLoad loadAside(
      InputStream in, long size, boolean spools, Executor helper, SideLoad.Listener listener) {
    Path file = spools ? spoolFile() : null;
    SideLoad load = new SideLoad(parts().engine(), helper, in, size, file, listener);
    aside = load.progress();
    return load;
  }

  private Path spoolFile() {
    return settings
        .folder()
        .resolve(SPOOL + ProcessHandle.current().pid() + "-" + ++spools + ".rdb");
  }

  /**
   * Serves what was read aside from now on. What is on disk follows.
   *
   * @param deletesFile whether the dump goes, if nothing else of the data is on disk either
   */
  public void install(SideLoad load, boolean deletesFile) {
    Parts all = parts();
    all.saves().cancel();
    all.engine().databases().replace(load.databases());
    all.dumps().functions.clear();
    all.dumps().functions.addAll(load.functions());
    if (all.rewrites().isOn()) {
      all.rewrites().restart();
    }
    keep(load, deletesFile);
  }

  /** The file that a dump came in is the newest dump there is, as soon as it is safe. */
  private void keep(SideLoad load, boolean deletesFile) {
    Spool file = load.file();
    if (file == null) {
      return;
    }
    boolean persists = parts().rewrites().isOn() || !settings.save.points().isEmpty();
    if (deletesFile && !persists) {
      load.deleteFile();
    } else {
      installed = file;
      keepWhenSafe(load, file, parts().saves().number(), parts().engine().changes());
    }
  }

  private void keepWhenSafe(SideLoad load, Spool file, long saves, long changes) {
    switch (file.state()) {
      case GROWING -> lookAgain(load, file, saves, changes);
      case SAFE -> {
        if (file != installed || saves != parts().saves().number()) {
          load.deleteFile(); // There is a newer one.
        } else if (parts().saves().isRunning()) {
          lookAgain(load, file, saves, changes); // There may soon be.
        } else {
          keepNow(load, file.path(), changes);
        }
      }
      default -> log.debug("nothing is kept of the dump of the master");
    }
  }

  private void lookAgain(SideLoad load, Spool file, long saves, long changes) {
    Scheduler later = parts().engine().scheduler();
    later.after(LOOK_MILLIS, () -> keepWhenSafe(load, file, saves, changes));
  }

  private void keepNow(SideLoad load, Path file, long changes) {
    try {
      Files.move(file, settings.dump(), StandardCopyOption.ATOMIC_MOVE);
      parts().saves().received(changes);
    } catch (IOException e) {
      log.error(
          "{} with the data of the master cannot become {}: {}; the next save will replace it",
          file,
          settings.dump(),
          e.toString());
      load.deleteFile();
    }
  }

  /** The engine's thread has done its last work: nothing that was written is to be lost. */
  public void close() {
    parts().saves().cancel();
    if (parts().rewrites().isOn()) {
      parts().rewrites().turnOff();
    }
  }

  // --- For replication ---

  /** Where files are kept. */
  public Path folder() {
    return settings.folder();
  }

  /** Whether a snapshot may begin: there is one at a time. */
  public boolean maySnapshot() {
    return !parts().snapshots().isActive() && !parts().recoveries().isLoading();
  }

  /**
   * Begins a snapshot of the data as they are now, as a dump for others.
   *
   * @throws IOException if it cannot begin
   */
  public void snapshot(SnapshotOutput output, Snapshots.Listener whenOver) throws IOException {
    Parts all = parts();
    if (!maySnapshot()) {
      throw new IOException("another snapshot is in progress");
    }
    all.saves().othersSave(true);
    all.snapshots()
        .begin(
            all.dumps().encoder(all.dumps().notes(false)),
            List.of(output),
            failure -> {
              all.saves().othersSave(false);
              whenOver.ended(failure);
            });
  }

  /** Gives up the snapshot that {@link #snapshot} began, if it is not over. */
  public void giveUpSnapshot() {
    if (parts().saves().othersSave()) {
      parts().snapshots().cancel();
      parts().saves().othersSave(false);
    }
  }

  /** What dumps say about the history that the data belong to. */
  public void history(Supplier<Map<String, String>> notes) {
    parts().dumps().history = notes;
  }

  /** Whom to tell what was found when the dump was loaded at the start. */
  public void onLoad(LoadListener listener) {
    parts().recoveries().listener(listener);
  }

  private void switchAof() {
    Parts all = parts();
    if (!all.recoveries().isOpen()) {
      return; // The settings are being read; open() looks at them.
    }
    boolean wanted = settings.appendOnly.value();
    if (wanted == all.rewrites().isOn()) {
      return;
    }
    if (!wanted) {
      all.rewrites().turnOff();
      return;
    }
    try {
      all.rewrites().turnOn();
    } catch (IOException e) {
      log.error("appendonly cannot be turned on: {}", e.toString());
      throw new IllegalArgumentException("Unable to turn on AOF. Check server logs.", e);
    }
  }

  private @Nullable CommandError mayWrite(Client client, Command command, Args args) {
    Parts all = parts();
    boolean unsaved = all.saves().refusesWrites();
    String error = all.aof().error();
    if ((!unsaved && error == null) || all.engine().isReplica()) {
      return null;
    }
    if (!io.sentinelha.server.engine.Executor.writes(client, command)
        && !command.name().equals("ping")) {
      return null;
    }
    return unsaved
        ? NOT_SAVED
        : CommandError.of("MISCONF Errors writing to the AOF file: " + error);
  }

  private @Nullable CommandError isLoaded(Client client, Command command, Args args) {
    return parts().recoveries().isLoading() && !command.has(CommandFlag.LOADING) ? LOADING : null;
  }

  private @Nullable CommandError beforeEnd(EndStep.Wish wish) {
    String problem = parts().rewrites().beforeEnd(wish.force());
    if (problem != null) {
      log.warn("{}", problem);
      return NOT_ENDED;
    }
    return parts().saves().beforeEnd(wish) ? null : NOT_ENDED;
  }

  private void info(BiConsumer<String, Object> line) {
    Parts all = parts();
    Progress progress = all.recoveries().progress();
    Progress running = aside;
    boolean besides = running != null && running.isActive();
    line.accept("loading", all.recoveries().isLoading() ? 1 : 0);
    line.accept("async_loading", besides ? 1 : 0);
    line.accept("current_cow_peak", 0);
    line.accept("current_cow_size", 0);
    line.accept("current_cow_size_age", 0);
    line.accept("current_fork_perc", "0.00");
    line.accept("current_save_keys_processed", all.snapshots().keysWritten());
    line.accept("current_save_keys_total", all.snapshots().keysTotal());
    all.saves().info(line);
    line.accept("rdb_last_load_keys_expired", progress.keysExpired());
    line.accept("rdb_last_load_keys_loaded", progress.keysLoaded());
    all.rewrites().info(line);
    line.accept("module_fork_in_progress", 0);
    line.accept("module_fork_last_cow_size", 0);
    all.rewrites().infoWhenOn(line);
    all.recoveries().info(line);
    if (running != null && besides) {
      running.info(line, all.engine().clock().millis());
    }
  }
}
