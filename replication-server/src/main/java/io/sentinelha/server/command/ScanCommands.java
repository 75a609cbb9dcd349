package io.sentinelha.server.command;

import io.sentinelha.resp.Bytes;
import io.sentinelha.resp.Glob;
import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.store.Items;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** KEYS and SCAN. */
final class ScanCommands {

  private static final CommandError INVALID_CURSOR = CommandError.of("ERR invalid cursor");

  /** The largest number of 64 bits without its last digit, and that digit. */
  private static final long MOST_BEFORE_DIGIT = Long.divideUnsigned(-1, 10);

  private static final int LAST_DIGIT = 5;

  ScanCommands() {}

  void register(Registry registry) {
    registry.on("keys", ScanCommands::keys).on("scan", ScanCommands::scan);
  }

  private static void keys(Call call) {
    Bytes pattern = call.args().value(1);
    Glob glob = pattern.equals(Bytes.utf8("*")) ? null : Glob.of(pattern);
    List<Object> found = new ArrayList<>();
    call.db()
        .keys()
        .forEach(
            item -> {
              boolean fits = glob == null || glob.matches(Bytes.of(Items.key(item)));
              if (fits && !call.engine().keys().isExpired(item)) {
                found.add(item);
              }
            });
    call.reply().array(found.size());
    found.forEach(item -> call.reply().bulk(Items.keySlice(item)));
  }

  private static void scan(Call call) {
    Args args = call.args();
    long cursor = cursor(args, 1);
    ScanOptions options = ScanOptions.parse(args, 2, true);
    Glob glob = options.glob();
    List<Object> found = new ArrayList<>();
    long visits = options.count() > Long.MAX_VALUE / 10 ? Long.MAX_VALUE : 10 * options.count();
    do {
      cursor = call.db().keys().scan(cursor, found::add);
    } while (cursor != 0 && --visits > 0 && found.size() < options.count());
    List<byte[]> told = new ArrayList<>();
    for (Object item : found) {
      byte[] key = Items.key(item);
      if (fits(item, key, glob, options.type())
          && call.engine().keys().find(call.db(), key) != null) {
        told.add(key);
      }
    }
    call.reply().array(2).bulk(cursor).array(told.size());
    told.forEach(key -> call.reply().bulk(key));
  }

  private static boolean fits(Object item, byte[] key, @Nullable Glob glob, @Nullable String type) {
    return (glob == null || glob.matches(Bytes.of(key)))
        && (type == null || Items.type(item).word().equalsIgnoreCase(type));
  }

  /** A cursor as it was told, read as C's strtoul reads it; refused if it is no number. */
  static long cursor(Args args, int index) {
    byte[] bytes = args.buffer();
    int start = args.start(index);
    int end = start + args.length(index);
    if (start == end) {
      return 0;
    }
    boolean negative = bytes[start] == '-';
    int at = negative || bytes[start] == '+' ? start + 1 : start;
    if (at == end) {
      throw INVALID_CURSOR;
    }
    long value = 0;
    for (; at < end; at++) {
      int digit = bytes[at] - '0';
      boolean overflows =
          Long.compareUnsigned(value, MOST_BEFORE_DIGIT) > 0
              || (value == MOST_BEFORE_DIGIT && digit > LAST_DIGIT);
      if (digit < 0 || digit > 9 || overflows) {
        throw INVALID_CURSOR;
      }
      value = 10 * value + digit;
    }
    return negative ? -value : value;
  }
}
