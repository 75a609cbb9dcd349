package io.sentinelha.server.rdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The checksum of dumps: CRC-64 with the polynomial of Jones, reflected, from 0 and without a final
 * exclusive-or. Eight bytes per step, with a table for each.
 */
public final class Crc64 {

  private static final long POLYNOMIAL = 0x95ac9329ac4bc9b5L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long[][] TABLES = tables();

  private Crc64() {}

  private static long[][] tables() {
    long[][] tables = new long[8][256];
    for (int i = 0; i < 256; i++) {
      long crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
      }
      tables[0][i] = crc;
    }
    for (int i = 0; i < 256; i++) {
      for (int t = 1; t < 8; t++) {
        long before = tables[t - 1][i];
        tables[t][i] = (before >>> 8) ^ tables[0][(int) before & 0xff];
      }
    }
    return tables;
  }

  /** The checksum of what had the checksum {@code before}, followed by these bytes. */
  public static long update(long before, byte[] bytes, int from, int length) {
    long crc = before;
    int at = from;
    int end = from + length;
    for (; end - at >= 8; at += 8) {
      long word = crc ^ (long) LONGS.get(bytes, at);
      crc = TABLES[7][(int) word & 0xff];
      for (int t = 6; t >= 0; t--) {
        word >>>= 8;
        crc ^= TABLES[t][(int) word & 0xff];
      }
    }
    for (; at < end; at++) {
      crc = (crc >>> 8) ^ TABLES[0][(int) (crc ^ bytes[at]) & 0xff];
    }
    return crc;
  }
}
