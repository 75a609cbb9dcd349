package io.sentinelha.server.store.stream;

/**
 * The name of an entry: a time and a number within it.
 *
 * @param ms milliseconds, unsigned
 * @param seq unsigned
 */
public record StreamId(long ms, long seq) implements Comparable<StreamId> {

  public static final StreamId MIN = new StreamId(0, 0);
  public static final StreamId MAX = new StreamId(-1, -1);

  @Override
  public int compareTo(StreamId other) {
    int order = Long.compareUnsigned(ms, other.ms);
    return order != 0 ? order : Long.compareUnsigned(seq, other.seq);
  }

  public boolean isAfter(StreamId other) {
    return compareTo(other) > 0;
  }

  public boolean isBefore(StreamId other) {
    return compareTo(other) < 0;
  }

  /** The next one; {@link #MIN} after {@link #MAX}. */
  public StreamId next() {
    return new StreamId(seq == -1 ? ms + 1 : ms, seq + 1);
  }

  /** The one before; {@link #MAX} before {@link #MIN}. */
  public StreamId previous() {
    return new StreamId(seq == 0 ? ms - 1 : ms, seq - 1);
  }

  /** As clients write it. */
  @Override
  public String toString() {
    return Long.toUnsignedString(ms) + "-" + Long.toUnsignedString(seq);
  }
}
