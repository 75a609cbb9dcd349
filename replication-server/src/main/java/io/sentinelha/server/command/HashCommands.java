package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.GENERIC;
import static io.sentinelha.server.engine.NotificationClass.HASH;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.LongDouble;
import io.sentinelha.server.engine.Numbers;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.Value;
import io.sentinelha.server.store.collection.HashValue;
import io.sentinelha.server.store.collection.Text;

/** Hashes. */
final class HashCommands implements CommandFamily {

  private static final byte[] HSET = "HSET".getBytes(ISO_8859_1);
  private static final CommandError NO_INTEGER =
      CommandError.of("ERR hash value is not an integer");
  private static final CommandError NO_FLOAT = CommandError.of("ERR hash value is not a float");
  private static final CommandError NAN_OR_INFINITY =
      CommandError.of("ERR value is NaN or Infinity");

  private final Text found = new Text();

  HashCommands() {}

  @Override
  public void register(Registry registry) {
    registry
        .table(HashCommands.class, "hashes.txt")
        .on("hset", HashCommands::set)
        .on("hmset", HashCommands::set)
        .on("hsetnx", HashCommands::setIfNew)
        .on("hget", this::get)
        .on("hmget", this::getSeveral)
        .on("hdel", HashCommands::delete)
        .on("hlen", HashCommands::length)
        .on("hstrlen", this::textLength)
        .on("hexists", HashCommands::exists)
        .on("hincrby", this::add)
        .on("hincrbyfloat", this::addFloat)
        .on("hkeys", call -> all(call, true, false))
        .on("hvals", call -> all(call, false, true))
        .on("hgetall", call -> all(call, true, true))
        .on("hscan", HashCommands::scan)
        .on("hrandfield", new HashPicks()::pick);
    new CollectionSettings().register(registry);
  }

  private static HashValue open(Call call) {
    HashValue hash = call.write(1, HashValue.class);
    if (hash == null) {
      hash = new HashValue(call.engine().forms());
      call.add(1, hash);
    }
    return hash;
  }

  /** A value without elements is taken away with its key. */
  static void removeIfEmpty(Call call, int key, Value value) {
    if (value.size() == 0) {
      call.remove(key);
      call.notify(key, GENERIC, "del");
    }
  }

  private static boolean put(HashValue hash, Args args, int at) {
    return hash.put(
        args.buffer(),
        args.start(at),
        args.length(at),
        args.buffer(),
        args.start(at + 1),
        args.length(at + 1));
  }

  private static void set(Call call) {
    Args args = call.args();
    if (args.count() % 2 != 0) {
      throw CommandError.of(
          "ERR wrong number of arguments for '" + call.command().name() + "' command");
    }
    HashValue hash = open(call);
    int added = 0;
    for (int i = 2; i < args.count(); i += 2) {
      added += put(hash, args, i) ? 1 : 0;
    }
    call.changed(1, HASH, "hset", args.count() / 2 - 1L);
    if (call.command().name().equals("hset")) {
      call.reply().integer(added);
    } else {
      call.reply().ok();
    }
  }

  private static void setIfNew(Call call) {
    Args args = call.args();
    HashValue hash = call.write(1, HashValue.class);
    if (hash != null && hash.has(args.buffer(), args.start(2), args.length(2))) {
      call.reply().integer(0);
      return;
    }
    put(open(call), args, 2);
    call.changed(1, HASH, "hset");
    call.reply().integer(1);
  }

  private boolean find(HashValue hash, Args args, int name) {
    return hash.get(args.buffer(), args.start(name), args.length(name), found);
  }

  private void get(Call call) {
    HashValue hash = call.read(1, HashValue.class);
    tell(call, hash != null && find(hash, call.args(), 2));
  }

  private void tell(Call call, boolean isThere) {
    if (isThere) {
      call.reply().bulk(found.array(), found.start(), found.length());
    } else {
      call.reply().nil();
    }
  }

  private void getSeveral(Call call) {
    HashValue hash = call.read(1, HashValue.class);
    int count = call.args().count();
    call.reply().array(count - 2L);
    for (int i = 2; i < count; i++) {
      tell(call, hash != null && find(hash, call.args(), i));
    }
  }

  private static void delete(Call call) {
    Args args = call.args();
    HashValue hash = call.write(1, HashValue.class);
    int removed = 0;
    for (int i = 2; hash != null && i < args.count() && hash.size() > 0; i++) {
      removed += hash.remove(args.buffer(), args.start(i), args.length(i)) ? 1 : 0;
    }
    if (hash != null && removed > 0) {
      call.changed(1, HASH, "hdel", removed);
      removeIfEmpty(call, 1, hash);
    }
    call.reply().integer(removed);
  }

  private static void length(Call call) {
    HashValue hash = call.read(1, HashValue.class);
    call.reply().integer(hash == null ? 0 : hash.size());
  }

  private void textLength(Call call) {
    HashValue hash = call.read(1, HashValue.class);
    boolean isThere = hash != null && find(hash, call.args(), 2);
    call.reply().integer(isThere ? found.length() : 0);
  }

  private static void exists(Call call) {
    Args args = call.args();
    HashValue hash = call.read(1, HashValue.class);
    boolean isThere = hash != null && hash.has(args.buffer(), args.start(2), args.length(2));
    call.reply().integer(isThere ? 1 : 0);
  }

  private void add(Call call) {
    Args args = call.args();
    long by = args.number(3);
    HashValue hash = call.write(1, HashValue.class);
    long before = 0;
    if (hash != null && find(hash, args, 2)) {
      before = Numbers.parse(found.array(), found.start(), found.length(), NO_INTEGER);
    }
    long sum = before + by;
    if (((before ^ sum) & (by ^ sum)) < 0) {
      throw CommandError.of("ERR increment or decrement would overflow");
    }
    open(call).put(args.slice(2), Slice.of(Numbers.text(sum)));
    call.changed(1, HASH, "hincrby");
    call.reply().integer(sum);
  }

  private void addFloat(Call call) {
    Args args = call.args();
    LongDouble by = LongDouble.parse(args.slice(3));
    if (!by.isFinite()) {
      throw NAN_OR_INFINITY;
    }
    HashValue hash = call.write(1, HashValue.class);
    LongDouble sum = by;
    if (hash != null && find(hash, args, 2)) {
      sum = existing().plus(by);
    }
    if (!sum.isFinite()) {
      throw CommandError.of("ERR increment would produce NaN or Infinity");
    }
    byte[] text = sum.text().getBytes(ISO_8859_1);
    open(call).put(args.slice(2), Slice.of(text));
    call.changed(1, HASH, "hincrbyfloat");
    call.propagate(HSET, args.bytes(1), args.bytes(2), text);
    call.reply().bulk(text);
  }

  private LongDouble existing() {
    try {
      return LongDouble.parse(found.slice());
    } catch (CommandError e) {
      throw NO_FLOAT;
    }
  }

  private static void all(Call call, boolean names, boolean values) {
    HashValue hash = call.read(1, HashValue.class);
    Reply reply = call.reply();
    long size = hash == null ? 0 : hash.size();
    if (names && values) {
      reply.map(size);
    } else {
      reply.array(size);
    }
    if (hash == null) {
      return;
    }
    for (HashValue.Cursor cursor = hash.cursor(); cursor.next(); ) {
      if (names) {
        tell(reply, cursor.name());
      }
      if (values) {
        tell(reply, cursor.value());
      }
    }
  }

  /** A text as a bulk string. */
  static void tell(Reply reply, Text text) {
    reply.bulk(text.array(), text.start(), text.length());
  }

  private static void scan(Call call) {
    ElementScan scan = ElementScan.of(call);
    HashValue hash = call.read(1, HashValue.class);
    if (hash == null) {
      scan.tellNothing();
      return;
    }
    scan.parse();
    scan.run(
        (cursor, most) ->
            hash.scan(
                cursor,
                most,
                (name, value) -> {
                  if (scan.wants(name)) {
                    scan.add(name);
                    scan.add(value);
                  }
                }));
  }
}
