package io.sentinelha.server.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.store.Slice;
import java.util.Locale;

/** Texts as floating-point numbers, as C's {@code strtod} reads them. */
final class Floats {

  /** Whole numbers with fewer digits are read without rounding. */
  private static final int EXACT_DIGITS = 15;

  private Floats() {}

  /**
   * A number without anything around it, which is neither too large nor too close to zero.
   *
   * @param refusal thrown when it is anything else
   */
  static double strict(Slice text, CommandError refusal) {
    byte[] bytes = text.array();
    int start = text.start();
    int length = text.length();
    if (length == 0 || isSpace(bytes[start])) {
      throw refusal;
    }
    double value = parse(bytes, start, length);
    boolean infinite = Double.isInfinite(value);
    if (Double.isNaN(value)
        || (infinite && !isWordInfinity(bytes, start, length))
        || (value == 0 && !isZero(bytes, start, length))) {
      throw refusal;
    }
    return value;
  }

  /** As {@link #strict}, but blanks before it are skipped and nothing at all is 0; NaN if bad. */
  static double lenient(byte[] bytes, int from, int length) {
    int start = from;
    int end = from + length;
    for (int i = from; i < end; i++) {
      if (bytes[i] == 0) {
        end = i; // C's strings end there.
      }
    }
    if (start == end) {
      return 0;
    }
    while (start < end && isSpace(bytes[start])) {
      start++;
    }
    return start == end ? Double.NaN : parse(bytes, start, end - start);
  }

  /** As {@link #lenient}, but NaN too if it is too large or too close to zero. */
  static double weight(byte[] text) {
    double value = lenient(text, 0, text.length);
    int start = 0;
    while (start < text.length && isSpace(text[start])) {
      start++;
    }
    int length = text.length - start;
    boolean rounded =
        Double.isInfinite(value)
            ? !isWordInfinity(text, start, length)
            : value == 0 && !isZero(text, start, length);
    return rounded ? Double.NaN : value;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || (b >= 9 && b <= 13);
  }

  private static boolean isWordInfinity(byte[] bytes, int from, int length) {
    int last = bytes[from + length - 1] | 0x20;
    return last == 'y' || (last == 'f' && !isHex(bytes, from, length));
  }

  private static boolean isZero(byte[] bytes, int from, int length) {
    boolean hex = isHex(bytes, from, length);
    for (int i = from; i < from + length; i++) {
      int c = bytes[i] | 0x20;
      if (c == (hex ? 'p' : 'e')) {
        break;
      }
      if ((c >= '1' && c <= '9') || (hex && c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(byte[] bytes, int from, int length) {
    int at = length > 0 && (bytes[from] == '-' || bytes[from] == '+') ? from + 1 : from;
    return at + 1 < from + length && bytes[at] == '0' && (bytes[at + 1] | 0x20) == 'x';
  }

  /** NaN if it is no number. */
  private static double parse(byte[] bytes, int from, int length) {
    int at = from;
    int end = from + length;
    boolean negative = bytes[at] == '-';
    if (negative || bytes[at] == '+') {
      at++;
    }
    if (end - at <= EXACT_DIGITS && end > at) {
      long whole = 0;
      int i = at;
      while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
        whole = 10 * whole + (bytes[i++] - '0');
      }
      if (i == end) {
        return negative ? -(double) whole : whole;
      }
    }
    String text = new String(bytes, at, end - at, ISO_8859_1).toLowerCase(Locale.ROOT);
    double value = text.startsWith("0x") ? hex(text) : decimal(text);
    return negative ? -value : value;
  }

  private static double decimal(String text) {
    if (text.equals("inf") || text.equals("infinity")) {
      return Double.POSITIVE_INFINITY;
    }
    int at = digits(text, 0, 10);
    int count = at;
    if (at < text.length() && text.charAt(at) == '.') {
      int end = digits(text, at + 1, 10);
      count += end - at - 1;
      at = end;
    }
    if (count == 0 || !isExponent(text, at, 'e')) {
      return Double.NaN;
    }
    return Double.parseDouble(text);
  }

  private static double hex(String text) {
    int at = digits(text, 2, 16);
    int count = at - 2;
    if (at < text.length() && text.charAt(at) == '.') {
      int end = digits(text, at + 1, 16);
      count += end - at - 1;
      at = end;
    }
    if (count == 0 || !isExponent(text, at, 'p')) {
      return Double.NaN;
    }
    return Double.parseDouble(at == text.length() ? text + "p0" : text);
  }

  private static int digits(String text, int from, int base) {
    int at = from;
    while (at < text.length() && Character.digit(text.charAt(at), base) >= 0) {
      at++;
    }
    return at;
  }

  /** Whether there is nothing, or an exponent and nothing behind it. */
  private static boolean isExponent(String text, int from, char letter) {
    if (from == text.length()) {
      return true;
    }
    if (text.charAt(from) != letter) {
      return false;
    }
    int at = from + 1;
    if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    return at < text.length() && digits(text, at, 10) == text.length();
  }
}
