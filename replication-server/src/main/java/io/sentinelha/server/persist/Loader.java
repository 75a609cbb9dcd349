package io.sentinelha.server.persist;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sentinelha.server.engine.Database;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.rdb.RdbVisitor;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.KeyBatch;
import io.sentinelha.server.store.Slice;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what a dump holds into databases. On the engine's thread, or on one that nobody else shares
 * these databases with.
 */
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

  /** In all databases: room for more keys than this is not made before they come. */
  private static final long MOST_EXPECTED = 1 << 20;

  private final Engine engine;
  private final LongSupplier now;
  private final List<Database> databases;
  private final Progress progress;
  private final Mode mode;
  private final List<byte[]> functions;
  private final LoadListener listener;
  private final Map<String, String> notes = new LinkedHashMap<>();
  private long expected;
  private final KeyBatch ahead = new KeyBatch();
  private Database database;

  /**
   * A loader.
   *
   * @param databases that the keys go into
   * @param now milliseconds since 1970
   * @param listener is told of keys, and not of the end
   */
  Loader(
      Engine engine,
      List<Database> databases,
      Progress progress,
      Mode mode,
      LongSupplier now,
      List<byte[]> functions,
      LoadListener listener) {
    this.listener = listener;
    this.engine = engine;
    this.now = now;
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
  public void sizes(long keys) {
    long believed = Math.min(keys, MOST_EXPECTED - expected);
    if (believed > 0) {
      expected += believed;
      database.keys().expect(believed);
    }
  }

  @Override
  public void function(byte[] source) {
    log.warn("a library of functions is kept, but cannot be run here");
    functions.add(source);
  }

  @Override
  public void item(Object item, long idleSeconds, int frequency) throws IOException {
    long millis = now.getAsLong();
    long expireAt = Items.expireAt(item);
    if (mode != Mode.WITH_COMMANDS
        && mode != Mode.OF_MASTER
        && !engine.isReplica()
        && expireAt != Items.NEVER
        && expireAt < millis) {
      progress.expired();
      listener.expired(database.index(), Items.key(item));
      return;
    }
    Slice key = Items.keySlice(item);
    Object old = database.find(key.array(), key.start(), key.length());
    if (old != null && mode != Mode.MERGE) {
      throw new IOException("key '" + key + "' stands twice in database " + database.index());
    }
    Items.access(item, engine.accessClock().loaded(idleSeconds, frequency, millis));
    database.put(old, item);
    progress.loaded();
  }

  /** Takes what {@link Batches} has collected. */
  void take(Object[] batch) throws IOException {
    for (int i = 0; i < batch.length; i++) {
      if (i % KeyBatch.MOST == 0) {
        ahead.touch(database.keys(), batch, i, Math.min(batch.length, i + KeyBatch.MOST));
      }
      if (batch[i] instanceof Batches.Told told) {
        told.to(this);
      } else {
        item(batch[i], UNKNOWN, UNKNOWN);
      }
    }
  }

  @Override
  public void empty(byte[] key) {
    log.warn("skipping empty key: {}", Slice.of(key));
  }
}
