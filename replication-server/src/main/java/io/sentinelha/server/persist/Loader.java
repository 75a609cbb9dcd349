package io.sentinelha.server.persist;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sentinelha.server.engine.Database;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.rdb.RdbVisitor;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.Slice;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what a dump holds into the databases. On the engine's thread. */
final class Loader implements RdbVisitor {

  /** What is done with keys that are there already, or have expired. */
  enum Mode {
    /** The dump of a server that deletes what has expired itself. */
    START,
    /** What follows the dump may count on keys that have expired since. */
    WITH_COMMANDS,
    /** Keys that are there already are replaced. */
    MERGE,
    /** The dump of a master: only it deletes what has expired. */
    OF_MASTER
  }

  private static final Logger log = LoggerFactory.getLogger(Loader.class);

  private static final int MOST_NOTES = 100;

  private final Engine engine;
  private final List<Database> databases;
  private final Progress progress;
  private final Mode mode;
  private final List<byte[]> functions;
  private final LoadListener listener;
  private final Map<String, String> notes = new LinkedHashMap<>();
  private Database database;

  /**
   * A loader.
   *
   * @param databases that the keys go into
   * @param listener is told of keys, and not of the end
   */
  Loader(
      Engine engine,
      List<Database> databases,
      Progress progress,
      Mode mode,
      List<byte[]> functions,
      LoadListener listener) {
    this.listener = listener;
    this.engine = engine;
    this.databases = databases;
    this.progress = progress;
    this.mode = mode;
    this.functions = functions;
    this.database = databases.get(0);
  }

  @Override
  public void aux(String name, byte[] value) {
    if (notes.size() < MOST_NOTES) {
      notes.put(name, new String(value, UTF_8));
    }
  }

  /** What the dump says of itself. */
  Map<String, String> notes() {
    return notes;
  }

  @Override
  public void database(long index) throws IOException {
    if (index < 0 || index >= databases.size()) {
      throw new IOException(
          "the data need database " + index + ", and there are " + databases.size());
    }
    database = databases.get((int) index);
  }

  @Override
  public void function(byte[] source) {
    log.warn("a library of functions is kept, but cannot be run here");
    functions.add(source);
  }

  @Override
  public void item(Object item, long idleSeconds, int frequency) throws IOException {
    long now = engine.now();
    long expireAt = Items.expireAt(item);
    if (mode != Mode.WITH_COMMANDS
        && mode != Mode.OF_MASTER
        && !engine.isReplica()
        && expireAt != Items.NEVER
        && expireAt < now) {
      progress.expired();
      listener.expired(database.index(), Items.key(item));
      return;
    }
    Slice key = Items.keySlice(item);
    Object old = database.find(key.array(), key.start(), key.length());
    if (old != null && mode != Mode.MERGE) {
      throw new IOException("key '" + key + "' stands twice in database " + database.index());
    }
    Items.access(item, engine.accessClock().loaded(idleSeconds, frequency, now));
    database.put(old, item);
    progress.loaded();
  }

  @Override
  public void empty(byte[] key) {
    log.warn("skipping empty key: {}", Slice.of(key));
  }
}
