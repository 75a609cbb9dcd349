package io.sentinelha.server.command;

import io.sentinelha.server.store.collection.ZsetValue;

/** A part of a sorted set, as a client describes it. */
@FunctionalInterface
interface RankBounds {

  /** The ranks that belong to it. */
  RankRange in(ZsetValue zset);

  /** From one rank to another, both counted from the end if negative. */
  static RankBounds ranks(long start, long stop) {
    return zset -> {
      long size = zset.size();
      long from = Math.max(0, start < 0 ? size + start : start);
      long to = Math.min(size - 1, stop < 0 ? size + stop : stop);
      return new RankRange(from, to + 1);
    };
  }
}
