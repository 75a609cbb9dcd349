package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.GENERIC;
import static io.sentinelha.server.engine.NotificationClass.SET;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.resp.Bytes;
import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.collection.SetValue;
import io.sentinelha.server.store.collection.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Sets, but for what is done with several of them. */
final class SetCommands implements CommandFamily {

  private static final byte[] SREM = "SREM".getBytes(ISO_8859_1);
  private static final byte[] DEL = "DEL".getBytes(ISO_8859_1);

  private final Text found = new Text();

  SetCommands() {}

  @Override
  public void register(Registry registry) {
    registry
        .table(SetCommands.class, "sets.txt")
        .on("sadd", SetCommands::add)
        .on("srem", SetCommands::remove)
        .on("smove", SetCommands::move)
        .on("sismember", SetCommands::isMember)
        .on("smismember", SetCommands::areMembers)
        .on("scard", SetCommands::count)
        .on("smembers", SetCommands::members)
        .on("spop", this::pop)
        .on("srandmember", this::pick)
        .on("sscan", SetCommands::scan);
    new SetAlgebra().register(registry);
  }

  private static void add(Call call) {
    Args args = call.args();
    SetValue set = call.write(1, SetValue.class);
    if (set == null) {
      set = new SetValue(call.engine().forms());
      call.add(1, set);
    }
    int added = 0;
    for (int i = 2; i < args.count(); i++) {
      added += set.add(args.buffer(), args.start(i), args.length(i)) ? 1 : 0;
    }
    if (added > 0) {
      call.changed(1, SET, "sadd", added);
    }
    call.reply().integer(added);
  }

  private static void remove(Call call) {
    Args args = call.args();
    SetValue set = call.write(1, SetValue.class);
    int removed = 0;
    for (int i = 2; set != null && i < args.count() && set.size() > 0; i++) {
      removed += set.remove(args.buffer(), args.start(i), args.length(i)) ? 1 : 0;
    }
    if (set != null && removed > 0) {
      call.changed(1, SET, "srem", removed);
      HashCommands.removeIfEmpty(call, 1, set);
    }
    call.reply().integer(removed);
  }

  private static boolean has(SetValue set, Args args, int member) {
    return set.has(args.buffer(), args.start(member), args.length(member));
  }

  private static void move(Call call) {
    Args args = call.args();
    Object there = call.find(1);
    if (there == null) {
      call.reply().integer(0);
      return;
    }
    SetValue from = call.write(1, SetValue.class);
    SetValue to = call.write(2, SetValue.class);
    if (from == null || from == to) {
      call.reply().integer(from != null && has(from, args, 3) ? 1 : 0);
      return;
    }
    if (!from.remove(args.buffer(), args.start(3), args.length(3))) {
      call.reply().integer(0);
      return;
    }
    call.changed(1, SET, "srem");
    HashCommands.removeIfEmpty(call, 1, from);
    if (to == null) {
      to = new SetValue(call.engine().forms());
      call.add(2, to);
    }
    if (to.add(args.buffer(), args.start(3), args.length(3))) {
      call.changed(2, SET, "sadd");
    } else {
      call.touched(2);
    }
    call.reply().integer(1);
  }

  private static void isMember(Call call) {
    SetValue set = call.read(1, SetValue.class);
    call.reply().integer(set != null && has(set, call.args(), 2) ? 1 : 0);
  }

  private static void areMembers(Call call) {
    SetValue set = call.read(1, SetValue.class);
    Args args = call.args();
    call.reply().array(args.count() - 2L);
    for (int i = 2; i < args.count(); i++) {
      call.reply().integer(set != null && has(set, args, i) ? 1 : 0);
    }
  }

  private static void count(Call call) {
    SetValue set = call.read(1, SetValue.class);
    call.reply().integer(set == null ? 0 : set.size());
  }

  private static void members(Call call) {
    SetValue set = call.read(1, SetValue.class);
    call.reply().set(set == null ? 0 : set.size());
    if (set != null) {
      for (SetValue.Cursor cursor = set.cursor(); cursor.next(); ) {
        HashCommands.tell(call.reply(), cursor.member());
      }
    }
  }

  private void pop(Call call) {
    Args args = call.args();
    if (args.count() > 2) {
      popSeveral(call);
      return;
    }
    SetValue set = call.write(1, SetValue.class);
    if (set == null) {
      call.reply().nil();
      return;
    }
    set.random(call.engine().random(), found);
    byte[] member = found.toArray();
    set.remove(member, 0, member.length);
    call.changed(1, SET, "spop");
    call.propagate(SREM, args.bytes(1), member);
    HashCommands.removeIfEmpty(call, 1, set);
    call.reply().bulk(member);
  }

  private void popSeveral(Call call) {
    Args args = call.args();
    if (args.count() > 3) {
      throw CommandError.SYNTAX;
    }
    long count = Arguments.positive(args, 2);
    SetValue set = call.write(1, SetValue.class);
    if (set == null || count == 0) {
      call.reply().set(0);
      return;
    }
    if (count >= set.size()) {
      members(call);
      call.changed(1, SET, "spop", set.size());
      call.remove(1);
      call.notify(1, GENERIC, "del");
      call.propagate(DEL, args.bytes(1));
      return;
    }
    List<byte[]> taken = choose(call, set, count);
    call.reply().set(taken.size());
    byte[] name = args.bytes(1);
    for (byte[] member : taken) {
      set.remove(member, 0, member.length);
      call.reply().bulk(member);
      call.propagate(SREM, name, member);
    }
    call.changed(1, SET, "spop", count);
  }

  /** Some members, each at most once. */
  private List<byte[]> choose(Call call, SetValue set, long count) {
    List<byte[]> chosen = new ArrayList<>();
    if (Picks.isFew(set.size(), count)) {
      Set<Bytes> distinct = new HashSet<>();
      while (chosen.size() < count) {
        set.random(call.engine().random(), found);
        byte[] member = found.toArray();
        if (distinct.add(Bytes.of(member))) {
          chosen.add(member);
        }
      }
      return chosen;
    }
    Picks picks = new Picks(call.engine().random(), set.size(), count);
    for (SetValue.Cursor cursor = set.cursor(); cursor.next(); ) {
      if (picks.takesNext()) {
        chosen.add(cursor.member().toArray());
      }
    }
    return chosen;
  }

  private void pick(Call call) {
    Args args = call.args();
    if (args.count() > 3) {
      throw CommandError.SYNTAX;
    }
    boolean several = args.count() == 3;
    long count = several ? Arguments.count(args, 2) : 1;
    SetValue set = call.read(1, SetValue.class);
    Reply reply = call.reply();
    if (!several) {
      if (set == null) {
        reply.nil();
      } else {
        set.random(call.engine().random(), found);
        HashCommands.tell(reply, found);
      }
    } else if (set == null || count == 0) {
      reply.array(0);
    } else if (count < 0) {
      Picks.requireFewEnough(count);
      reply.array(-count);
      for (long i = count; i < 0 && !call.client().isClosing(); i++) {
        set.random(call.engine().random(), found);
        HashCommands.tell(reply, found);
      }
    } else {
      List<byte[]> chosen = choose(call, set, count);
      reply.array(chosen.size());
      chosen.forEach(reply::bulk);
    }
  }

  private static void scan(Call call) {
    ElementScan scan = ElementScan.of(call);
    SetValue set = call.read(1, SetValue.class);
    if (set == null) {
      scan.tellNothing();
      return;
    }
    scan.parse();
    scan.run(
        (cursor, most) ->
            set.scan(
                cursor,
                most,
                member -> {
                  if (scan.wants(member)) {
                    scan.add(member);
                  }
                }));
  }
}
