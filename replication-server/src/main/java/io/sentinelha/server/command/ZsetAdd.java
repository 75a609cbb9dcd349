package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.ZSET;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.store.collection.ZsetValue;

/** ZADD and ZINCRBY. */
final class ZsetAdd {

  private static final CommandError XX_AND_NX =
      CommandError.of("ERR XX and NX options at the same time are not compatible");
  private static final CommandError GT_LT_NX =
      CommandError.of("ERR GT, LT, and/or NX options at the same time are not compatible");
  private static final CommandError ONE_PAIR =
      CommandError.of("ERR INCR option supports a single increment-element pair");
  private static final CommandError NO_NUMBER =
      CommandError.of("ERR resulting score is not a number (NaN)");

  private static final double[] NONE = {};

  /** What ZADD was told, and what it did. */
  private static final class Work {
    boolean nx;
    boolean xx;
    boolean gt;
    boolean lt;
    boolean ch;
    boolean increment;
    int added;
    int updated;
    double last = Double.NaN;

    /** Reads the options; returns the argument behind them. */
    int options(Args args) {
      int at = 2;
      for (; at < args.count(); at++) {
        if (args.is(at, "NX")) {
          nx = true;
        } else if (args.is(at, "XX")) {
          xx = true;
        } else if (args.is(at, "GT")) {
          gt = true;
        } else if (args.is(at, "LT")) {
          lt = true;
        } else if (args.is(at, "CH")) {
          ch = true;
        } else if (args.is(at, "INCR")) {
          increment = true;
        } else {
          break;
        }
      }
      return at;
    }

    void check(int rest) {
      if (rest == 0 || rest % 2 != 0) {
        throw CommandError.SYNTAX;
      }
      if (nx && xx) {
        throw XX_AND_NX;
      }
      if ((gt && nx) || (lt && nx) || (gt && lt)) {
        throw GT_LT_NX;
      }
      if (increment && rest > 2) {
        throw ONE_PAIR;
      }
    }

    /** One member; {@link #last} is its score then, NaN if it was left as it was. */
    void put(ZsetValue zset, double given, byte[] array, int from, int length) {
      double before = zset.score(array, from, length);
      last = Double.NaN;
      if (Double.isNaN(before)) {
        if (!xx) {
          zset.put(given, array, from, length);
          added++;
          last = given;
        }
        return;
      }
      if (nx) {
        return;
      }
      double score = increment ? before + given : given;
      if (Double.isNaN(score)) {
        throw NO_NUMBER;
      }
      if ((lt && score >= before) || (gt && score <= before)) {
        return;
      }
      last = score;
      if (score != before) {
        zset.put(score, array, from, length);
        updated++;
      }
    }
  }

  ZsetAdd() {}

  void register(Registry registry) {
    registry.on("zadd", ZsetAdd::add).on("zincrby", ZsetAdd::increment);
  }

  private static void add(Call call) {
    Work work = new Work();
    int first = work.options(call.args());
    work.check(call.args().count() - first);
    run(call, work, first);
  }

  private static void increment(Call call) {
    Work work = new Work();
    work.increment = true;
    run(call, work, 2);
  }

  private static void run(Call call, Work work, int first) {
    Args args = call.args();
    int pairs = (args.count() - first) / 2;
    double single = 0;
    double[] scores = pairs == 1 ? NONE : new double[pairs];
    for (int i = 0; i < pairs; i++) {
      double score = Floats.strict(args.slice(first + 2 * i), CommandError.NOT_A_FLOAT);
      if (scores.length == 0) {
        single = score;
      } else {
        scores[i] = score;
      }
    }
    ZsetValue zset = call.write(1, ZsetValue.class);
    if (zset == null && !work.xx) {
      zset = new ZsetValue(call.engine().forms());
      call.add(1, zset);
    }
    for (int i = 0; zset != null && i < pairs; i++) {
      int member = first + 2 * i + 1;
      double score = scores.length == 0 ? single : scores[i];
      work.put(zset, score, args.buffer(), args.start(member), args.length(member));
    }
    tell(call, work);
  }

  private static void tell(Call call, Work work) {
    int changes = work.added + work.updated;
    if (changes > 0) {
      call.changed(1, ZSET, work.increment ? "zincr" : "zadd", changes);
    }
    if (!work.increment) {
      call.reply().integer(work.ch ? changes : work.added);
    } else if (Double.isNaN(work.last)) {
      call.reply().nil();
    } else {
      call.reply().dbl(work.last);
    }
  }
}
