package io.sentinelha.server.store;

import java.util.Arrays;

/**
 * Keys that will be looked up one after the other, touched together beforehand. A lookup in a large
 * table waits for memory three times, one access after the other; those of several keys do not
 * depend on each other, so the processor waits for them at the same time.
 *
 * <p>A hint and nothing more: a key that is named in vain costs a little time.
 *
 * @see "docs/adr/0038"
 */
public final class KeyBatch {

  /** More accesses than this are not under way at the same time. */
  public static final int MOST = 16;

  /** A table of fewer items is in the processor's own memory anyway. */
  private static final long WORTH_IT = 1 << 14;

  private final int[] starts = new int[MOST];
  private final int[] lengths = new int[MOST];
  private final long[] hashes = new long[MOST];
  private final int[] slots = new int[MOST];
  private int count;

  /** Kept so that the accesses cannot be left out. */
  private long seen;

  public KeyBatch() {}

  /** Whether it is of any use for a table. */
  public static boolean helps(BucketTable table) {
    return table.size() >= WORTH_IT;
  }

  public boolean isFull() {
    return count == MOST;
  }

  /**
   * Names a key by its place; refused by an exception if the batch {@linkplain #isFull is full}.
   */
  public void add(int start, int length) {
    starts[count] = start;
    lengths[count] = length;
    count++;
  }

  /** Whether the key that was added last is the same as the one before it. */
  public boolean isLastTwice(byte[] bytes) {
    int last = count - 1;
    return last > 0
        && lengths[last] == lengths[last - 1]
        && Arrays.equals(
            bytes,
            starts[last],
            starts[last] + lengths[last],
            bytes,
            starts[last - 1],
            starts[last - 1] + lengths[last]);
  }

  /**
   * Touches what lookups of the keys of these items will need.
   *
   * @param items others than items may be among them
   * @param to at most {@link #MOST} behind {@code from}
   */
  public void touch(BucketTable table, Object[] items, int from, int to) {
    if (!helps(table)) {
      return;
    }
    long sum = seen;
    int found = 0;
    for (int i = from; i < to; i++) {
      if (items[i] instanceof byte[] || items[i] instanceof Entry) {
        long hash = table.hash(items[i]);
        hashes[found++] = hash;
        sum += table.segment(hash).size;
      }
    }
    for (int i = 0; i < found; i++) {
      Segment segment = table.segment(hashes[i]);
      if (segment.slots[segment.likely(hashes[i])] != null) {
        sum++;
      }
    }
    seen = sum;
  }

  /** Touches what the lookups of these keys in {@code bytes} will need, and begins a new batch. */
  public void touch(BucketTable table, byte[] bytes) {
    long sum = seen;
    for (int i = 0; i < count; i++) {
      long hash = table.hash(bytes, starts[i], lengths[i]);
      hashes[i] = hash;
      sum += table.segment(hash).size;
    }
    for (int i = 0; i < count; i++) {
      slots[i] = table.segment(hashes[i]).likely(hashes[i]);
    }
    for (int i = 0; i < count; i++) {
      Object item = table.segment(hashes[i]).slots[slots[i]];
      if (item instanceof byte[] record) {
        sum += record[0] + record[record.length - 1];
      } else if (item instanceof Entry entry) {
        sum += entry.key.length;
      }
    }
    seen = sum;
    count = 0;
  }
}
