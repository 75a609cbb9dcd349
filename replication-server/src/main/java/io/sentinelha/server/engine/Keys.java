package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.resp.Bytes;
import io.sentinelha.server.store.Entry;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.Keyspace;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rules about keys that hold for every command: what has expired is not there, who watches a
 * key learns of its change, who waits for a key is woken, and the streams get a DEL for what
 * expired.
 */
public final class Keys {

  private static final byte[] DEL = "DEL".getBytes(ISO_8859_1);
  private static final byte[] UNLINK = "UNLINK".getBytes(ISO_8859_1);

  /** Segments of the table that are searched for expired keys before the clock is looked at. */
  private static final int SEGMENTS_PER_LOOK = 16;

  private final Engine engine;

  /** Off while nobody may delete: on a replica, in a pause. */
  private boolean mayExpire = true;

  private boolean activeExpiry = true;

  /** Nothing expires while a file is read: what it says about keys later counts on them. */
  private boolean loading;

  /** While a command of the master runs: it counts on what it has not deleted yet. */
  private boolean masterRuns;

  private boolean lazyExpiry;

  private int nextExpiryDb;

  Keys(Engine engine) {
    this.engine = engine;
  }

  /** Whether expired keys are removed; if not, they are only invisible. */
  public void mayExpire(boolean yes) {
    mayExpire = yes;
  }

  /** See {@link #mayExpire(boolean)}. */
  public boolean mayExpire() {
    return mayExpire;
  }

  /** Whether data are being read from a file: then nothing has expired yet. */
  public void loading(boolean on) {
    loading = on;
  }

  /** See {@link #loading(boolean)}. */
  public boolean isLoading() {
    return loading;
  }

  /** Whether commands of a master are being run, for which nothing has expired. */
  public void masterRuns(boolean on) {
    masterRuns = on;
  }

  /** Whether expired keys are searched for. */
  public void activeExpiry(boolean on) {
    activeExpiry = on;
  }

  /** Whether an expired key goes into streams as UNLINK. */
  public void lazyExpiry(boolean on) {
    lazyExpiry = on;
  }

  /** Looks a key up: null if there is none, or it has expired. */
  public @Nullable Object find(Database db, byte[] key, int from, int length) {
    Object item = db.find(key, from, length);
    if (item == null) {
      return null;
    }
    long expireAt = Items.expireAt(item);
    if (expireAt == Items.NEVER || expireAt > engine.now() || loading || masterRuns) {
      return item;
    }
    if (mayExpire && !engine.pause().isActive()) {
      expire(db, item, Items.key(item));
    }
    return null;
  }

  /** Looks a key up: null if there is none, or it has expired. */
  public @Nullable Object find(Database db, byte[] key) {
    return find(db, key, 0, key.length);
  }

  /** Whether an item is to be treated as if it were not there. */
  public boolean isExpired(Object item) {
    long expireAt = Items.expireAt(item);
    return expireAt != Items.NEVER && expireAt <= engine.now() && !loading && !masterRuns;
  }

  /** Removes an item that {@link Database#find} just found, because it has expired. */
  private void expire(Database db, Object item, byte[] key) {
    db.remove(item);
    engine.stats().expired++;
    engine.propagator().also(db.index(), lazyExpiry ? UNLINK : DEL, key);
    noteChange(db, key, true);
    ready(db, key);
    engine.notifications().send(NotificationClass.EXPIRED, "expired", key, db);
  }

  /** Removes an item that {@link #find} just found. */
  public void remove(Database db, Object item, byte[] key) {
    db.remove(item);
    noteChange(db, key, true);
    ready(db, key);
  }

  /**
   * Writes another text over that of a string that was just found, if that can be done: then no
   * item has to be made.
   */
  boolean overwrite(
      Database db, Object old, byte[] text, int from, int length, long expireAt, boolean raw) {
    if (old instanceof Entry) {
      return overwriteLong(db, old, text, from, length, expireAt);
    }
    if (!Items.fits(old, length, expireAt, raw) || !db.keys().mayOverwrite()) {
      return false;
    }
    Items.overwrite(old, text, from, length);
    return true;
  }

  private static boolean overwriteLong(
      Database db, Object old, byte[] text, int from, int length, long expireAt) {
    if (!Items.isString(old) || Items.expireAt(old) != expireAt) {
      return false;
    }
    db.keys().touch();
    return Items.overwriteLong(old, text, from, length);
  }

  /**
   * Puts an item under a key that {@link Database#find} was just called for; {@code old} may be the
   * same, changed in place.
   */
  public void put(Database db, @Nullable Object old, Object item) {
    if (old != item) {
      db.put(old, item);
    }
    if (old == null && engine.notifications().isEnabled(NotificationClass.NEW)) {
      engine.notifications().send(NotificationClass.NEW, "new", Items.key(item), db);
    }
    if (!db.waiters.isEmpty()) {
      ready(db, Items.key(item));
    }
    if (!db.watchers.isEmpty()) {
      changed(db, Items.key(item));
    }
  }

  /** A key has changed, appeared or gone: for WATCH. */
  public void changed(Database db, byte[] key) {
    noteChange(db, key, false);
  }

  private static void noteChange(Database db, byte[] key, boolean isGone) {
    if (!db.watchers.isEmpty()) {
      Bytes name = Bytes.of(key);
      Set<Client> watchers = db.watchers.get(name);
      if (watchers != null) {
        watchers.forEach(client -> client.noteChange(db, name, isGone));
      }
    }
  }

  /** A key may be what a blocked client waits for; looked at when the command has ended. */
  public void ready(Database db, byte[] key) {
    if (!db.waiters.isEmpty()) {
      engine.blocking().ready(db, Bytes.of(key));
    }
  }

  /** Searches for expired keys and removes them, for at most so long. */
  void expireSome(long budgetNanos) {
    if (!activeExpiry || !mayExpire || loading || engine.pause().isActive()) {
      return;
    }
    long end = engine.clock().nanos() + budgetNanos;
    int count = engine.databases().size();
    for (int i = 0; i < count; i++) {
      Database db = engine.databases().get(nextExpiryDb);
      if (!expireSome(db, end)) {
        engine.stats().expiryCutShort++;
        return; // Goes on here the next time.
      }
      nextExpiryDb = (nextExpiryDb + 1) % count;
    }
  }

  /** Returns whether the end of the table was reached in time. */
  private boolean expireSome(Database db, long end) {
    if (db.keys().expiring() == 0) {
      return true;
    }
    Keyspace keys = db.keys();
    Consumer<Object> remove = item -> expireFound(db, item);
    do {
      db.expiryPosition = keys.expired(db.expiryPosition, engine.now(), SEGMENTS_PER_LOOK, remove);
    } while (db.expiryPosition != 0 && engine.clock().nanos() < end);
    return db.expiryPosition == 0;
  }

  private void expireFound(Database db, Object item) {
    byte[] key = Items.key(item);
    Object found = db.find(key);
    if (found == item) {
      expire(db, item, key);
      engine.propagator().flush();
    }
  }

  /** Removes all keys of some databases; returns how many there were. */
  public long clear(List<Database> which) {
    long count = 0;
    for (Database db : which) {
      db.watchers.forEach(
          (key, clients) -> {
            if (db.find(key.toArray()) != null) {
              clients.forEach(client -> client.watchedChanged = true);
            }
          });
      count += db.clear().size();
    }
    return count;
  }

  /** Exchanges two databases. */
  public void swap(Database one, Database other) {
    touchWatched(one, other);
    touchWatched(other, one);
    one.swap(other);
    for (Database db : List.of(one, other)) {
      db.waiters.keySet().forEach(key -> engine.blocking().ready(db, key));
    }
  }

  private static void touchWatched(Database db, Database other) {
    db.watchers.forEach(
        (key, clients) -> {
          byte[] name = key.toArray();
          if (db.find(name) != null || other.find(name) != null) {
            clients.forEach(client -> client.watchedChanged = true);
          }
        });
  }
}
