package io.sentinelha.server.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Large arrays for replies and requests on their way, lent again and again: one that is thrown away
 * would lie among the data until all of them are collected. On the engine's thread.
 *
 * @see "docs/adr/0031"
 */
public final class Buffers {

  /** A larger array is made for its purpose alone. */
  public static final int LARGEST = 64 << 10;

  /** A smaller one is garbage like any other. */
  private static final int SMALLEST = 4 << 10;

  /** Bytes that are kept of each size. */
  private static final int KEPT = 2 << 20;

  /** By size: of every power of two one. */
  private final List<ArrayDeque<byte[]>> spare = new ArrayList<>();

  Buffers() {
    for (int size = SMALLEST; size <= LARGEST; size *= 2) {
      spare.add(new ArrayDeque<>());
    }
  }

  /** An array of at least so many bytes, with whatever content. */
  public byte[] take(int least) {
    if (least > LARGEST || least <= SMALLEST / 2) {
      return new byte[least];
    }
    int size = Math.max(SMALLEST, Integer.highestOneBit(least - 1) << 1);
    byte[] used = of(size).poll();
    return used == null ? new byte[size] : used;
  }

  /** Gives one back that was taken, or any other; nobody may have it any more. */
  public void give(byte[] array) {
    int size = array.length;
    if (size >= SMALLEST && size <= LARGEST && Integer.bitCount(size) == 1) {
      ArrayDeque<byte[]> others = of(size);
      if (others.size() < KEPT / size) {
        others.push(array);
      }
    }
  }

  private ArrayDeque<byte[]> of(int size) {
    return spare.get(Integer.numberOfTrailingZeros(size / SMALLEST));
  }
}
