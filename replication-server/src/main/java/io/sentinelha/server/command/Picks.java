package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.CommandError;
import java.util.random.RandomGenerator;

/** Chooses some of a row of elements while it is gone through, each as likely as another. */
final class Picks {

  private static final CommandError OUT_OF_RANGE = CommandError.of("ERR value is out of range");

  private static final long MOST_REPEATS = 1_000_000;

  private final RandomGenerator random;
  private final long count;
  private long left;
  private long wanted;

  Picks(RandomGenerator random, long size, long count) {
    this.random = random;
    this.count = Math.min(size, count);
    this.left = size;
    this.wanted = this.count;
  }

  /** Whether so few are wanted that trying is quicker than going through all. */
  static boolean isFew(long size, long count) {
    return size > 64 && count < size / 4;
  }

  /** How many are chosen. */
  long count() {
    return count;
  }

  /** Whether the next element is one of them. */
  boolean takesNext() {
    boolean takes = random.nextLong(left--) < wanted;
    if (takes) {
      wanted--;
    }
    return takes;
  }

  /**
   * Refuses to pick with repetition more often than {@value #MOST_REPEATS} times: a number in a
   * request must neither keep everybody waiting nor fill the memory.
   *
   * @param count negative for picks with repetition
   */
  static void requireFewEnough(long count) {
    if (count < -MOST_REPEATS) {
      throw OUT_OF_RANGE;
    }
  }

  /** Whether the argument behind the count is this word; refused if it is anything else. */
  static boolean withOption(Args args, String word, long count) {
    if (args.count() == 3) {
      return false;
    }
    if (args.count() > 4 || !args.is(3, word)) {
      throw CommandError.SYNTAX;
    }
    if (count < -Long.MAX_VALUE / 2 || count > Long.MAX_VALUE / 2) {
      throw OUT_OF_RANGE;
    }
    return true;
  }
}
