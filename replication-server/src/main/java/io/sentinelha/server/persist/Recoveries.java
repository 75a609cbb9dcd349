package io.sentinelha.server.persist;

import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.NoTransport;
import io.sentinelha.server.rdb.Limits;
import io.sentinelha.server.rdb.RdbInput;
import io.sentinelha.server.rdb.ValueReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loading of what is on disk: at the start, and for DEBUG. */
final class Recoveries {

  private static final Logger log = LoggerFactory.getLogger(Recoveries.class);
  private static final byte[] MAGIC = {'R', 'E', 'D', 'I', 'S'};

  private final Engine engine;
  private final PersistenceSettings settings;
  private final Executor helper;
  private final Dumps dumps;
  private final AofFiles files;
  private final AofRewrites rewrites;
  private final Saves saves;
  private final Progress progress = new Progress();
  private @Nullable Client replayer;
  private LoadListener listener = LoadListener.NONE;
  private Consumer<Boolean> onLoading = yes -> {};

  /** Of the dump that is loaded at the start. */
  private @Nullable Loader starting;

  private boolean open;

  Recoveries(
      Engine engine,
      PersistenceSettings settings,
      Executor helper,
      Dumps dumps,
      AofFiles files,
      AofRewrites rewrites,
      Saves saves) {
    this.engine = engine;
    this.settings = settings;
    this.helper = helper;
    this.dumps = dumps;
    this.files = files;
    this.rewrites = rewrites;
    this.saves = saves;
  }

  Progress progress() {
    return progress;
  }

  /** Whom to tell when {@link #isLoading} changes. */
  void onLoading(Consumer<Boolean> listener) {
    onLoading = listener;
  }

  boolean isLoading() {
    return progress.isActive();
  }

  /** Whether the start has got so far that changes of settings take effect at once. */
  boolean isOpen() {
    return open;
  }

  /** See {@link Persistence#open}. */
  boolean open() throws IOException {
    Leftovers.delete(settings.folder());
    Leftovers.delete(settings.appendFolder());
    boolean something;
    long bytes = 0;
    if (settings.appendOnly.value()) {
      files.read();
      something = !files.manifest().isEmpty();
      bytes = files.size();
      if (!something) {
        if (Files.exists(settings.dump())) {
          log.warn(
              "appendonly is on and there is no append-only file: {} is not loaded, as in Redis."
                  + " To keep its data, start with appendonly no, then CONFIG SET appendonly yes",
              settings.dump());
        }
        rewrites.open();
      }
    } else {
      something = Files.isRegularFile(settings.dump());
      bytes = something ? Files.size(settings.dump()) : 0;
    }
    open = true;
    if (something) {
      begin(bytes);
    }
    return something;
  }

  /** Whom to tell what the dump said that was loaded at the start. */
  void listener(LoadListener other) {
    listener = other;
  }

  private void begin(long bytes) {
    progress.begin(engine.now(), bytes);
    dumps.functions.clear();
    engine.keys().loading(true);
    onLoading.accept(true);
  }

  private void end() {
    Client client = replayer;
    if (client != null) {
      engine.clients().close(client);
      replayer = null;
    }
    progress.end();
    engine.keys().loading(false);
    onLoading.accept(false);
    engine.changesSaved(engine.changes());
  }

  /** See {@link Persistence#load}. */
  void load() {
    List<Recovery.Source> sources =
        settings.appendOnly.value() ? appended() : List.of(this::startingDump);
    new Recovery(engine, sources.iterator(), this::started).slice();
  }

  private void started(@Nullable IOException failure) {
    long millis = engine.clock().millis() - progress.startedMillis();
    try {
      if (failure != null) {
        throw failure;
      }
      end();
      if (settings.appendOnly.value()) {
        engine.resetStats(); // Nobody has asked for what was replayed.
        rewrites.open();
      }
      if (starting != null) {
        listener.loaded(starting.notes());
        starting = null;
      }
      log.info(
          "DB loaded from {}: {}.{} seconds, {} keys",
          settings.appendOnly.value() ? "append only file" : "disk",
          millis / 1000,
          String.format("%03d", millis % 1000),
          engine.databases().stream().mapToLong(db -> db.keys().size()).sum());
    } catch (IOException e) {
      log.error("Fatal error loading the DB: {}. Exiting.", e.getMessage());
      engine.fail();
    }
  }

  // --- Stages ---

  private LoadStage startingDump() throws IOException {
    InputStream in = Files.newInputStream(settings.dump());
    RdbInput input = RdbInput.of(in, Files.size(settings.dump()), Limits.DEFAULT);
    Loader loader =
        new Loader(
            engine,
            engine.databases().all(),
            progress,
            Loader.Mode.START,
            engine::now,
            dumps.functions,
            listener);
    starting = loader;
    return new DumpStage(
        engine, helper, in, input, new ValueReader(engine.forms()), loader, progress);
  }

  private LoadStage dump(Path path, Loader.Mode mode) throws IOException {
    InputStream in = Files.newInputStream(path);
    RdbInput input = RdbInput.of(in, Files.size(path), Limits.DEFAULT);
    return stage(in, input, mode);
  }

  private DumpStage stage(InputStream in, RdbInput input, Loader.Mode mode) {
    Loader loader =
        new Loader(
            engine,
            engine.databases().all(),
            progress,
            mode,
            engine::now,
            dumps.functions,
            LoadListener.NONE);
    return new DumpStage(
        engine, helper, in, input, new ValueReader(engine.forms()), loader, progress);
  }

  private List<Recovery.Source> appended() {
    List<Recovery.Source> sources = new ArrayList<>();
    Client client = replayer();
    Manifest manifest = files.manifest();
    List<Manifest.Part> parts = new ArrayList<>(manifest.increments());
    if (manifest.base() != null) {
      parts.add(0, manifest.base());
    }
    for (int i = 0; i < parts.size(); i++) {
      Path path = files.path(parts.get(i).name());
      boolean isLast = i == parts.size() - 1;
      sources.add(() -> appended(path, client, isLast));
    }
    return sources;
  }

  private Client replayer() {
    Client client = engine.clients().open(new NoTransport());
    client.authenticate(true, "default");
    client.replyMode(Client.ReplyMode.OFF);
    replayer = client;
    return client;
  }

  private LoadStage appended(Path path, Client client, boolean isLast) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException(path + ": the manifest names it, and it is not there");
    }
    boolean mayBeCut = isLast && settings.loadTruncated.value();
    if (!isDump(path)) {
      return new CommandStage(engine, client, path, 0, mayBeCut, progress);
    }
    InputStream in = Files.newInputStream(path);
    RdbInput input = RdbInput.of(in, Files.size(path), Limits.DEFAULT);
    return new DumpThenCommands(
        stage(in, input, Loader.Mode.WITH_COMMANDS),
        () -> new CommandStage(engine, client, path, input.offset(), mayBeCut, progress));
  }

  private static boolean isDump(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return java.util.Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    }
  }

  // --- DEBUG ---

  /** DEBUG RELOAD [MERGE] [NOFLUSH] [NOSAVE]. */
  void reload(Call call) {
    boolean merge = false;
    boolean flush = true;
    boolean save = true;
    for (int i = 2; i < call.args().count(); i++) {
      if (call.args().is(i, "MERGE")) {
        merge = true;
      } else if (call.args().is(i, "NOFLUSH")) {
        flush = false;
      } else if (call.args().is(i, "NOSAVE")) {
        save = false;
      } else {
        throw CommandError.of(
            "ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.");
      }
    }
    saves.cancel();
    if (save && !saves.saveNow()) {
      throw CommandError.of("ERR");
    }
    if (flush) {
      engine.keys().clear(engine.databases().all());
    }
    Loader.Mode mode = merge ? Loader.Mode.MERGE : Loader.Mode.START;
    loadNow(
        List.of(() -> dump(settings.dump(), mode)),
        "ERR Error trying to load the RDB dump, check server logs.");
    call.reply().ok();
  }

  /** DEBUG LOADAOF. */
  void loadAof(Call call) {
    rewrites.flushForLoading();
    engine.keys().clear(engine.databases().all());
    loadNow(appended(), "ERR Error trying to load the AOF files, check server logs.");
    call.reply().ok();
  }

  private void loadNow(List<Recovery.Source> sources, String refusal) {
    begin(0);
    rewrites.pause(true);
    boolean[] failed = new boolean[1];
    try {
      new Recovery(
              engine,
              sources.iterator(),
              failure -> {
                failed[0] = failure != null;
                if (failure != null) {
                  log.error("loading failed: {}", failure.getMessage());
                }
              })
          .runNow();
    } finally {
      rewrites.pause(false);
      end();
    }
    if (failed[0]) {
      throw CommandError.of(refusal);
    }
  }

  void info(BiConsumer<String, Object> line) {
    if (isLoading()) {
      progress.info(line, engine.clock().millis());
    }
  }
}
