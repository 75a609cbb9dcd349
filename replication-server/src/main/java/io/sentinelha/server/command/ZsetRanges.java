package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.GENERIC;
import static io.sentinelha.server.engine.NotificationClass.ZSET;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.collection.Text;
import io.sentinelha.server.store.collection.ZsetValue;

/** ZRANGE and its relatives, ZRANGESTORE, ZCOUNT and ZLEXCOUNT. */
final class ZsetRanges {

  private static final CommandError NO_LIMIT =
      CommandError.of(
          "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
  private static final CommandError NO_SCORES =
      CommandError.of("ERR syntax error, WITHSCORES not supported in combination with BYLEX");

  private enum By {
    OPEN,
    RANK,
    SCORE,
    LEX
  }

  private enum Direction {
    OPEN,
    UP,
    DOWN
  }

  /** A request. */
  private static final class Request {
    private final Args args;
    private final int source;
    private final boolean storing;
    private By by;
    private Direction direction;
    private boolean withScores;
    private long offset;
    private long most = -1;

    Request(Args args, int source, boolean storing, By by, Direction direction) {
      this.args = args;
      this.source = source;
      this.storing = storing;
      this.by = by;
      this.direction = direction;
    }

    private void options() {
      for (int i = source + 3; i < args.count(); i++) {
        if (!storing && args.is(i, "WITHSCORES")) {
          withScores = true;
        } else if (args.is(i, "LIMIT") && i + 2 < args.count()) {
          offset = args.number(i + 1);
          most = args.number(i + 2);
          i += 2;
        } else if (direction == Direction.OPEN && args.is(i, "REV")) {
          direction = Direction.DOWN;
        } else if (by == By.OPEN && args.is(i, "BYLEX")) {
          by = By.LEX;
        } else if (by == By.OPEN && args.is(i, "BYSCORE")) {
          by = By.SCORE;
        } else {
          throw CommandError.SYNTAX;
        }
      }
      by = by == By.OPEN ? By.RANK : by;
      if (most != -1 && by == By.RANK) {
        throw NO_LIMIT;
      }
      if (withScores && by == By.LEX) {
        throw NO_SCORES;
      }
    }

    private boolean isDown() {
      return direction == Direction.DOWN;
    }

    private RankBounds bounds() {
      int min = source + (isDown() ? 2 : 1);
      int max = source + (isDown() ? 1 : 2);
      return switch (by) {
        case SCORE -> ScoreBounds.parse(args, min, max);
        case LEX -> LexBounds.parse(args, min, max);
        default -> RankBounds.ranks(args.number(source + 1), args.number(source + 2));
      };
    }

    private RankRange range(ZsetValue zset, RankBounds bounds) {
      RankRange range = bounds.in(zset);
      if (by == By.RANK) {
        return isDown() ? range.reversed(zset.size()) : range;
      }
      return range.limited(isDown(), offset, most);
    }
  }

  ZsetRanges() {}

  void register(Registry registry) {
    registry
        .on("zrange", call -> tell(call, By.OPEN, Direction.OPEN))
        .on("zrevrange", call -> tell(call, By.RANK, Direction.DOWN))
        .on("zrangebyscore", call -> tell(call, By.SCORE, Direction.UP))
        .on("zrevrangebyscore", call -> tell(call, By.SCORE, Direction.DOWN))
        .on("zrangebylex", call -> tell(call, By.LEX, Direction.UP))
        .on("zrevrangebylex", call -> tell(call, By.LEX, Direction.DOWN))
        .on("zrangestore", ZsetRanges::store)
        .on("zcount", call -> count(call, ScoreBounds.parse(call.args(), 2, 3)))
        .on("zlexcount", call -> count(call, LexBounds.parse(call.args(), 2, 3)));
  }

  private static void tell(Call call, By by, Direction direction) {
    Request request = new Request(call.args(), 1, false, by, direction);
    request.options();
    RankBounds bounds = request.bounds();
    ZsetValue zset = call.read(1, ZsetValue.class);
    Reply reply = call.reply();
    if (zset == null) {
      reply.array(0);
      return;
    }
    RankRange range = request.range(zset, bounds);
    boolean scores = request.withScores;
    reply.array(scores && !reply.isResp3() ? 2 * range.count() : range.count());
    ZsetValue.Cursor cursor = cursor(zset, range, request.isDown());
    for (long left = range.count(); left > 0 && cursor.next(); left--) {
      tell(reply, cursor.member(), cursor.score(), scores);
    }
  }

  private static ZsetValue.Cursor cursor(ZsetValue zset, RankRange range, boolean down) {
    boolean none = range.count() == 0;
    return zset.cursor(none ? 0 : down ? range.to() - 1 : range.from(), down);
  }

  /** A member, perhaps with its score: as a pair in RESP3. */
  static void tell(Reply reply, Text member, double score, boolean withScore) {
    if (withScore && reply.isResp3()) {
      reply.array(2);
    }
    HashCommands.tell(reply, member);
    if (withScore) {
      reply.dbl(score);
    }
  }

  private static void store(Call call) {
    Request request = new Request(call.args(), 2, true, By.OPEN, Direction.OPEN);
    request.options();
    RankBounds bounds = request.bounds();
    ZsetValue zset = call.read(2, ZsetValue.class);
    ZsetValue result = new ZsetValue(call.engine().forms());
    if (zset != null) {
      RankRange range = request.range(zset, bounds);
      ZsetValue.Cursor cursor = cursor(zset, range, request.isDown());
      for (long left = range.count(); left > 0 && cursor.next(); left--) {
        Text member = cursor.member();
        result.put(cursor.score(), member.array(), member.start(), member.length());
      }
    }
    store(call, result, "zrangestore");
  }

  /** Puts a result under the first key, or removes what is there if it is empty. */
  static void store(Call call, ZsetValue result, String event) {
    if (result.size() > 0) {
      call.store(1, result);
      call.changed(1, ZSET, event);
    } else if (call.peek(1) != null) {
      call.remove(1);
      call.changed(1, GENERIC, "del");
    }
    call.reply().integer(result.size());
  }

  private static void count(Call call, RankBounds bounds) {
    ZsetValue zset = call.read(1, ZsetValue.class);
    call.reply().integer(zset == null ? 0 : bounds.in(zset).count());
  }
}
