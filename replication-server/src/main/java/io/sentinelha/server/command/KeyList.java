package io.sentinelha.server.command;

import io.sentinelha.resp.Bytes;
import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys of a request that stand behind their number, with what LMPOP and its like have behind them:
 * a word, and perhaps COUNT and a number.
 *
 * @param first the first key's argument
 * @param behind the argument behind the last key
 */
record KeyList(int first, int behind) {

  private static final CommandError NO_KEYS =
      CommandError.of("ERR numkeys should be greater than 0");
  private static final CommandError NO_COUNT =
      CommandError.of("ERR count should be greater than 0");

  /** Keys whose number an argument tells; at least one argument must stand behind them. */
  static KeyList counted(Args args, int number) {
    long count = Arguments.atLeast(1, args, number, NO_KEYS);
    if (count > args.count()) {
      throw CommandError.SYNTAX;
    }
    return new KeyList(number + 1, number + 1 + (int) count);
  }

  /** The argument behind the keys, which must be there. */
  int requireBehind(Args args) {
    if (behind >= args.count()) {
      throw CommandError.SYNTAX;
    }
    return behind;
  }

  /** What COUNT says, one argument further on; 1 if it is not there. */
  long count(Args args) {
    long count = 1;
    boolean told = false;
    for (int i = behind + 1; i < args.count(); i += 2) {
      if (told || i + 1 == args.count() || !args.is(i, "COUNT")) {
        throw CommandError.SYNTAX;
      }
      count = Arguments.atLeast(1, args, i + 1, NO_COUNT);
      told = true;
    }
    return count;
  }

  List<Bytes> names(Args args) {
    return between(args, first, behind);
  }

  /** Some arguments as keys. */
  static List<Bytes> between(Args args, int from, int to) {
    List<Bytes> keys = new ArrayList<>();
    for (int i = from; i < to; i++) {
      keys.add(args.value(i));
    }
    return keys;
  }

  /** Makes the client wait for one of some keys, or tells it that there is none. */
  static void block(Call call, List<Bytes> keys, ValueType type, long millis) {
    if (call.mayWait()) {
      call.block(keys, type, false, millis, Reply::nilArray);
    } else {
      call.reply().nilArray();
    }
  }
}
