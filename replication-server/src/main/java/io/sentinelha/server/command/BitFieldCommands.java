package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.STRING;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Numbers;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** BITFIELD: numbers of any width at any place of a string. */
final class BitFieldCommands {

  private static final CommandError BAD_TYPE =
      CommandError.of(
          "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported"
              + " but i64 is.");

  private enum Verb {
    GET,
    SET,
    INCRBY
  }

  /** What becomes of a number that does not fit. */
  private enum Overflow {
    WRAP,
    SAT,
    FAIL
  }

  private record Operation(
      Verb verb, boolean signed, int bits, long offset, long value, Overflow overflow) {}

  /**
   * What a number became.
   *
   * @param value it, or what comes as near as {@link Overflow} allows
   * @param fits whether it is exact
   */
  private record Result(long value, boolean fits) {}

  private BitFieldCommands() {}

  static void register(Registry registry) {
    registry.on("bitfield", call -> run(call, false)).on("bitfield_ro", call -> run(call, true));
  }

  private static void run(Call call, boolean readOnly) {
    List<Operation> operations = parse(call);
    long end = -1;
    for (Operation each : operations) {
      if (each.verb() != Verb.GET) {
        end = Math.max(end, each.offset() + each.bits() - 1);
      }
    }
    if (end < 0) {
      Object string = call.readString(1);
      call.reply().array(operations.size());
      for (Operation each : operations) {
        call.reply().integer(get(string, each));
      }
      return;
    }
    if (readOnly) {
      throw CommandError.of("ERR BITFIELD_RO only supports the GET subcommand");
    }
    change(call, operations, (int) (end >> 3));
  }

  private static void change(Call call, List<Operation> operations, int lastByte) {
    Object old = call.findString(1);
    int length = old == null ? 0 : Items.textLength(old);
    boolean grown = lastByte >= length;
    if (grown) {
      StringChanges.write(call, old, lastByte, Slice.of(new byte[1]));
    } else if (old != null && !Items.isRaw(old)) {
      StringChanges.write(call, old, 0, Slice.of(new byte[] {Items.text(old).toArray()[0]}));
    }
    boolean changed = false;
    call.reply().array(operations.size());
    for (Operation each : operations) {
      long before = get(call.findString(1), each);
      if (each.verb() == Verb.GET) {
        call.reply().integer(before);
        continue;
      }
      boolean set = each.verb() == Verb.SET;
      Result after = set ? fit(each, each.value(), 0) : fit(each, before, each.value());
      if (!after.fits() && each.overflow() == Overflow.FAIL) {
        call.reply().nil();
        continue;
      }
      call.reply().integer(set ? before : after.value());
      if (before != after.value()) {
        put(call, each, after.value());
      }
      changed |= grown || before != after.value();
    }
    if (changed) {
      call.changed(1, STRING, "setbit");
    }
  }

  // --- The request ---

  private static List<Operation> parse(Call call) {
    Args args = call.args();
    List<Operation> operations = new ArrayList<>();
    Overflow overflow = Overflow.WRAP;
    int i = 2;
    while (i < args.count()) {
      int more = args.count() - i - 1;
      if (args.is(i, "OVERFLOW") && more >= 1) {
        overflow = overflow(args, i + 1);
        i += 2;
        continue;
      }
      Verb verb = verb(args, i, more);
      boolean signed = isSigned(args, i + 1);
      int bits = width(args, i + 1, signed);
      long offset = BitCommands.offset(call, i + 2, bits);
      long value = verb == Verb.GET ? 0 : args.number(i + 3);
      operations.add(new Operation(verb, signed, bits, offset, value, overflow));
      i += verb == Verb.GET ? 3 : 4;
    }
    return operations;
  }

  private static Verb verb(Args args, int at, int more) {
    if (args.is(at, "GET") && more >= 2) {
      return Verb.GET;
    } else if (args.is(at, "SET") && more >= 3) {
      return Verb.SET;
    } else if (args.is(at, "INCRBY") && more >= 3) {
      return Verb.INCRBY;
    }
    throw CommandError.SYNTAX;
  }

  private static Overflow overflow(Args args, int at) {
    for (Overflow each : Overflow.values()) {
      if (args.is(at, each.name())) {
        return each;
      }
    }
    throw CommandError.of("ERR Invalid OVERFLOW type specified");
  }

  private static boolean isSigned(Args args, int at) {
    if (args.length(at) > 0) {
      byte letter = args.buffer()[args.start(at)];
      if (letter == 'i' || letter == 'u') {
        return letter == 'i';
      }
    }
    throw BAD_TYPE;
  }

  private static int width(Args args, int at, boolean signed) {
    long bits = Numbers.parse(args.buffer(), args.start(at) + 1, args.length(at) - 1, BAD_TYPE);
    if (bits < 1 || bits > (signed ? 64 : 63)) {
      throw BAD_TYPE;
    }
    return (int) bits;
  }

  // --- Numbers in strings ---

  private static long get(@Nullable Object string, Operation what) {
    long value = 0;
    long length = string == null ? 0 : 8L * Items.textLength(string);
    for (int i = 0; i < what.bits(); i++) {
      long at = what.offset() + i;
      long bit = 0;
      if (string != null && at < length) {
        byte part = Items.textArray(string)[Items.textStart(string) + (int) (at >> 3)];
        bit = (part >> (7 - (at & 7))) & 1;
      }
      value = (value << 1) | bit;
    }
    int unused = 64 - what.bits();
    return what.signed() ? (value << unused) >> unused : value;
  }

  private static void put(Call call, Operation what, long value) {
    Object string = call.findString(1);
    if (string == null) {
      throw new IllegalStateException("a string is gone while it is changed");
    }
    int first = (int) (what.offset() >> 3);
    int last = (int) ((what.offset() + what.bits() - 1) >> 3);
    byte[] part = new byte[last - first + 1];
    System.arraycopy(
        Items.textArray(string), Items.textStart(string) + first, part, 0, part.length);
    for (int i = 0; i < what.bits(); i++) {
      int at = (int) (what.offset() & 7) + i;
      int mask = 0x80 >> (at & 7);
      boolean set = ((value >> (what.bits() - 1 - i)) & 1) == 1;
      part[at >> 3] = (byte) (set ? part[at >> 3] | mask : part[at >> 3] & ~mask);
    }
    StringChanges.write(call, string, first, Slice.of(part));
  }

  // --- Overflow ---

  private static Result fit(Operation what, long value, long by) {
    return what.signed() ? fitSigned(what, value, by) : fitUnsigned(what, value, by);
  }

  private static Result fitSigned(Operation what, long value, long by) {
    int bits = what.bits();
    long most = bits == 64 ? Long.MAX_VALUE : (1L << (bits - 1)) - 1;
    long least = -most - 1;
    long up = most - value;
    long down = least - value;
    boolean over = value > most || (bits != 64 && by > up) || (value >= 0 && by > 0 && by > up);
    boolean under =
        value < least || (bits != 64 && by < down) || (value < 0 && by < 0 && by < down);
    if (!over && !under) {
      return new Result(value + by, true);
    }
    int unused = 64 - bits;
    return switch (what.overflow()) {
      case WRAP -> new Result(((value + by) << unused) >> unused, false);
      default -> new Result(over ? most : least, false);
    };
  }

  private static Result fitUnsigned(Operation what, long value, long by) {
    long most = (1L << what.bits()) - 1;
    boolean over = Long.compareUnsigned(value, most) > 0 || (by > 0 && by > most - value);
    boolean under = by < 0 && by < -value;
    if (!over && !under) {
      return new Result(value + by, true);
    }
    return switch (what.overflow()) {
      case WRAP -> new Result((value + by) & most, false);
      default -> new Result(over ? most : 0, false);
    };
  }
}
