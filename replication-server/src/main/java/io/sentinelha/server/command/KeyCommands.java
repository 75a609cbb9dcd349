package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.GENERIC;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.Database;
import io.sentinelha.server.engine.Numbers;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.store.Entry;
import io.sentinelha.server.store.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deleting, renaming, copying and moving keys. */
final class KeyCommands implements CommandFamily {

  private static final CommandError SAME =
      CommandError.of("ERR source and destination objects are the same");

  KeyCommands() {}

  @Override
  public void register(Registry registry) {
    registry
        .table(KeyCommands.class, "keys.txt")
        .on("del", KeyCommands::delete)
        .on("unlink", KeyCommands::delete)
        .on("exists", KeyCommands::exists)
        .on("touch", KeyCommands::touch)
        .on("type", KeyCommands::type)
        .on("rename", KeyCommands::rename)
        .on("renamenx", KeyCommands::rename)
        .on("copy", KeyCommands::copy)
        .on("move", KeyCommands::move)
        .on("randomkey", KeyCommands::randomKey)
        .on("dbsize", call -> call.reply().integer(call.db().keys().size()))
        .on("flushdb", call -> flush(call, List.of(call.db())))
        .on("flushall", call -> flush(call, call.engine().databases().all()))
        .on("swapdb", KeyCommands::swap);
    new ExpiryCommands().register(registry);
    new ScanCommands().register(registry);
    new ObjectCommands().register(registry);
  }

  private static void delete(Call call) {
    int count = 0;
    for (int i = 1; i < call.args().count(); i++) {
      if (call.peek(i) != null) {
        call.remove(i);
        call.changed(i, GENERIC, "del");
        count++;
      }
    }
    call.reply().integer(count);
  }

  private static void exists(Call call) {
    int count = 0;
    for (int i = 1; i < call.args().count(); i++) {
      if (call.read(i) != null) {
        count++;
      }
    }
    call.reply().integer(count);
  }

  private static void touch(Call call) {
    exists(call);
  }

  private static void type(Call call) {
    Object item = call.peek(1);
    call.reply().simple(item == null ? "none" : Items.type(item).word());
  }

  private static void rename(Call call) {
    boolean onlyNew = call.command().name().equals("renamenx");
    Args args = call.args();
    boolean same = args.slice(1).sameAs(args.slice(2));
    Object item = call.find(1);
    if (item == null) {
      throw CommandError.NO_SUCH_KEY;
    }
    if (same) {
      answer(call, onlyNew, false);
      return;
    }
    Object there = call.find(2);
    if (onlyNew && there != null) {
      answer(call, true, false);
      return;
    }
    call.find(1);
    if (item instanceof Entry) {
      call.db().keys().touch();
    }
    call.remove(1);
    call.put(call.find(2), Items.withKey(item, args.slice(2), Items.expireAt(item)));
    call.changed(1, GENERIC, "rename_from");
    call.changed(2, GENERIC, "rename_to");
    answer(call, onlyNew, true);
  }

  private static void answer(Call call, boolean number, boolean done) {
    if (number) {
      call.reply().integer(done ? 1 : 0);
    } else {
      call.reply().ok();
    }
  }

  private static void copy(Call call) {
    Args args = call.args();
    Database from = call.db();
    Database to = from;
    boolean replace = false;
    for (int i = 3; i < args.count(); i++) {
      if (args.is(i, "REPLACE")) {
        replace = true;
      } else if (args.is(i, "DB") && i + 1 < args.count()) {
        to = call.engine().databases().named(Arguments.integer(args, ++i));
      } else {
        throw CommandError.SYNTAX;
      }
    }
    if (from == to && args.slice(1).sameAs(args.slice(2))) {
      throw SAME;
    }
    Object item = call.read(1);
    if (item == null) {
      call.reply().integer(0);
      return;
    }
    byte[] name = args.bytes(2);
    Object there = call.engine().keys().find(to, name);
    if (there != null && !replace) {
      call.reply().integer(0);
      return;
    }
    Object twin = Items.withKey(item, args.slice(2), Items.expireAt(item));
    if (twin instanceof Entry entry) {
      twin = new Entry(name, entry.value().copy(), entry.expireAt());
    }
    put(call, to, name, there, twin);
    call.changed();
    call.engine().notifications().send(GENERIC, "copy_to", name, to);
    call.reply().integer(1);
  }

  private static void put(
      Call call, Database to, byte[] name, @Nullable Object there, Object item) {
    to.find(name);
    call.engine().keys().put(to, there, item);
  }

  private static void move(Call call) {
    Args args = call.args();
    Database from = call.db();
    Database to = call.engine().databases().named(args.number(2));
    if (from == to) {
      throw SAME;
    }
    byte[] name = args.bytes(1);
    Object item = call.find(1);
    if (item == null || call.engine().keys().find(to, name) != null) {
      call.reply().integer(0);
      return;
    }
    call.find(1);
    if (item instanceof Entry) {
      from.keys().touch();
    }
    call.remove(1);
    // A snapshot of one database may read a record while the other writes over it.
    put(call, to, name, null, item instanceof byte[] record ? record.clone() : item);
    call.changed(1, GENERIC, "move_from");
    call.engine().notifications().send(GENERIC, "move_to", name, to);
    call.reply().integer(1);
  }

  private static void randomKey(Call call) {
    Database db = call.db();
    // A data set of expired keys that may not be removed must not keep this busy for ever.
    for (int tries = 0; tries < 100; tries++) {
      Object item = db.keys().random(call.engine().random());
      if (item == null) {
        break;
      }
      if (!call.engine().keys().isExpired(item)) {
        call.reply().bulk(Items.keySlice(item));
        return;
      }
      call.engine().keys().find(db, Items.key(item));
    }
    call.reply().nil();
  }

  private static void flush(Call call, List<Database> which) {
    Args args = call.args();
    if (args.count() > 2 || (args.count() == 2 && !args.is(1, "SYNC") && !args.is(1, "ASYNC"))) {
      throw CommandError.SYNTAX;
    }
    call.engine().keys().clear(which);
    if (which.size() == call.engine().databases().size()) {
      call.engine().flushedAll();
    }
    call.changed();
    call.reply().ok();
  }

  private static void swap(Call call) {
    long first = call.args().number(1, CommandError.of("ERR invalid first DB index"));
    long second = call.args().number(2, CommandError.of("ERR invalid second DB index"));
    Database one = call.engine().databases().named(first);
    Database other = call.engine().databases().named(second);
    if (one != other) {
      call.engine().keys().swap(one, other);
    }
    call.changed();
    call.reply().ok();
  }

  static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }

  static byte[] number(long value) {
    return Numbers.text(value);
  }
}
