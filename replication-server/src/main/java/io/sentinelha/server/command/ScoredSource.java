package io.sentinelha.server.command;

import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.store.Entry;
import io.sentinelha.server.store.collection.SetValue;
import io.sentinelha.server.store.collection.Text;
import io.sentinelha.server.store.collection.ZsetValue;
import org.jspecify.annotations.Nullable;

/** Members with scores for {@link ZsetAlgebra}: of a sorted set, or of a set, where each has 1. */
final class ScoredSource {

  private final @Nullable ZsetValue zset;
  private final @Nullable SetValue set;
  private double weight = 1;

  /** Takes a member; returns whether there shall be more. */
  @FunctionalInterface
  interface Taker {
    boolean accept(Text member, double score);
  }

  private ScoredSource(@Nullable ZsetValue zset, @Nullable SetValue set) {
    this.zset = zset;
    this.set = set;
  }

  /** What stands behind a key; nothing if null, refused if it is neither. */
  static ScoredSource of(@Nullable Object item) {
    if (item == null) {
      return new ScoredSource(null, null);
    }
    if (item instanceof Entry entry) {
      if (entry.value() instanceof ZsetValue sorted) {
        return new ScoredSource(sorted, null);
      }
      if (entry.value() instanceof SetValue plain) {
        return new ScoredSource(null, plain);
      }
    }
    throw CommandError.WRONG_TYPE;
  }

  double weight() {
    return weight;
  }

  void weight(double factor) {
    weight = factor;
  }

  long size() {
    return zset != null ? zset.size() : set != null ? set.size() : 0;
  }

  /** NaN if it is not there. */
  double score(Text member) {
    if (zset != null) {
      return zset.score(member.array(), member.start(), member.length());
    }
    return set != null && set.has(member) ? 1 : Double.NaN;
  }

  void forEach(Taker into) {
    if (zset != null) {
      ZsetValue.Cursor cursor = zset.cursor(0, false);
      while (cursor.next() && into.accept(cursor.member(), cursor.score())) {}
    } else if (set != null) {
      SetValue.Cursor cursor = set.cursor();
      while (cursor.next() && into.accept(cursor.member(), 1)) {}
    }
  }
}
