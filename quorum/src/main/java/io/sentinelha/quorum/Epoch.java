package io.sentinelha.quorum;

/**
 * A logical time that only rises. The group shares one current epoch; votes, failovers and
 * configurations carry the epoch in which they were made, and the higher one wins.
 *
 * @param value from 0 to {@link #MAX}
 */
public record Epoch(long value) implements Comparable<Epoch> {

  /** Before the first election. */
  public static final Epoch ZERO = new Epoch(0);

  /**
   * The highest epoch ever spoken. Peers parse epochs as signed 64-bit numbers and count upwards
   * from what they adopt, so half of that range stays free: one message cannot bring the group to
   * where the next election overflows.
   */
  public static final long MAX = (1L << 62) - 1;

  /**
   * How far above our own epoch a stranger's may be and still be believed. A group that elects once
   * a second needs 136 years to get that far.
   */
  public static final long MAX_JUMP = 1L << 32;

  public Epoch {
    if (value < 0 || value > MAX) {
      throw new IllegalArgumentException("epoch must be in 0.." + MAX + ": got " + value);
    }
  }

  /**
   * The epoch of the next election.
   *
   * @throws IllegalArgumentException if this is {@link #MAX}
   */
  public Epoch next() {
    return new Epoch(value + 1);
  }

  public boolean isAfter(Epoch other) {
    return value > other.value;
  }

  /** The higher of the two. */
  public Epoch max(Epoch other) {
    return isAfter(other) ? this : other;
  }

  /**
   * Whether a number that came over the wire may be adopted by somebody whose epoch is this one.
   *
   * @param claimed any number at all
   * @return false when it is negative, above {@link #MAX}, or more than {@link #MAX_JUMP} ahead
   */
  public boolean believes(long claimed) {
    return claimed >= 0 && claimed <= MAX && claimed - value <= MAX_JUMP;
  }

  @Override
  public int compareTo(Epoch other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
