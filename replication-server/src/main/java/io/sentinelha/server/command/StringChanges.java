package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.STRING;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.LongDouble;
import io.sentinelha.server.engine.Numbers;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.LongString;
import io.sentinelha.server.store.Slice;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Counting, appending, and reading and writing parts of strings. */
final class StringChanges {

  private static final CommandError OVERFLOW =
      CommandError.of("ERR increment or decrement would overflow");
  private static final CommandError BAD_OFFSET = CommandError.of("ERR offset is out of range");
  private static final byte[] SET = "SET".getBytes(ISO_8859_1);
  private static final byte[] KEEPTTL = "KEEPTTL".getBytes(ISO_8859_1);

  private final byte[] digits = new byte[Numbers.LONGEST];

  StringChanges() {}

  void register(Registry registry) {
    registry
        .on("incr", call -> add(call, 1))
        .on("decr", call -> add(call, -1))
        .on("incrby", call -> add(call, call.args().number(2)))
        .on("decrby", this::decrBy)
        .on("incrbyfloat", StringChanges::incrByFloat)
        .on("append", StringChanges::append)
        .on("setrange", StringChanges::setRange)
        .on("getrange", StringChanges::getRange)
        .on("substr", StringChanges::getRange);
  }

  private void decrBy(Call call) {
    long by = call.args().number(2);
    if (by == Long.MIN_VALUE) {
      throw CommandError.of("ERR decrement would overflow");
    }
    add(call, -by);
  }

  private void add(Call call, long by) {
    Object old = call.findString(1);
    long value =
        old == null
            ? 0
            : Numbers.parse(
                Items.textArray(old),
                Items.textStart(old),
                Items.textLength(old),
                CommandError.NOT_AN_INTEGER);
    long sum = value + by;
    if (((value ^ sum) & (by ^ sum)) < 0) {
      throw OVERFLOW;
    }
    int length = Numbers.write(digits, 0, sum);
    call.putString(1, old, digits, 0, length, expireAt(old), false);
    call.changed(1, STRING, "incrby");
    call.reply().integer(sum);
  }

  private static long expireAt(@Nullable Object item) {
    return item == null ? Items.NEVER : Items.expireAt(item);
  }

  private static void incrByFloat(Call call) {
    Object old = call.findString(1);
    Args args = call.args();
    LongDouble value = old == null ? LongDouble.ZERO : LongDouble.parse(Items.text(old));
    LongDouble sum = value.plus(LongDouble.parse(args.slice(2)));
    if (!sum.isFinite()) {
      throw CommandError.of("ERR increment would produce NaN or Infinity");
    }
    byte[] text = sum.text().getBytes(ISO_8859_1);
    call.putString(1, old, text, 0, text.length, expireAt(old), false);
    call.changed(1, STRING, "incrbyfloat");
    call.propagate(SET, args.bytes(1), text, KEEPTTL);
    call.reply().bulk(text);
  }

  private static void append(Call call) {
    Args args = call.args();
    Object old = call.findString(1);
    int length = old == null ? 0 : Items.textLength(old);
    requireLength(call, length + (long) args.length(2));
    if (old == null) {
      call.putString(1, null, args.buffer(), args.start(2), args.length(2), Items.NEVER, false);
    } else {
      overwrite(call, old, length, args.slice(2));
    }
    call.changed(1, STRING, "append");
    call.reply().integer(length + (long) args.length(2));
  }

  private static void setRange(Call call) {
    Args args = call.args();
    long offset = args.number(2);
    if (offset < 0) {
      throw BAD_OFFSET;
    }
    Object old = call.findString(1);
    int length = old == null ? 0 : Items.textLength(old);
    Slice text = args.slice(3);
    if (text.length() == 0) {
      call.reply().integer(length);
      return;
    }
    requireLength(call, offset > Integer.MAX_VALUE ? Long.MAX_VALUE : offset + text.length());
    write(call, old, (int) offset, text);
    call.changed(1, STRING, "setrange");
    call.reply().integer(Math.max(length, offset + text.length()));
  }

  /** Writes a part of the string of argument 1, which was just found; what is missing is zeros. */
  static void write(Call call, @Nullable Object old, int at, Slice text) {
    if (old == null) {
      byte[] padded = new byte[at + text.length()];
      System.arraycopy(text.array(), text.start(), padded, at, text.length());
      call.putString(1, null, padded, 0, padded.length, Items.NEVER, true);
    } else {
      overwrite(call, old, at, text);
    }
  }

  private static void overwrite(Call call, Object old, int at, Slice text) {
    if (old instanceof byte[]) {
      Slice before = Items.text(old);
      byte[] changed =
          Arrays.copyOf(before.toArray(), Math.max(before.length(), at + text.length()));
      System.arraycopy(text.array(), text.start(), changed, at, text.length());
      call.putString(1, old, changed, 0, changed.length, Items.expireAt(old), true);
      return;
    }
    LongString string = call.write(1, LongString.class);
    if (string == null) {
      throw new IllegalStateException("a string is gone while it is changed");
    }
    string.write(at, text);
  }

  private static void requireLength(Call call, long length) {
    if (length > Arguments.longestString(call)) {
      throw CommandError.TOO_LONG;
    }
  }

  private static void getRange(Call call) {
    Args args = call.args();
    long start = args.number(2);
    long end = args.number(3);
    Object string = call.readString(1);
    int length = string == null ? 0 : Items.textLength(string);
    if (start < 0 && end < 0 && start > end) {
      call.reply().bulk("");
      return;
    }
    long from = Math.max(0, start < 0 ? length + start : start);
    long to = Math.min(length - 1L, Math.max(0, end < 0 ? length + end : end));
    if (string == null || from > to || length == 0) {
      call.reply().bulk("");
      return;
    }
    call.reply()
        .bulk(Items.textArray(string), Items.textStart(string) + (int) from, (int) (to - from + 1));
  }
}
