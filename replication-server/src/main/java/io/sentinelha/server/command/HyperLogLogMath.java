package io.sentinelha.server.command;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The hash that a {@link HyperLogLog} is made with, and the estimate. */
final class HyperLogLogMath {

  private static final double ALPHA = 0.7213475204444817;
  private static final long SEED = 0xadc83b19L;
  private static final long MULTIPLIER = 0xc6a4a7935bd1e995L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private HyperLogLogMath() {}

  /** MurmurHash64A. */
  static long hash(byte[] data, int from, int size) {
    long h = SEED ^ (size * MULTIPLIER);
    int at = from;
    int end = from + (size & ~7);
    for (; at < end; at += 8) {
      long k = (long) LONGS.get(data, at) * MULTIPLIER;
      k ^= k >>> 47;
      h = (h ^ (k * MULTIPLIER)) * MULTIPLIER;
    }
    int left = size & 7;
    if (left > 0) {
      for (int i = left - 1; i >= 0; i--) {
        h ^= (data[at + i] & 0xffL) << (8 * i);
      }
      h *= MULTIPLIER;
    }
    h ^= h >>> 47;
    h *= MULTIPLIER;
    return h ^ (h >>> 47);
  }

  /** How many different elements gave these registers, about. */
  static long estimate(byte[] registers) {
    int[] histogram = new int[64];
    for (byte register : registers) {
      histogram[register]++;
    }
    double m = HyperLogLog.REGISTERS;
    double z = m * tau((m - histogram[HyperLogLog.HASH_BITS + 1]) / m);
    for (int i = HyperLogLog.HASH_BITS; i >= 1; i--) {
      z += histogram[i];
      z *= 0.5;
    }
    z += m * sigma(histogram[0] / m);
    return Math.round(ALPHA * m * m / z);
  }

  private static double sigma(double start) {
    if (start == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double x = start;
    double y = 1;
    double z = start;
    double before;
    do {
      x *= x;
      before = z;
      z += x * y;
      y += y;
    } while (before != z);
    return z;
  }

  private static double tau(double start) {
    if (start == 0 || start == 1) {
      return 0;
    }
    double x = start;
    double y = 1;
    double z = 1 - x;
    double before;
    do {
      x = Math.sqrt(x);
      before = z;
      y *= 0.5;
      z -= (1 - x) * (1 - x) * y;
    } while (before != z);
    return z / 3;
  }
}
