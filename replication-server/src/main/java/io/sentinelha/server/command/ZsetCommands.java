package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.ZSET;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.Doubles;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.store.collection.ZsetValue;
import org.jspecify.annotations.Nullable;

/** Sorted sets: single members. */
final class ZsetCommands implements CommandFamily {

  ZsetCommands() {}

  @Override
  public void register(Registry registry) {
    registry
        .table(ZsetCommands.class, "zsets.txt")
        .on("zrem", ZsetCommands::remove)
        .on("zcard", ZsetCommands::count)
        .on("zscore", ZsetCommands::score)
        .on("zmscore", ZsetCommands::scores)
        .on("zrank", call -> rank(call, false))
        .on("zrevrank", call -> rank(call, true))
        .on("zscan", ZsetCommands::scan)
        .on("zrandmember", new ZsetPicks()::pick);
    new ZsetAdd().register(registry);
    new ZsetRanges().register(registry);
    new ZsetRangeChanges().register(registry);
    new ZsetPops().register(registry);
    new ZsetAlgebra().register(registry);
  }

  private static void remove(Call call) {
    Args args = call.args();
    ZsetValue zset = call.write(1, ZsetValue.class);
    int removed = 0;
    for (int i = 2; zset != null && i < args.count() && zset.size() > 0; i++) {
      removed += zset.remove(args.buffer(), args.start(i), args.length(i)) ? 1 : 0;
    }
    if (zset != null && removed > 0) {
      call.changed(1, ZSET, "zrem", removed);
      HashCommands.removeIfEmpty(call, 1, zset);
    }
    call.reply().integer(removed);
  }

  private static void count(Call call) {
    ZsetValue zset = call.read(1, ZsetValue.class);
    call.reply().integer(zset == null ? 0 : zset.size());
  }

  private static void score(Call call) {
    tellScore(call, call.read(1, ZsetValue.class), 2);
  }

  private static void tellScore(Call call, @Nullable ZsetValue zset, int member) {
    Args args = call.args();
    double score =
        zset == null
            ? Double.NaN
            : zset.score(args.buffer(), args.start(member), args.length(member));
    if (Double.isNaN(score)) {
      call.reply().nil();
    } else {
      call.reply().dbl(score);
    }
  }

  private static void scores(Call call) {
    ZsetValue zset = call.read(1, ZsetValue.class);
    int count = call.args().count();
    call.reply().array(count - 2L);
    for (int i = 2; i < count; i++) {
      tellScore(call, zset, i);
    }
  }

  private static void rank(Call call, boolean reversed) {
    Args args = call.args();
    ZsetValue zset = call.read(1, ZsetValue.class);
    long rank = zset == null ? -1 : zset.rank(args.buffer(), args.start(2), args.length(2));
    if (zset == null || rank < 0) {
      call.reply().nil();
    } else {
      call.reply().integer(reversed ? zset.size() - 1 - rank : rank);
    }
  }

  private static void scan(Call call) {
    ElementScan scan = ElementScan.of(call);
    ZsetValue zset = call.read(1, ZsetValue.class);
    if (zset == null) {
      scan.tellNothing();
      return;
    }
    scan.parse();
    scan.run(
        (cursor, most) ->
            zset.scan(
                cursor,
                most,
                (member, score) -> {
                  if (scan.wants(member)) {
                    scan.add(member);
                    scan.add(text(zset, score).getBytes(ISO_8859_1));
                  }
                }));
  }

  /** A score as it is kept: whole numbers of a packed set without an exponent. */
  private static String text(ZsetValue zset, double score) {
    boolean whole =
        zset.encoding().equals("listpack")
            && Math.abs(score) <= Long.MAX_VALUE / 2.0
            && score == Math.rint(score);
    return whole ? Long.toString((long) score) : Doubles.format(score);
  }
}
