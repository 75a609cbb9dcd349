package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.LongDouble;
import io.sentinelha.server.engine.LongSetting;
import io.sentinelha.server.store.Slice;

/** Arguments that are numbers, read as Redis reads them. */
final class Arguments {

  private static final CommandError NOT_POSITIVE =
      CommandError.of("ERR value is out of range, must be positive");
  private static final CommandError BAD_TIMEOUT =
      CommandError.of("ERR timeout is not a float or out of range");
  private static final CommandError LARGE_TIMEOUT = CommandError.of("ERR timeout is out of range");
  private static final CommandError NEGATIVE_TIMEOUT = CommandError.of("ERR timeout is negative");

  private Arguments() {}

  /** A number that is not negative. */
  static long positive(Args args, int index) {
    return atLeast(0, args, index, NOT_POSITIVE);
  }

  /** A number that is not less than another. */
  static long atLeast(long least, Args args, int index, CommandError refusal) {
    long value = args.number(index, refusal);
    if (value < least) {
      throw refusal;
    }
    return value;
  }

  /** How long a string may become: {@code proto-max-bulk-len}, where there is such a setting. */
  static long longestString(Call call) {
    return call.engine().settings().find("proto-max-bulk-len") instanceof LongSetting limit
        ? limit.value()
        : Integer.MAX_VALUE;
  }

  /** A number whose opposite is one, too. */
  static long count(Args args, int index) {
    return between(-Long.MAX_VALUE, Long.MAX_VALUE, args, index);
  }

  /** A number of 32 bits. */
  static int integer(Args args, int index) {
    return (int) between(Integer.MIN_VALUE, Integer.MAX_VALUE, args, index);
  }

  private static long between(long least, long most, Args args, int index) {
    long value = args.number(index);
    if (value < least || value > most) {
      throw CommandError.of(
          "ERR value is out of range, value must between " + least + " and " + most);
    }
    return value;
  }

  /** The seconds that a client wants to wait, in milliseconds. */
  static long timeout(Args args, int index, long now) {
    Slice text = args.slice(index);
    double seconds = Floats.lenient(text.array(), text.start(), text.length());
    if (Double.isInfinite(seconds)) {
      requireNumber(text);
      throw NEGATIVE_TIMEOUT; // What Redis makes of it when it overflows.
    }
    double millis = Math.ceil(Floats.strict(text, BAD_TIMEOUT) * 1000);
    if (millis < 0 || millis >= Long.MAX_VALUE) {
      throw NEGATIVE_TIMEOUT;
    }
    if ((long) millis > Long.MAX_VALUE - now) {
      throw LARGE_TIMEOUT;
    }
    return (long) millis;
  }

  private static void requireNumber(Slice text) {
    try {
      LongDouble.parse(text);
    } catch (CommandError e) {
      throw BAD_TIMEOUT;
    }
  }
}
