package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.GENERIC;
import static io.sentinelha.server.engine.NotificationClass.STRING;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.LinkRole;
import io.sentinelha.server.engine.Numbers;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.Slice;
import org.jspecify.annotations.Nullable;

/** Strings as arrays of bits; the first bit of a byte is its highest one. */
final class BitCommands implements CommandFamily {

  private static final CommandError BAD_OFFSET =
      CommandError.of("ERR bit offset is not an integer or out of range");
  private static final CommandError BAD_BIT =
      CommandError.of("ERR bit is not an integer or out of range");

  BitCommands() {}

  @Override
  public void register(Registry registry) {
    registry
        .table(BitCommands.class, "bitmaps.txt")
        .on("setbit", BitCommands::set)
        .on("getbit", BitCommands::get)
        .on("bitcount", BitCommands::count)
        .on("bitpos", BitCommands::position)
        .on("bitop", BitCommands::operate);
    BitFieldCommands.register(registry);
  }

  /**
   * The offset of a bit.
   *
   * @param width of the numbers that {@code #n} counts; 0 if that may not be said
   */
  static long offset(Call call, int at, int width) {
    Args args = call.args();
    boolean counted = width > 0 && args.length(at) > 0 && args.buffer()[args.start(at)] == '#';
    int skip = counted ? 1 : 0;
    long offset =
        Numbers.parse(args.buffer(), args.start(at) + skip, args.length(at) - skip, BAD_OFFSET);
    if (counted) {
      offset *= width;
    }
    if (offset < 0 || (!isFromMaster(call) && offset >> 3 >= Arguments.longestString(call))) {
      throw BAD_OFFSET;
    }
    if (offset >> 3 > Integer.MAX_VALUE - 16) {
      throw BAD_OFFSET;
    }
    return offset;
  }

  private static boolean isFromMaster(Call call) {
    return call.client().attachment(LinkRole.class) == LinkRole.MASTER;
  }

  private static void set(Call call) {
    long offset = offset(call, 2, 0);
    long bit = call.args().number(3, BAD_BIT);
    if ((bit & ~1) != 0) {
      throw BAD_BIT;
    }
    Object old = call.findString(1);
    int at = (int) (offset >> 3);
    int mask = 0x80 >> (offset & 7);
    int before = byteAt(old, at);
    int after = bit == 1 ? before | mask : before & ~mask;
    boolean changed = before != after || at >= (old == null ? 0 : Items.textLength(old));
    if (changed || (old != null && !Items.isRaw(old))) {
      StringChanges.write(call, old, at, Slice.of(new byte[] {(byte) after}));
    }
    if (changed) {
      call.changed(1, STRING, "setbit");
    }
    call.reply().integer((before & mask) == 0 ? 0 : 1);
  }

  /** A byte of a string; 0 behind its end. */
  private static int byteAt(@Nullable Object string, int at) {
    if (string == null || at >= Items.textLength(string)) {
      return 0;
    }
    return Items.textArray(string)[Items.textStart(string) + at] & 0xff;
  }

  private static void get(Call call) {
    long offset = offset(call, 2, 0);
    Object string = call.readString(1);
    int value = byteAt(string, (int) (offset >> 3));
    call.reply().integer((value >> (7 - (offset & 7))) & 1);
  }

  // --- Ranges ---

  private static boolean inBits(Call call, int at) {
    if (call.args().is(at, "BIT")) {
      return true;
    }
    if (call.args().is(at, "BYTE")) {
      return false;
    }
    throw CommandError.SYNTAX;
  }

  private static long fromEnd(long index, long length) {
    return Math.max(0, index < 0 ? length + index : index);
  }

  private static void count(Call call) {
    Args args = call.args();
    Object string = call.readString(1);
    if (string == null) {
      call.reply().integer(0);
      return;
    }
    long start = 0;
    long end = 8L * Items.textLength(string) - 1;
    if (args.count() == 4 || args.count() == 5) {
      long first = args.number(2);
      long last = args.number(3);
      if (first < 0 && last < 0 && first > last) {
        call.reply().integer(0);
        return;
      }
      boolean bits = args.count() == 5 && inBits(call, 4);
      long length = bits ? end + 1 : (end + 1) / 8;
      start = fromEnd(first, length);
      end = Math.min(length - 1, fromEnd(last, length));
      if (start > end) {
        call.reply().integer(0);
        return;
      }
      if (!bits) {
        start = 8 * start;
        end = 8 * end + 7;
      }
    } else if (args.count() != 2) {
      throw CommandError.SYNTAX;
    }
    call.reply().integer(start > end ? 0 : Bits.count(Items.text(string), start, end));
  }

  private static void position(Call call) {
    Args args = call.args();
    long bit = args.number(2);
    if (bit != 0 && bit != 1) {
      throw CommandError.of("ERR The bit argument must be 1 or 0.");
    }
    Object string = call.readString(1);
    if (string == null) {
      call.reply().integer(bit == 1 ? -1 : 0);
      return;
    }
    long length = Items.textLength(string);
    long start = 0;
    long end = length - 1;
    boolean bits = false;
    boolean endGiven = args.count() > 4;
    if (args.count() > 6) {
      throw CommandError.SYNTAX;
    }
    if (args.count() > 3) {
      start = args.number(3);
      bits = args.count() == 6 && inBits(call, 5);
      if (endGiven) {
        end = args.number(4);
      }
      length = bits ? 8 * length : length;
      start = fromEnd(start, length);
      end = Math.min(length - 1, fromEnd(end, length));
    }
    if (start > end) {
      call.reply().integer(-1);
      return;
    }
    long from = bits ? start : 8 * start;
    long to = bits ? end : 8 * end + 7;
    long found = Bits.find(Items.text(string), bit == 1, from, to);
    // Behind the end everything is clear, unless the client said where the end is.
    call.reply().integer(found >= 0 || bit == 1 || endGiven ? found : to + 1);
  }

  // --- BITOP ---

  private static void operate(Call call) {
    Args args = call.args();
    Bits.Operation operation = operation(args);
    if (operation == Bits.Operation.NOT && args.count() != 4) {
      throw CommandError.of("ERR BITOP NOT must be called with a single source key.");
    }
    int length = 0;
    Slice[] sources = new Slice[args.count() - 3];
    for (int i = 0; i < sources.length; i++) {
      Object string = call.readString(i + 3);
      sources[i] = string == null ? Slice.of(new byte[0]) : Items.text(string);
      length = Math.max(length, sources[i].length());
    }
    byte[] result = Bits.combine(operation, sources, length);
    Object old = call.find(2);
    if (length > 0) {
      call.putString(2, old, result, 0, length, Items.NEVER, true);
      call.changed(2, STRING, "set");
    } else if (old != null) {
      call.remove(2);
      call.changed(2, GENERIC, "del");
    }
    call.reply().integer(length);
  }

  private static Bits.Operation operation(Args args) {
    for (Bits.Operation each : Bits.Operation.values()) {
      if (args.is(1, each.name())) {
        return each;
      }
    }
    throw CommandError.SYNTAX;
  }
}
