package io.sentinelha.server.store.collection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Whole numbers, sorted, in 2, 4 or 8 bytes each: as many as the largest needs. */
final class IntSet {

  private static final int HEADER = 8;
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int width;
  private int count;

  IntSet() {
    this(new byte[0], 2, 0);
  }

  private IntSet(byte[] bytes, int width, int count) {
    this.bytes = bytes;
    this.width = width;
    this.count = count;
  }

  IntSet copy() {
    return new IntSet(Arrays.copyOf(bytes, width * count), width, count);
  }

  int count() {
    return count;
  }

  int capacity() {
    return bytes.length;
  }

  long get(int index) {
    return switch (width) {
      case 2 -> (short) SHORTS.get(bytes, 2 * index);
      case 4 -> (int) INTS.get(bytes, 4 * index);
      default -> (long) LONGS.get(bytes, 8 * index);
    };
  }

  private void set(int index, long value) {
    switch (width) {
      case 2 -> SHORTS.set(bytes, 2 * index, (short) value);
      case 4 -> INTS.set(bytes, 4 * index, (int) value);
      default -> LONGS.set(bytes, 8 * index, value);
    }
  }

  private static int widthOf(long value) {
    return value == (short) value ? 2 : value == (int) value ? 4 : 8;
  }

  boolean has(long value) {
    return search(value) >= 0;
  }

  /** Its index; {@code -(where it would be) - 1} if it is not there. */
  private int search(long value) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long there = get(middle);
      if (there < value) {
        low = middle + 1;
      } else if (there > value) {
        high = middle - 1;
      } else {
        return middle;
      }
    }
    return -low - 1;
  }

  /** Adds a number; returns whether it is new. */
  boolean add(long value) {
    int found = search(value);
    if (found >= 0) {
      return false;
    }
    if (widthOf(value) > width) {
      widen(widthOf(value));
    }
    int at = -found - 1;
    if (bytes.length < width * (count + 1)) {
      bytes = Arrays.copyOf(bytes, width * (count + 1 + Math.max(3, count / 4)));
    }
    System.arraycopy(bytes, width * at, bytes, width * (at + 1), width * (count - at));
    count++;
    set(at, value);
    return true;
  }

  private void widen(int wider) {
    IntSet wide = new IntSet(new byte[wider * (count + 4)], wider, count);
    for (int i = 0; i < count; i++) {
      wide.set(i, get(i));
    }
    bytes = wide.bytes;
    width = wider;
  }

  /** Removes a number; returns whether it was there. */
  boolean remove(long value) {
    int at = search(value);
    if (at < 0) {
      return false;
    }
    System.arraycopy(bytes, width * (at + 1), bytes, width * at, width * (count - at - 1));
    count--;
    if (width * count < bytes.length / 4) {
      bytes = Arrays.copyOf(bytes, width * count);
    }
    return true;
  }

  /** As it stands in files. */
  byte[] encoded() {
    byte[] all = new byte[HEADER + width * count];
    INTS.set(all, 0, width);
    INTS.set(all, 4, count);
    System.arraycopy(bytes, 0, all, HEADER, width * count);
    return all;
  }

  /**
   * Takes what {@link #encoded} gives.
   *
   * @throws IllegalArgumentException if it is damaged
   */
  static IntSet decode(byte[] all) {
    int width = all.length < HEADER ? 0 : (int) INTS.get(all, 0);
    if ((width != 2 && width != 4 && width != 8)
        || (all.length - HEADER) % width != 0
        || (int) INTS.get(all, 4) != (all.length - HEADER) / width) {
      throw new IllegalArgumentException("intset: header does not fit");
    }
    int count = (all.length - HEADER) / width;
    IntSet set = new IntSet(Arrays.copyOfRange(all, HEADER, all.length), width, count);
    for (int i = 1; i < count; i++) {
      if (set.get(i - 1) >= set.get(i)) {
        throw new IllegalArgumentException("intset: not sorted");
      }
    }
    return set;
  }
}
