package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.LIST;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.collection.ListValue;
import io.sentinelha.server.store.collection.Text;

/** Lists. */
final class ListCommands implements CommandFamily {

  private final Text found = new Text();

  ListCommands() {}

  @Override
  public void register(Registry registry) {
    registry
        .table(ListCommands.class, "lists.txt")
        .on("lpush", call -> push(call, false, false))
        .on("rpush", call -> push(call, true, false))
        .on("lpushx", call -> push(call, false, true))
        .on("rpushx", call -> push(call, true, true))
        .on("lpop", call -> pop(call, false))
        .on("rpop", call -> pop(call, true))
        .on("llen", ListCommands::length)
        .on("lindex", this::index)
        .on("lset", ListCommands::set)
        .on("linsert", ListCommands::insert)
        .on("lrange", ListCommands::range)
        .on("ltrim", ListCommands::trim)
        .on("lrem", ListCommands::remove)
        .on("lpos", ListSearch::position);
    new ListMoves().register(registry);
    new ListPops().register(registry);
  }

  private static void push(Call call, boolean tail, boolean onlyIfThere) {
    Args args = call.args();
    ListValue list = call.write(1, ListValue.class);
    if (list == null) {
      if (onlyIfThere) {
        call.reply().integer(0);
        return;
      }
      list = new ListValue(call.engine().forms());
      call.add(1, list);
    }
    for (int i = 2; i < args.count(); i++) {
      list.push(tail, args.buffer(), args.start(i), args.length(i));
    }
    call.changed(1, LIST, tail ? "rpush" : "lpush", args.count() - 2L);
    call.reply().integer(list.size());
  }

  private void pop(Call call, boolean tail) {
    Args args = call.args();
    if (args.count() > 3) {
      throw CommandError.of(
          "ERR wrong number of arguments for '" + call.command().name() + "' command");
    }
    boolean several = args.count() == 3;
    long most = several ? Arguments.positive(args, 2) : 1;
    ListValue list = call.write(1, ListValue.class);
    Reply reply = call.reply();
    if (list == null) {
      if (several) {
        reply.nilArray();
      } else {
        reply.nil();
      }
      return;
    }
    if (several && most == 0) {
      reply.array(0);
      return;
    }
    long count = Math.min(most, list.size());
    if (several) {
      reply.array(count);
    }
    take(call, 1, list, tail, count, found);
  }

  /** Takes elements, tells each, and says what happened to the key. */
  static void take(Call call, int key, ListValue list, boolean tail, long count, Text found) {
    for (long i = 0; i < count; i++) {
      list.pop(tail, found);
      HashCommands.tell(call.reply(), found);
    }
    call.changed(key, LIST, tail ? "rpop" : "lpop", count);
    HashCommands.removeIfEmpty(call, key, list);
  }

  private static void length(Call call) {
    ListValue list = call.read(1, ListValue.class);
    call.reply().integer(list == null ? 0 : list.size());
  }

  private void index(Call call) {
    ListValue list = call.read(1, ListValue.class);
    if (list == null) {
      call.reply().nil();
      return;
    }
    long index = call.args().number(2);
    long at = index < 0 ? list.size() + index : index;
    if (at < 0 || at >= list.size()) {
      call.reply().nil();
      return;
    }
    list.get(at, found);
    HashCommands.tell(call.reply(), found);
  }

  private static void set(Call call) {
    ListValue list = call.write(1, ListValue.class);
    if (list == null) {
      throw CommandError.NO_SUCH_KEY;
    }
    long index = call.args().number(2);
    long at = index < 0 ? list.size() + index : index;
    if (at < 0 || at >= list.size()) {
      throw CommandError.OUT_OF_RANGE;
    }
    list.set(at, call.args().slice(3));
    call.changed(1, LIST, "lset");
    call.reply().ok();
  }

  private static void insert(Call call) {
    Args args = call.args();
    boolean after = args.is(2, "AFTER");
    if (!after && !args.is(2, "BEFORE")) {
      throw CommandError.SYNTAX;
    }
    ListValue list = call.write(1, ListValue.class);
    if (list == null) {
      call.reply().integer(0);
      return;
    }
    long at = 0;
    for (ListValue.Cursor cursor = list.cursor(0, false); cursor.next(); at++) {
      if (cursor.element().sameAs(args.buffer(), args.start(3), args.length(3))) {
        list.insert(after ? at + 1 : at, args.slice(4));
        call.changed(1, LIST, "linsert");
        call.reply().integer(list.size());
        return;
      }
    }
    call.reply().integer(-1);
  }

  private static void range(Call call) {
    Args args = call.args();
    long start = args.number(2);
    long stop = args.number(3);
    ListValue list = call.read(1, ListValue.class);
    long size = list == null ? 0 : list.size();
    long from = Math.max(0, start < 0 ? size + start : start);
    long to = Math.min(size - 1, stop < 0 ? size + stop : stop);
    if (list == null || from > to) {
      call.reply().array(0);
      return;
    }
    Reply reply = call.reply();
    reply.array(to - from + 1);
    ListValue.Cursor cursor = list.cursor(from, false);
    for (long i = from; i <= to && cursor.next(); i++) {
      HashCommands.tell(reply, cursor.element());
    }
  }

  private static void trim(Call call) {
    Args args = call.args();
    long start = args.number(2);
    long stop = args.number(3);
    ListValue list = call.write(1, ListValue.class);
    if (list == null) {
      call.reply().ok();
      return;
    }
    long size = list.size();
    long from = Math.max(0, start < 0 ? size + start : start);
    long to = Math.min(size - 1, stop < 0 ? size + stop : stop);
    long head = from > to ? size : from;
    long tail = from > to ? 0 : size - 1 - to;
    list.drop(false, head);
    list.drop(true, tail);
    if (head + tail > 0) {
      call.changed(1, LIST, "ltrim", head + tail);
    } else {
      call.touched(1);
      call.notify(1, LIST, "ltrim");
    }
    HashCommands.removeIfEmpty(call, 1, list);
    call.reply().ok();
  }

  private static void remove(Call call) {
    long most = call.args().number(2);
    ListValue list = call.write(1, ListValue.class);
    long removed = list == null ? 0 : list.remove(call.args().slice(3), most);
    if (list != null && removed > 0) {
      call.changed(1, LIST, "lrem", removed);
      HashCommands.removeIfEmpty(call, 1, list);
    }
    call.reply().integer(removed);
  }
}
