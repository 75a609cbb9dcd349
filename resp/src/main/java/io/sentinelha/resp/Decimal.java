package io.sentinelha.resp;

import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.util.OptionalLong;

/** Numbers as digits, without going through strings. */
final class Decimal {

  /** Digits of the longest 64-bit number, and its sign. */
  private static final int MAX_LENGTH = 20;

  private static final long OVERFLOW_GUARD = Long.MIN_VALUE / 10;

  private Decimal() {}

  /**
   * Reads a 64-bit number in the one form that Redis accepts: an optional minus, no plus, no
   * leading zero, no blank, no minus zero.
   *
   * @param from index of the first digit or the sign
   * @return empty when it is anything else, or out of range
   */
  static OptionalLong parse(ByteBuf in, int from, int length) {
    if (length == 0 || length > MAX_LENGTH) {
      return OptionalLong.empty();
    }
    if (length == 1 && in.getByte(from) == '0') {
      return OptionalLong.of(0);
    }
    boolean negative = in.getByte(from) == '-';
    int at = negative ? from + 1 : from;
    int end = from + length;
    if (at == end || in.getByte(at) == '0') {
      return OptionalLong.empty();
    }
    long value = 0; // Counted downwards: the range of negative numbers is one larger.
    for (; at < end; at++) {
      int digit = in.getByte(at) - '0';
      if (digit < 0 || digit > 9 || value < OVERFLOW_GUARD) {
        return OptionalLong.empty();
      }
      value = value * 10 - digit;
      if (value > 0) {
        return OptionalLong.empty();
      }
    }
    if (negative) {
      return OptionalLong.of(value);
    }
    return value == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(-value);
  }

  /** How many characters {@link #write} needs. */
  static int length(long value) {
    if (value == Long.MIN_VALUE) {
      return MAX_LENGTH;
    }
    int length = value < 0 ? 2 : 1;
    for (long rest = Math.abs(value); rest >= 10; rest /= 10) {
      length++;
    }
    return length;
  }

  /** Appends the number. */
  static void write(ByteBuf out, long value) {
    int length = length(value);
    out.ensureWritable(length);
    int start = out.writerIndex();
    int at = start + length;
    long rest = value < 0 ? value : -value; // Negative throughout, as in parse.
    do {
      out.setByte(--at, '0' - (int) (rest % 10));
      rest /= 10;
    } while (rest != 0);
    if (value < 0) {
      out.setByte(start, '-');
    }
    out.writerIndex(start + length);
  }

  /**
   * A floating-point number in the fewest digits that read back as the same number, in the shape
   * that C programs print: {@code 3}, {@code 0.1}, {@code 1e+20}, {@code inf}, {@code nan}.
   */
  static String format(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    if (exponent > -5 && exponent < 17) {
      return digits.toPlainString();
    }
    String mantissa = digits.movePointLeft(exponent).toPlainString();
    String sign = exponent < 0 ? "-" : "+";
    int size = Math.abs(exponent);
    return mantissa + "e" + sign + (size < 10 ? "0" : "") + size;
  }
}
