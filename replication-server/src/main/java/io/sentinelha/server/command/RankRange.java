package io.sentinelha.server.command;

/**
 * Ranks from one up to, and without, another.
 *
 * @param to is made {@code from} if it is lower
 */
record RankRange(long from, long to) {

  RankRange {
    to = Math.max(from, to);
  }

  long count() {
    return to - from;
  }

  /** As seen from the highest score down. */
  RankRange reversed(long size) {
    return new RankRange(size - to, size - from);
  }

  /**
   * A part of it.
   *
   * @param reversed whether it is counted from its end
   * @param offset nothing is left if negative
   * @param most everything if negative
   */
  RankRange limited(boolean reversed, long offset, long most) {
    if (offset < 0 || offset >= count()) {
      return new RankRange(from, from);
    }
    long left = count() - offset;
    long kept = most < 0 ? left : Math.min(left, most);
    return reversed
        ? new RankRange(to - offset - kept, to - offset)
        : new RankRange(from + offset, from + offset + kept);
  }
}
