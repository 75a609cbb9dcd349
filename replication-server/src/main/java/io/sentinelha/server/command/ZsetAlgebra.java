package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.collection.Text;
import io.sentinelha.server.store.collection.ZsetValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Intersections, unions and differences of sorted sets and sets. */
final class ZsetAlgebra {

  private static final CommandError BAD_WEIGHT = CommandError.of("ERR weight value is not a float");
  private static final CommandError BAD_LIMIT = CommandError.of("ERR LIMIT can't be negative");

  private enum Kind {
    UNION,
    INTER,
    DIFF,
    INTER_COUNT
  }

  private enum Aggregate {
    SUM,
    MIN,
    MAX;

    double of(double one, double other) {
      return switch (this) {
        case SUM -> orZero(one + other);
        case MIN -> other < one ? other : one;
        case MAX -> other > one ? other : one;
      };
    }
  }

  private static double orZero(double score) {
    return Double.isNaN(score) ? 0 : score;
  }

  /** A request. */
  private static final class Request {
    private final Args args;
    private final Kind kind;
    private final boolean storing;
    private final List<ScoredSource> sources = new ArrayList<>();
    private Aggregate aggregate = Aggregate.SUM;
    private boolean withScores;
    private long limit;

    Request(Call call, Kind kind, boolean storing) {
      this.args = call.args();
      this.kind = kind;
      this.storing = storing;
      int number = storing ? 2 : 1;
      long keys = args.number(number);
      if (keys < 1) {
        throw CommandError.of(
            "ERR at least 1 input key is needed for '" + call.command().name() + "' command");
      }
      if (keys > args.count() - number - 1) {
        throw CommandError.SYNTAX;
      }
      int behind = number + 1 + (int) keys;
      for (int i = number + 1; i < behind; i++) {
        sources.add(ScoredSource.of(call.read(i)));
      }
      options(behind);
    }

    private void options(int from) {
      boolean weighs = kind == Kind.UNION || kind == Kind.INTER;
      int at = from;
      while (at < args.count()) {
        int left = args.count() - at;
        if (weighs && left > sources.size() && args.is(at, "WEIGHTS")) {
          at++;
          for (ScoredSource source : sources) {
            source.weight(Floats.strict(args.slice(at++), BAD_WEIGHT));
          }
        } else if (weighs && left >= 2 && args.is(at, "AGGREGATE")) {
          aggregate = aggregate(at + 1);
          at += 2;
        } else if (!storing && kind != Kind.INTER_COUNT && args.is(at, "WITHSCORES")) {
          withScores = true;
          at++;
        } else if (kind == Kind.INTER_COUNT && left >= 2 && args.is(at, "LIMIT")) {
          limit = Arguments.atLeast(0, args, at + 1, BAD_LIMIT);
          at += 2;
        } else {
          throw CommandError.SYNTAX;
        }
      }
    }

    private Aggregate aggregate(int index) {
      for (Aggregate each : Aggregate.values()) {
        if (args.is(index, each.name())) {
          return each;
        }
      }
      throw CommandError.SYNTAX;
    }
  }

  ZsetAlgebra() {}

  void register(Registry registry) {
    for (Kind kind : new Kind[] {Kind.UNION, Kind.INTER, Kind.DIFF}) {
      String name = "z" + kind.name().toLowerCase(Locale.ROOT);
      registry.on(name, call -> tell(call, kind));
      registry.on(
          name + "store",
          call ->
              ZsetRanges.store(
                  call, result(call, new Request(call, kind, true)).settled(), name + "store"));
    }
    registry.on("zintercard", ZsetAlgebra::countIntersection);
  }

  private static void tell(Call call, Kind kind) {
    Request request = new Request(call, kind, false);
    ZsetValue result = result(call, request);
    Reply reply = call.reply();
    boolean scores = request.withScores;
    reply.array(scores && !reply.isResp3() ? 2 * result.size() : result.size());
    for (ZsetValue.Cursor cursor = result.cursor(0, false); cursor.next(); ) {
      ZsetRanges.tell(reply, cursor.member(), cursor.score(), scores);
    }
  }

  private static ZsetValue result(Call call, Request request) {
    ZsetValue result = new ZsetValue(call.engine().forms());
    result.spread(); // Negative zeros are kept here, which the packed form has not.
    if (request.kind == Kind.DIFF) {
      subtract(request.sources, result);
      return result;
    }
    request.sources.sort(Comparator.comparingLong(ScoredSource::size));
    if (request.kind == Kind.UNION) {
      unite(request, result);
    } else {
      intersect(request, result);
    }
    return result;
  }

  private static void put(ZsetValue into, Text member, double score) {
    into.put(score, member.array(), member.start(), member.length());
  }

  private static void unite(Request request, ZsetValue result) {
    for (ScoredSource source : request.sources) {
      source.forEach(
          (member, score) -> {
            double weighted = orZero(source.weight() * score);
            double before = result.score(member.array(), member.start(), member.length());
            put(
                result,
                member,
                Double.isNaN(before) ? weighted : request.aggregate.of(before, weighted));
            return true;
          });
    }
  }

  private static void intersect(Request request, ZsetValue result) {
    List<ScoredSource> sources = request.sources;
    ScoredSource first = sources.get(0);
    first.forEach(
        (member, score) -> {
          double all = orZero(first.weight() * score);
          for (int i = 1; i < sources.size(); i++) {
            double other = sources.get(i).score(member);
            if (Double.isNaN(other)) {
              return true;
            }
            all = request.aggregate.of(all, sources.get(i).weight() * other);
          }
          put(result, member, all);
          return true;
        });
  }

  private static void subtract(List<ScoredSource> sources, ZsetValue result) {
    sources
        .get(0)
        .forEach(
            (member, score) -> {
              for (int i = 1; i < sources.size(); i++) {
                if (!Double.isNaN(sources.get(i).score(member))) {
                  return true;
                }
              }
              put(result, member, score);
              return true;
            });
  }

  private static void countIntersection(Call call) {
    Request request = new Request(call, Kind.INTER_COUNT, false);
    List<ScoredSource> sources = request.sources;
    sources.sort(Comparator.comparingLong(ScoredSource::size));
    long[] count = new long[1];
    sources
        .get(0)
        .forEach(
            (member, score) -> {
              for (int i = 1; i < sources.size(); i++) {
                if (Double.isNaN(sources.get(i).score(member))) {
                  return true;
                }
              }
              return ++count[0] != request.limit;
            });
    call.reply().integer(count[0]);
  }
}
