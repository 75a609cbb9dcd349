package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.collection.ZsetValue;
import java.util.HashSet;
import java.util.Set;

/** ZRANDMEMBER. */
final class ZsetPicks {

  ZsetPicks() {}

  void pick(Call call) {
    Args args = call.args();
    Reply reply = call.reply();
    if (args.count() == 2) {
      ZsetValue zset = call.read(1, ZsetValue.class);
      if (zset == null) {
        reply.nil();
      } else {
        tell(call, zset, random(call, zset), false);
      }
      return;
    }
    long count = Arguments.count(args, 2);
    boolean withScores = Picks.withOption(args, "WITHSCORES", count);
    ZsetValue zset = call.read(1, ZsetValue.class);
    if (zset == null || count == 0) {
      reply.array(0);
      return;
    }
    Picks.requireFewEnough(count);
    long told = count < 0 ? -count : Math.min(count, zset.size());
    reply.array(withScores && !reply.isResp3() ? 2 * told : told);
    if (count < 0) {
      for (long i = 0; i < told && !call.client().isClosing(); i++) {
        tell(call, zset, random(call, zset), withScores);
      }
    } else if (Picks.isFew(zset.size(), count)) {
      Set<Long> taken = new HashSet<>();
      while (taken.size() < count) {
        long rank = random(call, zset);
        if (taken.add(rank)) {
          tell(call, zset, rank, withScores);
        }
      }
    } else {
      Picks picks = new Picks(call.engine().random(), zset.size(), count);
      for (ZsetValue.Cursor cursor = zset.cursor(0, false); cursor.next(); ) {
        if (picks.takesNext()) {
          ZsetRanges.tell(reply, cursor.member(), cursor.score(), withScores);
        }
      }
    }
  }

  private static long random(Call call, ZsetValue zset) {
    return call.engine().random().nextLong(zset.size());
  }

  private static void tell(Call call, ZsetValue zset, long rank, boolean withScores) {
    ZsetValue.Cursor cursor = zset.cursor(rank, false);
    if (cursor.next()) {
      ZsetRanges.tell(call.reply(), cursor.member(), cursor.score(), withScores);
    }
  }
}
