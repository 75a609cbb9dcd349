package io.sentinelha.server.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Numbers;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.stream.StreamId;
import java.math.BigInteger;

/** Ids of entries as clients write them. */
final class StreamIds {

  static final CommandError INVALID =
      CommandError.of("ERR Invalid stream ID specified as stream command argument");

  private static final int LONGEST = 127;
  private static final BigInteger UNSIGNED = BigInteger.ONE.shiftLeft(64);

  private StreamIds() {}

  /** Whether only the time is given: {@code ms-*}. */
  static boolean hasOpenNumber(Args args, int index) {
    String text = text(args.slice(index));
    int dash = text.indexOf('-');
    return dash >= 0 && text.substring(dash + 1).equals("*");
  }

  /** The time of an id that {@link #hasOpenNumber}. */
  static long time(Args args, int index) {
    String text = text(args.slice(index));
    return unsigned(text.substring(0, text.indexOf('-')));
  }

  /** The id of an argument; neither {@code -} nor {@code +}. */
  static StreamId strict(Args args, int index) {
    return parse(args.slice(index), 0, true);
  }

  /** As {@link #strict}, but for {@code -} and {@code +}, the least and the greatest one. */
  static StreamId lenient(Args args, int index) {
    return parse(args.slice(index), 0, false);
  }

  /** The beginning of an interval; behind {@code (} the one after. */
  static StreamId start(Args args, int index) {
    Slice text = args.slice(index);
    if (!isExclusive(text)) {
      return parse(text, 0, false);
    }
    StreamId id = parse(rest(text), 0, true);
    if (id.equals(StreamId.MAX)) {
      throw CommandError.of("ERR invalid start ID for the interval");
    }
    return id.next();
  }

  /** The end of an interval; behind {@code (} the one before. */
  static StreamId end(Args args, int index) {
    Slice text = args.slice(index);
    if (!isExclusive(text)) {
      return parse(text, -1, false);
    }
    StreamId id = parse(rest(text), -1, true);
    if (id.equals(StreamId.MIN)) {
      throw CommandError.of("ERR invalid end ID for the interval");
    }
    return id.previous();
  }

  static byte[] bytes(StreamId id) {
    return id.toString().getBytes(ISO_8859_1);
  }

  private static boolean isExclusive(Slice text) {
    return text.length() > 1 && text.array()[text.start()] == '(';
  }

  private static Slice rest(Slice text) {
    return new Slice(text.array(), text.start() + 1, text.length() - 1);
  }

  /** As C sees it: what stands behind a zero is not looked at. */
  private static String text(Slice slice) {
    if (slice.length() > LONGEST) {
      throw INVALID;
    }
    String text = slice.toString();
    int zero = text.indexOf(0);
    return zero < 0 ? text : text.substring(0, zero);
  }

  private static StreamId parse(Slice slice, long missing, boolean strict) {
    String text = text(slice);
    if (text.equals("-") || text.equals("+")) {
      if (strict) {
        throw INVALID;
      }
      return text.equals("-") ? StreamId.MIN : StreamId.MAX;
    }
    int dash = text.indexOf('-');
    if (dash < 0) {
      return new StreamId(unsigned(text), missing);
    }
    String number = text.substring(dash + 1);
    return new StreamId(unsigned(text.substring(0, dash)), unsigned(number));
  }

  /**
   * A 64-bit number without sign. What is no number in its shortest form is read as C's strtoull
   * reads it: blanks in front, a sign, zeros in front.
   */
  private static long unsigned(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    if (Numbers.isNumber(bytes, 0, bytes.length)) {
      long value = Numbers.parse(bytes, 0, bytes.length, INVALID);
      if (value < 0) {
        throw INVALID;
      }
      return value;
    }
    int at = 0;
    while (at < text.length() && (text.charAt(at) == ' ' || isControlBlank(text.charAt(at)))) {
      at++;
    }
    boolean negative = at < text.length() && text.charAt(at) == '-';
    if (at < text.length() && (negative || text.charAt(at) == '+')) {
      at++;
    }
    String digits = text.substring(at);
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw INVALID;
    }
    BigInteger value = new BigInteger(digits);
    if (value.compareTo(UNSIGNED) >= 0) {
      throw INVALID;
    }
    return negative ? -value.longValue() : value.longValue();
  }

  private static boolean isControlBlank(char c) {
    return c >= '\t' && c <= '\r';
  }
}
