package io.sentinelha.server.engine;

import io.sentinelha.resp.Bytes;
import io.sentinelha.server.store.Entry;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.Value;
import io.sentinelha.server.store.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a command: what its handler works with. Reused; not to be kept.
 *
 * <p>A write goes: look up for writing, change, say so with {@link #changed}. What goes into the
 * streams is the request as it came, if anything was changed, unless the handler says otherwise.
 */
public final class Call {

  private record Sized(Value value, long before) {}

  private final Engine engine;
  private final List<Sized> sized = new ArrayList<>();
  private Client client;
  private Command command;
  private Args args;
  private Database db;
  private long dirty;
  private boolean rewritten;
  private boolean waiting;

  /** Of a command that is run again. */
  private byte @Nullable [] readyKey;

  Call(Engine engine, Client client, Command command, Args args) {
    this.engine = engine;
    this.client = client;
    this.command = command;
    this.args = args;
    this.db = client.db();
  }

  /** The command is run again because of this key. */
  void readyKey(byte @Nullable [] key) {
    readyKey = key;
  }

  void begin(Client who, Command what, Args with) {
    client = who;
    command = what;
    args = with;
    db = who.db();
    dirty = 0;
    rewritten = false;
    waiting = false;
  }

  public Engine engine() {
    return engine;
  }

  public Client client() {
    return client;
  }

  public Command command() {
    return command;
  }

  public Args args() {
    return args;
  }

  public Reply reply() {
    return client.reply();
  }

  /** The database that the client had selected when the command began. */
  public Database db() {
    return db;
  }

  /** Milliseconds since 1970; stands still while a command runs. */
  public long now() {
    return engine.now();
  }

  // --- Looking keys up ---

  /** The item under the key that an argument names, for reading; null if there is none. */
  public @Nullable Object read(int key) {
    Object item = engine.keys().find(db, args.buffer(), args.start(key), args.length(key));
    if (item == null) {
      engine.stats().misses++;
      if (engine.notifications().isEnabled(NotificationClass.MISS)) {
        engine.notifications().send(NotificationClass.MISS, "keymiss", args.bytes(key), db);
      }
      return null;
    }
    engine.stats().hits++;
    engine.used(item);
    return item;
  }

  /** As {@link #read(int)}; refused if a value of another type stands there. */
  public <V extends Value> @Nullable V read(int key, Class<V> type) {
    return cast(read(key), type);
  }

  /** As {@link #read(int)}; refused if it is no string. */
  public @Nullable Object readString(int key) {
    Object item = read(key);
    if (item != null && !Items.isString(item)) {
      throw CommandError.WRONG_TYPE;
    }
    return item;
  }

  /** The item under the key that an argument names; not counted as a use. */
  public @Nullable Object peek(int key) {
    return engine.keys().find(db, args.buffer(), args.start(key), args.length(key));
  }

  /** The item under the key that an argument names, to be replaced or removed; null if none. */
  public @Nullable Object find(int key) {
    Object item = peek(key);
    if (item != null) {
      engine.used(item);
    }
    return item;
  }

  /** As {@link #find}; refused if it is no string. */
  public @Nullable Object findString(int key) {
    Object item = find(key);
    if (item != null && !Items.isString(item)) {
      throw CommandError.WRONG_TYPE;
    }
    return item;
  }

  /**
   * The value under the key that an argument names, to be changed in place; null if there is none,
   * refused if it is of another type.
   */
  public <V extends Value> @Nullable V write(int key, Class<V> type) {
    Object item = find(key);
    V value = cast(item, type);
    if (value != null) {
      db.keys().touch();
      measure(value);
    }
    return value;
  }

  /** Remembers how large a value is before it changes. */
  private void measure(Value value) {
    for (int i = 0; i < sized.size(); i++) {
      if (sized.get(i).value() == value) {
        return;
      }
    }
    sized.add(new Sized(value, value.memory()));
  }

  private static <V extends Value> @Nullable V cast(@Nullable Object item, Class<V> type) {
    if (item == null) {
      return null;
    }
    if (item instanceof Entry entry && type.isInstance(entry.value())) {
      return type.cast(entry.value());
    }
    throw CommandError.WRONG_TYPE;
  }

  // --- Changing keys ---

  /** Puts a new value under a key that {@link #write} did not find. It may be filled afterwards. */
  public void add(int key, Value value) {
    db.find(args.buffer(), args.start(key), args.length(key));
    engine.keys().put(db, null, engine.fresh(new Entry(args.bytes(key), value, Items.NEVER)));
    sized.add(new Sized(value, value.memory()));
  }

  /** Puts an item where {@link #find} just found {@code old}, or nothing. */
  public void put(@Nullable Object old, Object item) {
    engine.keys().put(db, old, engine.fresh(item));
  }

  /** Puts a value under a key, in the place of whatever was there. */
  public void store(int key, Value value) {
    put(find(key), new Entry(args.bytes(key), value, Items.NEVER));
  }

  /** Puts a string where {@link #find} just found {@code old}, or nothing. */
  public void putString(
      int key,
      @Nullable Object old,
      byte[] text,
      int from,
      int length,
      long expireAt,
      boolean raw) {
    if (old != null && engine.keys().overwrite(db, old, text, from, length, expireAt, raw)) {
      put(old, old);
      return;
    }
    put(
        old,
        Items.string(
            args.buffer(), args.start(key), args.length(key), text, from, length, expireAt, raw));
  }

  /** Removes what {@link #find} found under a key. */
  public void remove(int key) {
    Object item = db.find(args.buffer(), args.start(key), args.length(key));
    if (item != null) {
      engine.keys().remove(db, item, args.bytes(key));
    }
  }

  /** Says that something was changed under a key: watchers, notifications, streams. */
  public void changed(int key, NotificationClass kind, String event) {
    dirty++;
    if (!db.watchers.isEmpty()) {
      engine.keys().changed(db, args.bytes(key));
    }
    notify(key, kind, event);
  }

  /** Says that something was changed that is no key, or whose watchers know already. */
  public void changed() {
    dirty++;
  }

  /** As {@link #changed(int, NotificationClass, String)}, when that was several changes. */
  public void changed(int key, NotificationClass kind, String event, long changes) {
    dirty += changes - 1;
    changed(key, kind, event);
  }

  /** Who watches a key shall think that it changed, even if it did not. */
  public void touched(int key) {
    engine.keys().changed(db, args.bytes(key));
  }

  /** Publishes a keyspace event, if anybody wants it. */
  public void notify(int key, NotificationClass kind, String event) {
    if (engine.notifications().isEnabled(kind)) {
      engine.notifications().send(kind, event, args.bytes(key), db);
    }
  }

  // --- What goes into the streams ---

  /**
   * This goes into the streams, instead of the request as it came or beside what was told before.
   */
  public void propagate(byte[]... instead) {
    rewritten = true;
    engine.propagator().also(db.index(), instead);
  }

  /** The request as it came goes into the streams, outside of any database: PUBLISH. */
  public void propagateAlways() {
    rewritten = true;
    engine.propagator().also(Propagation.NO_DATABASE, args);
  }

  /** Nothing goes into the streams but what {@link #propagate} was told. */
  public void doNotPropagate() {
    rewritten = true;
  }

  boolean isEffective() {
    return dirty > 0 && !rewritten;
  }

  long dirty() {
    return dirty;
  }

  void account() {
    if (!sized.isEmpty()) {
      for (Sized each : sized) {
        db.resized(each.value().memory() - each.before());
      }
      sized.clear();
    }
  }

  // --- Waiting ---

  /** Whether the command is run again because a key that it waited for is ready. */
  public boolean isAgain() {
    return readyKey != null;
  }

  /** Whether the command may look at a key: one that waited looks at the key that is ready. */
  public boolean serves(int key) {
    return readyKey == null || Slice.of(readyKey).sameAs(args.slice(key));
  }

  /** Whether the client may be made to wait: not inside of a transaction. */
  public boolean mayWait() {
    return !engine.isInTransaction() && client.attachment(LinkRole.class) != LinkRole.MASTER;
  }

  /** From here on these are the arguments: those with which the command is run again. */
  public void runAgainWith(Args other) {
    args = other;
  }

  /** The command is not done: the client waits. See {@link Blocking#block}. */
  public void block(
      List<Bytes> keys,
      @Nullable ValueType type,
      boolean gone,
      long millis,
      Consumer<Reply> onTimeout) {
    waiting = true;
    engine.blocking().block(this, keys, type, gone, millis, onTimeout);
  }

  boolean isWaiting() {
    return waiting;
  }
}
