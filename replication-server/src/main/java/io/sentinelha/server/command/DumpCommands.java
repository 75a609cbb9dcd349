package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.GENERIC;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.BoolSetting;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.Numbers;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Setting;
import io.sentinelha.server.rdb.DumpPayload;
import io.sentinelha.server.rdb.Limits;
import io.sentinelha.server.store.Items;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DUMP and RESTORE: a value as bytes, between servers. */
final class DumpCommands implements CommandFamily {

  private static final Logger log = LoggerFactory.getLogger(DumpCommands.class);
  private static final CommandError NOT_INTACT =
      CommandError.of("ERR DUMP payload version or checksum are wrong");
  private static final CommandError BAD_FORMAT = CommandError.of("ERR Bad data format");

  DumpCommands() {}

  /**
   * The words behind the payload.
   *
   * @param idle seconds; -1 if it was not told
   * @param frequency -1 if it was not told
   */
  private record Options(boolean replace, boolean absolute, long idle, int frequency) {}

  @Override
  public void register(Registry registry) {
    registry
        .table(DumpCommands.class, "dump.txt")
        .on("dump", DumpCommands::dump)
        .on("restore", DumpCommands::restore);
    new DigestCommands().register(registry);
    new PopulateCommand().register(registry);
  }

  private static void dump(Call call) {
    Object item = call.peek(1);
    if (item == null) {
      call.reply().nil();
      return;
    }
    Setting compression = call.engine().settings().find("rdbcompression");
    boolean compresses = !(compression instanceof BoolSetting yes) || yes.value();
    call.reply().bulk(DumpPayload.of(item, compresses));
  }

  private static void restore(Call call) {
    Options options = options(call.args());
    Object old = call.find(1);
    if (!options.replace() && old != null) {
      throw CommandError.of("BUSYKEY Target key name already exists.");
    }
    long time = call.args().number(2);
    if (time < 0) {
      throw CommandError.of("ERR Invalid TTL value, must be >= 0");
    }
    if (!DumpPayload.isIntact(call.args().slice(3))) {
      throw NOT_INTACT;
    }
    long expireAt = expireAt(call, time, options.absolute());
    Object item = item(call, expireAt);
    if (old != null) {
      call.find(1);
      call.remove(1);
    }
    boolean mayExpire = !call.engine().keys().isLoading() && !call.engine().isReplica();
    if (mayExpire && expireAt != Items.NEVER && expireAt <= call.now()) {
      expired(call, old != null);
      return;
    }
    call.find(1);
    call.put(null, item);
    Items.access(
        item, call.engine().accessClock().loaded(options.idle(), options.frequency(), call.now()));
    call.changed(1, GENERIC, "restore");
    propagate(call, expireAt, time > 0 && !options.absolute());
    call.reply().ok();
  }

  private static long expireAt(Call call, long time, boolean absolute) {
    if (time == 0) {
      return Items.NEVER;
    }
    return absolute || call.now() + time < 0 ? time : call.now() + time;
  }

  private static Object item(Call call, long expireAt) {
    Args args = call.args();
    Object item = null;
    try {
      item =
          DumpPayload.item(
              args.slice(3), args.slice(1), expireAt, call.engine().forms(), Limits.DEFAULT);
    } catch (IOException e) {
      log.debug("RESTORE: {}", e.getMessage());
    }
    if (item == null) {
      throw BAD_FORMAT;
    }
    return item;
  }

  /** What would expire at once is not put there; whatever was there before is gone. */
  private static void expired(Call call, boolean wasThere) {
    if (wasThere) {
      call.changed(1, GENERIC, "del");
      call.propagate(KeyCommands.ascii("DEL"), call.args().bytes(1));
    }
    call.reply().ok();
  }

  /** A time that counts from now on becomes one of the day, which is the same everywhere. */
  private static void propagate(Call call, long expireAt, boolean relative) {
    if (!relative) {
      return;
    }
    List<byte[]> words = new ArrayList<>();
    for (int i = 0; i < call.args().count(); i++) {
      words.add(i == 2 ? Numbers.text(expireAt) : call.args().bytes(i));
    }
    words.add(KeyCommands.ascii("ABSTTL"));
    call.propagate(words.toArray(byte[][]::new));
  }

  private static Options options(Args args) {
    boolean replace = false;
    boolean absolute = false;
    long idle = -1;
    long frequency = -1;
    for (int i = 4; i < args.count(); i++) {
      boolean more = i + 1 < args.count();
      if (args.is(i, "REPLACE")) {
        replace = true;
      } else if (args.is(i, "ABSTTL")) {
        absolute = true;
      } else if (args.is(i, "IDLETIME") && more && frequency == -1) {
        idle = notNegative(args, ++i, Long.MAX_VALUE, "ERR Invalid IDLETIME value, must be >= 0");
      } else if (args.is(i, "FREQ") && more && idle == -1) {
        frequency = notNegative(args, ++i, 255, "ERR Invalid FREQ value, must be >= 0 and <= 255");
      } else {
        throw CommandError.SYNTAX;
      }
    }
    return new Options(replace, absolute, idle, (int) frequency);
  }

  private static long notNegative(Args args, int index, long most, String refusal) {
    long value = args.number(index);
    if (value < 0 || value > most) {
      throw CommandError.of(refusal);
    }
    return value;
  }
}
