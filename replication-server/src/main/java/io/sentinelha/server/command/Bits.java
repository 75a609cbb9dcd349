package io.sentinelha.server.command;

import io.sentinelha.server.store.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Counting, finding and combining bits; bit 0 is the highest one of the first byte. */
final class Bits {

  /** What BITOP does. */
  enum Operation {
    AND,
    OR,
    XOR,
    NOT
  }

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Bits() {}

  /** Bits that are set between two, both included. */
  static long count(Slice text, long first, long last) {
    int from = (int) (first >> 3);
    int to = (int) (last >> 3);
    int head = 0xff >> (first & 7);
    int tail = 0xff << (7 - (last & 7)) & 0xff;
    byte[] array = text.array();
    int start = text.start();
    if (from == to) {
      return Integer.bitCount(array[start + from] & head & tail);
    }
    long count = Integer.bitCount(array[start + from] & head);
    count += Integer.bitCount(array[start + to] & tail);
    int at = start + from + 1;
    int end = start + to;
    for (; at + 8 <= end; at += 8) {
      count += Long.bitCount((long) LONGS.get(array, at));
    }
    for (; at < end; at++) {
      count += Integer.bitCount(array[at] & 0xff);
    }
    return count;
  }

  /** The first bit of a kind between two, both included; -1 if there is none. */
  static long find(Slice text, boolean set, long first, long last) {
    byte[] array = text.array();
    int start = text.start();
    long flip = set ? 0 : -1;
    long at = first;
    while (at <= last) {
      int place = (int) (at >> 3);
      if ((at & 7) == 0 && at + 63 <= last) {
        long word = (long) LONGS.get(array, start + place) ^ flip;
        if (word != 0) {
          return at + Long.numberOfLeadingZeros(word);
        }
        at += 64;
      } else {
        if ((((array[start + place] ^ flip) >> (7 - (at & 7))) & 1) == 1) {
          return at;
        }
        at++;
      }
    }
    return -1;
  }

  /** Combines texts; shorter ones are taken to end in zeros. */
  static byte[] combine(Operation operation, Slice[] sources, int length) {
    byte[] result = new byte[length];
    Slice first = sources[0];
    System.arraycopy(first.array(), first.start(), result, 0, first.length());
    if (operation == Operation.NOT) {
      for (int i = 0; i < length; i++) {
        result[i] = (byte) ~result[i];
      }
      return result;
    }
    for (int s = 1; s < sources.length; s++) {
      Slice source = sources[s];
      byte[] array = source.array();
      int start = source.start();
      int shared = source.length();
      switch (operation) {
        case AND -> {
          for (int i = 0; i < shared; i++) {
            result[i] &= array[start + i];
          }
          Arrays.fill(result, shared, length, (byte) 0);
        }
        case OR -> {
          for (int i = 0; i < shared; i++) {
            result[i] |= array[start + i];
          }
        }
        default -> {
          for (int i = 0; i < shared; i++) {
            result[i] ^= array[start + i];
          }
        }
      }
    }
    return result;
  }
}
