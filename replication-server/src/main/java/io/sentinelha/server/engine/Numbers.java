package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.store.packed.Decimal;

/** Numbers as text, exactly as strict as Redis. */
public final class Numbers {

  /** Characters of the longest 64-bit number. */
  public static final int LONGEST = Decimal.LONGEST;

  /** Of a positive one; ten times as much as its bound is no 64-bit number. */
  private static final int LONGEST_DIGITS = 19;

  private Numbers() {}

  /**
   * Reads a 64-bit number: an optional minus and digits without leading zeros, nothing else.
   *
   * @param refusal thrown when it is anything else
   */
  public static long parse(byte[] text, int from, int length, CommandError refusal) {
    if (!Decimal.isNumber(text, from, length)) {
      throw refusal;
    }
    return Decimal.parse(text, from, length);
  }

  /** Whether the text is what {@link #parse} takes. */
  public static boolean isNumber(byte[] text, int from, int length) {
    return Decimal.isNumber(text, from, length);
  }

  /** How many characters {@link #write} needs. */
  public static int length(long value) {
    if (value == Long.MIN_VALUE) {
      return LONGEST;
    }
    long size = Math.abs(value);
    int digits = 1;
    for (long bound = 10; digits < LONGEST_DIGITS && size >= bound; bound *= 10) {
      digits++;
    }
    return value < 0 ? digits + 1 : digits;
  }

  /** Writes a number; returns the place behind it. */
  public static int write(byte[] into, int from, long value) {
    if (value >= 0 && value <= 9) {
      into[from] = (byte) ('0' + value);
      return from + 1;
    }
    int end = from + length(value);
    Decimal.writeBefore(into, end, value);
    return end;
  }

  /** A number's digits. */
  public static byte[] text(long value) {
    return Long.toString(value).getBytes(ISO_8859_1);
  }
}
