package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.ZSET;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Numbers;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.ValueType;
import io.sentinelha.server.store.collection.ZsetValue;

/** Taking the members with the lowest or highest scores away. */
final class ZsetPops {

  private static final byte[] ZPOPMIN = "ZPOPMIN".getBytes(ISO_8859_1);
  private static final byte[] ZPOPMAX = "ZPOPMAX".getBytes(ISO_8859_1);

  ZsetPops() {}

  void register(Registry registry) {
    registry
        .on("zpopmin", call -> pop(call, false))
        .on("zpopmax", call -> pop(call, true))
        .on("bzpopmin", call -> popOrWait(call, false))
        .on("bzpopmax", call -> popOrWait(call, true))
        .on("zmpop", ZsetPops::zmpop)
        .on("bzmpop", ZsetPops::bzmpop);
  }

  private static void pop(Call call, boolean max) {
    Args args = call.args();
    if (args.count() > 3) {
      throw CommandError.SYNTAX;
    }
    boolean several = args.count() == 3;
    long most = several ? Arguments.positive(args, 2) : 1;
    ZsetValue zset = call.write(1, ZsetValue.class);
    if (zset == null || most == 0) {
      call.reply().array(0);
      return;
    }
    long count = Math.min(most, zset.size());
    boolean nested = several && call.reply().isResp3();
    call.reply().array(nested ? count : 2 * count);
    take(call, 1, zset, max, count, nested);
  }

  private static void take(
      Call call, int key, ZsetValue zset, boolean max, long count, boolean nested) {
    Reply reply = call.reply();
    for (long i = 0; i < count; i++) {
      ZsetValue.Cursor cursor = zset.cursor(max ? zset.size() - 1 : 0, max);
      if (!cursor.next()) {
        throw new IllegalStateException("a sorted set with fewer members than it says");
      }
      byte[] member = cursor.member().toArray();
      if (nested) {
        reply.array(2);
      }
      reply.bulk(member).dbl(cursor.score());
      zset.remove(member, 0, member.length);
    }
    call.changed(key, ZSET, max ? "zpopmax" : "zpopmin", count);
    HashCommands.removeIfEmpty(call, key, zset);
  }

  private static void popOrWait(Call call, boolean max) {
    Args args = call.args();
    int last = args.count() - 1;
    long millis = Arguments.timeout(args, last, call.now());
    for (int key = 1; key < last; key++) {
      ZsetValue zset = call.serves(key) ? call.write(key, ZsetValue.class) : null;
      if (zset != null) {
        byte[] name = args.bytes(key);
        call.reply().array(3).bulk(name);
        take(call, key, zset, max, 1, false);
        call.propagate(max ? ZPOPMAX : ZPOPMIN, name);
        return;
      }
    }
    KeyList.block(call, KeyList.between(args, 1, last), ValueType.ZSET, millis);
  }

  private static void zmpop(Call call) {
    if (!tryPop(call, KeyList.counted(call.args(), 1))) {
      call.reply().nilArray();
    }
  }

  private static void bzmpop(Call call) {
    long millis = Arguments.timeout(call.args(), 1, call.now());
    KeyList keys = KeyList.counted(call.args(), 2);
    if (!tryPop(call, keys)) {
      KeyList.block(call, keys.names(call.args()), ValueType.ZSET, millis);
    }
  }

  private static boolean isMax(Args args, int index) {
    if (args.is(index, "MAX")) {
      return true;
    }
    if (args.is(index, "MIN")) {
      return false;
    }
    throw CommandError.SYNTAX;
  }

  private static boolean tryPop(Call call, KeyList keys) {
    Args args = call.args();
    boolean max = isMax(args, keys.requireBehind(args));
    long most = keys.count(args);
    for (int key = keys.first(); key < keys.behind(); key++) {
      ZsetValue zset = call.serves(key) ? call.write(key, ZsetValue.class) : null;
      if (zset != null) {
        byte[] name = args.bytes(key);
        long count = Math.min(most, zset.size());
        call.reply().array(2).bulk(name).array(count);
        take(call, key, zset, max, count, true);
        call.propagate(max ? ZPOPMAX : ZPOPMIN, name, Numbers.text(count));
        return true;
      }
    }
    return false;
  }
}
