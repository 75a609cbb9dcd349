package io.sentinelha.server.persist;

import io.sentinelha.server.command.Families;
import io.sentinelha.server.engine.Clock;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.ManualClock;
import io.sentinelha.server.engine.Settings;
import io.sentinelha.server.engine.TestClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** An engine with files in a folder, without sockets; its time passes when it is told to. */
final class DiskEngine implements AutoCloseable {

  private static final long PATIENCE_NANOS = 60_000_000_000L;

  final ManualClock time = new ManualClock();
  final Engine engine;
  final Persistence persistence;
  final TestClient client;

  /** With what status the engine has ended; -1 if it has not. */
  int ended = -1;

  private final HelperThread snapshots = new HelperThread("snapshot", true);
  private final HelperThread syncs = new HelperThread("sync", false);
  private long looks;

  /**
   * Starts, and loads what there is.
   *
   * @param directives name and value by turns
   */
  DiskEngine(Path folder, String... directives) throws IOException {
    this(true, folder, directives);
  }

  private DiskEngine(boolean load, Path folder, String... directives) throws IOException {
    persistence = new Persistence(snapshots, syncs);
    List<CommandFamily> families = new ArrayList<>(Families.all());
    families.add(persistence);
    engine = new Engine(new Ticking(), new SplittableRandom(7), time, families);
    set("enable-debug-command", "yes");
    set("dir", folder.toString());
    set("save", "");
    for (int i = 0; i < directives.length; i += 2) {
      set(directives[i], directives[i + 1]);
    }
    engine.onEnd(status -> ended = status);
    engine.open();
    client = new TestClient(engine);
    if (persistence.open() && load) {
      persistence.load();
      await(() -> ended >= 0 || info("loading").equals("0"));
    }
  }

  /** Starts, and has not begun to load. */
  static DiskEngine beforeLoading(Path folder, String... directives) throws IOException {
    return new DiskEngine(false, folder, directives);
  }

  private void set(String name, String value) {
    try {
      engine.settings().load(name, List.of(value));
    } catch (Settings.RefusedException e) {
      throw new IllegalArgumentException(name + ": " + e.reason(), e);
    }
  }

  /** Time that passes a little whenever somebody looks at the clock. */
  private final class Ticking implements Clock {
    @Override
    public long millis() {
      return time.millis();
    }

    @Override
    public long nanos() {
      looks++;
      return time.nanos() + 20_000 * looks;
    }
  }

  String call(String... words) {
    return client.call(words);
  }

  /** With words parted by blanks. */
  String line(String words) {
    return client.line(words);
  }

  String digest() {
    return line("DEBUG DIGEST").trim();
  }

  /** A field of INFO; empty if it is not there. */
  String info(String field) {
    for (String line : line("INFO persistence").split("\r\n", -1)) {
      if (line.startsWith(field + ":")) {
        return line.substring(field.length() + 1);
      }
    }
    return "";
  }

  /** Lets a turn pass. */
  void turn() {
    time.pass(1);
    engine.updateTime();
    engine.endTurn();
  }

  /** Lets time pass until something holds. */
  void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    for (int i = 0; !condition.getAsBoolean(); i++) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("waited for too long");
      }
      turn();
      if (i % 100 == 0) {
        engine.cron();
      }
      Thread.onSpinWait();
    }
  }

  /** As if the machine had lost its power: nothing more is written. */
  @Override
  public void close() {
    snapshots.close();
    syncs.close();
  }
}
