package io.sentinelha.server.engine;

import java.util.Arrays;

/**
 * How often which duration occurred, from a nanosecond to a second, within one percent: 128 steps
 * per doubling. Grows with the longest duration seen.
 */
public final class Histogram {

  private static final long LONGEST = 1_000_000_000;

  /** Steps per doubling, and the bits of a value that choose one. */
  private static final int HALF = 128;

  private static final int HALF_BITS = 7;

  private long[] counts = new long[2 * HALF];
  private long total;

  public Histogram() {}

  /** Counts a duration. */
  public void add(long nanos) {
    int index = index(Math.max(0, Math.min(nanos, LONGEST)));
    if (index >= counts.length) {
      counts = Arrays.copyOf(counts, (index / HALF + 1) * HALF);
    }
    counts[index]++;
    total++;
  }

  public long total() {
    return total;
  }

  private static int index(long value) {
    int shift = shift(value);
    return shift * HALF + (int) (value >>> shift);
  }

  /** How many of the lowest bits of a value are not told apart. */
  private static int shift(long value) {
    return Math.max(0, 63 - HALF_BITS - Long.numberOfLeadingZeros(value));
  }

  /** The largest value that is not told apart from this one. */
  public static long highestLike(long value) {
    int shift = shift(value);
    return (((value >>> shift) + 1) << shift) - 1;
  }

  private static long highestOf(int index) {
    int shift = Math.max(0, index / HALF - 1);
    return ((index - (long) shift * HALF + 1) << shift) - 1;
  }

  /** The duration that so many percent did not exceed; 0 if nothing was counted. */
  public long percentile(double percent) {
    long wanted = Math.max(1, (long) (percent / 100 * total + 0.5));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return highestOf(i);
      }
    }
    return 0;
  }

  /** How many were not longer than this, or than what is not told apart from it. */
  public long upTo(long nanos) {
    long seen = 0;
    int last = Math.min(index(nanos), counts.length - 1);
    for (int i = 0; i <= last; i++) {
      seen += counts[i];
    }
    return seen;
  }
}
