package io.sentinelha.server.store.collection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Where the key stands in an item of a {@link Table}. Items are arrays that never change once a
 * frozen twin has them too.
 */
enum Layout {
  /** The item is the key. */
  MEMBER,

  /** Eight bytes of score, then the key. */
  SCORED,

  /** The length of the key (one byte, or 255 and four bytes), the key, a value. */
  PAIR;

  static final int SCORE = 8;

  private static final int LONG_KEY = 255;
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  int keyStart(byte[] item) {
    return switch (this) {
      case MEMBER -> 0;
      case SCORED -> SCORE;
      case PAIR -> item[0] == (byte) LONG_KEY ? 5 : 1;
    };
  }

  int keyLength(byte[] item) {
    return switch (this) {
      case MEMBER -> item.length;
      case SCORED -> item.length - SCORE;
      case PAIR -> item[0] == (byte) LONG_KEY ? (int) INTS.get(item, 1) : item[0] & 0xff;
    };
  }

  boolean hasKey(byte[] item, byte[] key, int from, int length) {
    int start = keyStart(item);
    return keyLength(item) == length
        && Arrays.equals(item, start, start + length, key, from, from + length);
  }

  static byte[] scored(double score, byte[] key, int from, int length) {
    byte[] item = new byte[SCORE + length];
    LONGS.set(item, 0, Double.doubleToRawLongBits(score));
    System.arraycopy(key, from, item, SCORE, length);
    return item;
  }

  static double score(byte[] item) {
    return Double.longBitsToDouble((long) LONGS.get(item, 0));
  }

  static byte[] pair(
      byte[] key, int keyFrom, int keyLength, byte[] value, int valueFrom, int valueLength) {
    int head = keyLength < LONG_KEY ? 1 : 5;
    byte[] item = new byte[Math.addExact(head + keyLength, valueLength)];
    if (head == 1) {
      item[0] = (byte) keyLength;
    } else {
      item[0] = (byte) LONG_KEY;
      INTS.set(item, 1, keyLength);
    }
    System.arraycopy(key, keyFrom, item, head, keyLength);
    System.arraycopy(value, valueFrom, item, head + keyLength, valueLength);
    return item;
  }

  /** Where the value of a {@link #PAIR} begins. */
  static int valueStart(byte[] pair) {
    return PAIR.keyStart(pair) + PAIR.keyLength(pair);
  }
}
