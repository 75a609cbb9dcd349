package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.ZSET;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.store.collection.ZsetValue;
import java.util.ArrayList;
import java.util.List;

/** ZREMRANGEBYRANK, ZREMRANGEBYSCORE and ZREMRANGEBYLEX. */
final class ZsetRangeChanges {

  ZsetRangeChanges() {}

  void register(Registry registry) {
    registry
        .on("zremrangebyrank", call -> remove(call, ranks(call.args())))
        .on("zremrangebyscore", call -> remove(call, ScoreBounds.parse(call.args(), 2, 3)))
        .on("zremrangebylex", call -> remove(call, LexBounds.parse(call.args(), 2, 3)));
  }

  private static RankBounds ranks(Args args) {
    return RankBounds.ranks(args.number(2), args.number(3));
  }

  private static void remove(Call call, RankBounds bounds) {
    ZsetValue zset = call.write(1, ZsetValue.class);
    if (zset == null) {
      call.reply().integer(0);
      return;
    }
    RankRange range = bounds.in(zset);
    List<byte[]> members = members(zset, range);
    for (byte[] member : members) {
      zset.remove(member, 0, member.length);
    }
    if (!members.isEmpty()) {
      call.changed(1, ZSET, call.command().name(), members.size());
      HashCommands.removeIfEmpty(call, 1, zset);
    }
    call.reply().integer(members.size());
  }

  private static List<byte[]> members(ZsetValue zset, RankRange range) {
    List<byte[]> members = new ArrayList<>();
    ZsetValue.Cursor cursor = zset.cursor(range.count() == 0 ? 0 : range.from(), false);
    while (members.size() < range.count() && cursor.next()) {
      members.add(cursor.member().toArray());
    }
    return members;
  }
}
