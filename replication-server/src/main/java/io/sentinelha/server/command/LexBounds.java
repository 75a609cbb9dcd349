package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.collection.ZsetValue;

/** A range of texts; slices of the request, good as long as that. */
record LexBounds(Bound min, Bound max) implements RankBounds {

  private static final CommandError INVALID =
      CommandError.of("ERR min or max not valid string range item");

  private enum Kind {
    LEAST,
    MOST,
    WITH,
    WITHOUT
  }

  /** One end. */
  private record Bound(Kind kind, Slice text) {

    static Bound parse(Args args, int index) {
      Slice all = args.slice(index);
      int first = all.length() == 0 ? 0 : all.array()[all.start()];
      if ((first == '-' || first == '+') && all.length() == 1) {
        return new Bound(first == '-' ? Kind.LEAST : Kind.MOST, all);
      }
      if (first != '[' && first != '(') {
        throw INVALID;
      }
      Slice text = new Slice(all.array(), all.start() + 1, all.length() - 1);
      return new Bound(first == '[' ? Kind.WITH : Kind.WITHOUT, text);
    }
  }

  static LexBounds parse(Args args, int min, int max) {
    return new LexBounds(Bound.parse(args, min), Bound.parse(args, max));
  }

  @Override
  public RankRange in(ZsetValue zset) {
    long size = zset.size();
    long from =
        switch (min.kind()) {
          case LEAST -> 0;
          case MOST -> size;
          default -> zset.belowText(0, min.text(), min.kind() == Kind.WITHOUT);
        };
    if (from == size) {
      return new RankRange(from, from);
    }
    long to =
        switch (max.kind()) {
          case LEAST -> 0;
          case MOST -> size;
          default -> from + zset.belowText(from, max.text(), max.kind() == Kind.WITH);
        };
    return new RankRange(from, to);
  }
}
