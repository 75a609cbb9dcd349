package io.sentinelha.server.store.packed;

/** Texts that are exactly what a 64-bit number looks like in its shortest form. */
public final class Decimal {

  /** Characters of the longest 64-bit number. */
  public static final int LONGEST = 20;

  private static final long OVERFLOW_GUARD = Long.MIN_VALUE / 10;

  private Decimal() {}

  /** Whether the text is a number: an optional minus and digits without leading zeros. */
  public static boolean isNumber(byte[] text, int from, int length) {
    if (length == 0 || length > LONGEST) {
      return false;
    }
    byte first = text[from];
    if (length == 1) {
      return first >= '0' && first <= '9';
    }
    int at = first == '-' ? from + 1 : from;
    if (text[at] < '1' || text[at] > '9') {
      return false;
    }
    long value = 0;
    for (int end = from + length; at < end; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9 || value < OVERFLOW_GUARD) {
        return false;
      }
      value = value * 10 - digit;
      if (value > 0) {
        return false;
      }
    }
    return first == '-' || value != Long.MIN_VALUE;
  }

  /** The number that a text is for which {@link #isNumber} holds. */
  public static long parse(byte[] text, int from, int length) {
    boolean negative = text[from] == '-';
    long value = 0; // Counted downwards: the range of negative numbers is one larger.
    for (int at = negative ? from + 1 : from; at < from + length; at++) {
      value = value * 10 - (text[at] - '0');
    }
    return negative ? value : -value;
  }

  /** Writes digits so that they end at a place; returns where they begin. */
  public static int writeBefore(byte[] into, int end, long value) {
    int at = end;
    long rest = value < 0 ? value : -value;
    while (rest <= -100) {
      long hundredth = rest / 100;
      int two = (int) (100 * hundredth - rest);
      into[--at] = (byte) ('0' + two % 10);
      into[--at] = (byte) ('0' + two / 10);
      rest = hundredth;
    }
    do {
      long tenth = rest / 10;
      into[--at] = (byte) ('0' - (int) (rest - 10 * tenth));
      rest = tenth;
    } while (rest != 0);
    if (value < 0) {
      into[--at] = '-';
    }
    return at;
  }
}
