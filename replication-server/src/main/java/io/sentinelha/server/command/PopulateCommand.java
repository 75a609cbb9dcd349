package io.sentinelha.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.Slice;
import java.util.Arrays;

/** DEBUG POPULATE count [prefix] [size]: many strings at once. Not passed on to any stream. */
final class PopulateCommand {

  private static final CommandError NOT_POSITIVE =
      CommandError.of("ERR value is out of range, must be positive");

  PopulateCommand() {}

  void register(Registry registry) {
    registry.debug("populate", PopulateCommand::populate);
  }

  private static void populate(Call call) {
    Args args = call.args();
    if (args.count() < 3 || args.count() > 5) {
      throw CommandError.latin(
          "ERR unknown subcommand or wrong number of arguments for '"
              + args.printed(1)
              + "'. Try DEBUG HELP.");
    }
    long count = positive(args, 2);
    String prefix = args.count() > 3 ? args.text(3) : "key";
    long size = args.count() > 4 ? positive(args, 4) : 0;
    for (long i = 0; i < count; i++) {
      byte[] key = (prefix + ":" + i).getBytes(UTF_8);
      if (call.engine().keys().find(call.db(), key) == null) {
        byte[] value = ("value:" + i).getBytes(UTF_8);
        byte[] text = size == 0 ? value : Arrays.copyOf(value, (int) size);
        Object item = Items.string(Slice.of(key), Slice.of(text), Items.NEVER, false);
        Items.access(item, call.engine().accessClock().fresh(call.now()));
        call.engine().keys().put(call.db(), null, item);
      }
    }
    call.reply().ok();
  }

  private static long positive(Args args, int index) {
    long number = args.number(index);
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw NOT_POSITIVE;
    }
    return number;
  }
}
