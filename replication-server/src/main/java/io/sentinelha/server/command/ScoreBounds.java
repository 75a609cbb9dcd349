package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.store.collection.ZsetValue;

/** A range of scores. */
record ScoreBounds(double min, boolean withoutMin, double max, boolean withoutMax)
    implements RankBounds {

  private static final CommandError NO_FLOAT = CommandError.of("ERR min or max is not a float");

  static ScoreBounds parse(Args args, int min, int max) {
    return new ScoreBounds(
        score(args, min), isExclusive(args, min), score(args, max), isExclusive(args, max));
  }

  private static boolean isExclusive(Args args, int index) {
    return args.length(index) > 0 && args.buffer()[args.start(index)] == '(';
  }

  private static double score(Args args, int index) {
    int skip = isExclusive(args, index) ? 1 : 0;
    double score =
        Floats.lenient(args.buffer(), args.start(index) + skip, args.length(index) - skip);
    if (Double.isNaN(score)) {
      throw NO_FLOAT;
    }
    return score;
  }

  @Override
  public RankRange in(ZsetValue zset) {
    return new RankRange(zset.below(min, withoutMin), zset.below(max, !withoutMax));
  }
}
