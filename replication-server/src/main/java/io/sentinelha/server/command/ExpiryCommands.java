package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.GENERIC;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.store.Items;
import java.util.ArrayList;
import java.util.List;

/** When keys expire. */
final class ExpiryCommands {

  private static final byte[] DEL = KeyCommands.ascii("DEL");
  private static final byte[] PEXPIREAT = KeyCommands.ascii("PEXPIREAT");

  private static final class Conditions {
    boolean nx;
    boolean xx;
    boolean gt;
    boolean lt;

    boolean forbid(long before, long at) {
      boolean forever = before == Items.NEVER;
      return (nx && !forever)
          || (xx && forever)
          || (gt && (forever || at <= before))
          || (lt && !forever && at >= before);
    }
  }

  ExpiryCommands() {}

  void register(Registry registry) {
    registry
        .on("expire", call -> expire(call, true, false))
        .on("pexpire", call -> expire(call, false, false))
        .on("expireat", call -> expire(call, true, true))
        .on("pexpireat", call -> expire(call, false, true))
        .on("ttl", call -> tell(call, true, false))
        .on("pttl", call -> tell(call, false, false))
        .on("expiretime", call -> tell(call, true, true))
        .on("pexpiretime", call -> tell(call, false, true))
        .on("persist", ExpiryCommands::persist);
  }

  private static void expire(Call call, boolean seconds, boolean absolute) {
    Args args = call.args();
    Conditions conditions = conditions(args);
    long at = Expiry.millis(call, args.number(2), seconds, absolute);
    Object item = call.find(1);
    if (item == null || conditions.forbid(Items.expireAt(item), at)) {
      call.reply().integer(0);
      return;
    }
    byte[] key = args.bytes(1);
    if (at <= call.now() && call.engine().keys().mayExpire()) {
      call.remove(1);
      call.changed(1, GENERIC, "del");
      call.propagate(DEL, key);
    } else {
      call.put(item, Items.withExpireAt(item, at));
      call.changed(1, GENERIC, "expire");
      propagate(call, key, at);
    }
    call.reply().integer(1);
  }

  private static void propagate(Call call, byte[] key, long at) {
    List<byte[]> words = new ArrayList<>(List.of(PEXPIREAT, key, KeyCommands.number(at)));
    for (int i = 3; i < call.args().count(); i++) {
      words.add(call.args().bytes(i));
    }
    call.propagate(words.toArray(byte[][]::new));
  }

  private static Conditions conditions(Args args) {
    Conditions conditions = new Conditions();
    for (int i = 3; i < args.count(); i++) {
      if (args.is(i, "NX")) {
        conditions.nx = true;
      } else if (args.is(i, "XX")) {
        conditions.xx = true;
      } else if (args.is(i, "GT")) {
        conditions.gt = true;
      } else if (args.is(i, "LT")) {
        conditions.lt = true;
      } else {
        throw CommandError.latin("ERR Unsupported option " + args.printed(i));
      }
    }
    if (conditions.nx && (conditions.xx || conditions.gt || conditions.lt)) {
      throw CommandError.of("ERR NX and XX, GT or LT options at the same time are not compatible");
    }
    if (conditions.gt && conditions.lt) {
      throw CommandError.of("ERR GT and LT options at the same time are not compatible");
    }
    return conditions;
  }

  private static void tell(Call call, boolean seconds, boolean absolute) {
    Object item = call.peek(1);
    if (item == null) {
      call.reply().integer(-2);
      return;
    }
    long at = Items.expireAt(item);
    if (at == Items.NEVER) {
      call.reply().integer(-1);
      return;
    }
    long told = absolute ? at : Math.max(0, at - call.now());
    call.reply().integer(seconds ? (told + 500) / 1000 : told);
  }

  private static void persist(Call call) {
    Object item = call.find(1);
    if (item == null || Items.expireAt(item) == Items.NEVER) {
      call.reply().integer(0);
      return;
    }
    call.put(item, Items.withExpireAt(item, Items.NEVER));
    call.changed(1, GENERIC, "persist");
    call.reply().integer(1);
  }
}
