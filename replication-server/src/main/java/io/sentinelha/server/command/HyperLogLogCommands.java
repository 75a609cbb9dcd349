package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.STRING;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.LongSetting;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.store.Items;
import org.jspecify.annotations.Nullable;

/** PFADD, PFCOUNT, PFMERGE and what is for tests. */
final class HyperLogLogCommands implements CommandFamily {

  private final LongSetting sparseLimit =
      LongSetting.memory("hll-sparse-max-bytes", 3000, 0, Long.MAX_VALUE);

  HyperLogLogCommands() {}

  @Override
  public void register(Registry registry) {
    registry.setting(sparseLimit);
    registry
        .table(HyperLogLogCommands.class, "hyperloglog.txt")
        .on("pfadd", this::add)
        .on("pfcount", HyperLogLogCommands::count)
        .on("pfmerge", this::merge)
        .on("pfdebug", HyperLogLogCommands::debug)
        .on("pfselftest", call -> call.reply().ok());
  }

  private static @Nullable HyperLogLog of(@Nullable Object string) {
    return string == null ? null : HyperLogLog.of(Items.text(string));
  }

  /** Puts it under a key that was just looked up, without another expiry. */
  private static void store(Call call, int key, @Nullable Object old, HyperLogLog hll) {
    long expireAt = old == null ? Items.NEVER : Items.expireAt(old);
    call.putString(key, old, hll.array(), 0, hll.length(), expireAt, true);
  }

  /** As if it had been changed in place, which OBJECT ENCODING tells. */
  private static void makeRaw(Call call, int key, @Nullable Object old, HyperLogLog hll) {
    if (old != null && !Items.isRaw(old)) {
      store(call, key, call.find(key), hll);
    }
  }

  private void add(Call call) {
    Args args = call.args();
    Object old = call.findString(1);
    HyperLogLog hll = of(old);
    boolean changed = hll == null;
    if (hll == null) {
      hll = HyperLogLog.empty();
    }
    try {
      for (int i = 2; i < args.count(); i++) {
        changed |= hll.add(args.buffer(), args.start(i), args.length(i), sparseLimit.value());
      }
    } catch (CommandError corrupted) {
      store(call, 1, old, hll); // What was added before stays, though nobody is told of it.
      throw corrupted;
    }
    if (changed) {
      hll.stale();
      store(call, 1, old, hll);
      call.changed(1, STRING, "pfadd");
    } else {
      makeRaw(call, 1, old, hll);
    }
    call.reply().integer(changed ? 1 : 0);
  }

  private static void count(Call call) {
    Args args = call.args();
    if (args.count() > 2) {
      byte[] registers = new byte[HyperLogLog.REGISTERS];
      for (int i = 1; i < args.count(); i++) {
        HyperLogLog hll = of(call.readString(i));
        if (hll != null) {
          hll.mergeInto(registers);
        }
      }
      call.reply().integer(HyperLogLogMath.estimate(registers));
      return;
    }
    Object string = call.readString(1);
    HyperLogLog hll = of(string);
    if (hll == null) {
      call.reply().integer(0);
      return;
    }
    makeRaw(call, 1, string, hll);
    if (!hll.isCached()) {
      hll.cache(hll.estimate());
      store(call, 1, call.find(1), hll);
      // Replicas get it too: the string has changed.
      call.engine().keys().changed(call.db(), args.bytes(1));
      call.changed();
    }
    call.reply().integer(hll.cached());
  }

  private void merge(Call call) {
    Args args = call.args();
    byte[] registers = new byte[HyperLogLog.REGISTERS];
    boolean dense = false;
    for (int i = 1; i < args.count(); i++) {
      HyperLogLog hll = of(call.readString(i));
      if (hll != null) {
        dense |= hll.isDense();
        hll.mergeInto(registers);
      }
    }
    Object old = call.findString(1);
    HyperLogLog target = of(old);
    if (target == null) {
      target = HyperLogLog.empty();
    }
    if (dense) {
      target.toDense();
    }
    for (int i = 0; i < registers.length; i++) {
      if (registers[i] > 0) {
        target.raise(i, registers[i], sparseLimit.value());
      }
    }
    target.stale();
    store(call, 1, old, target);
    call.changed(1, STRING, "pfadd");
    call.reply().ok();
  }

  private static void debug(Call call) {
    Args args = call.args();
    Object old = call.findString(2);
    HyperLogLog hll = of(old);
    if (hll == null) {
      throw CommandError.of("ERR The specified key does not exist");
    }
    makeRaw(call, 2, old, hll);
    if (args.is(1, "GETREG")) {
      densify(call, hll);
      byte[] registers = new byte[HyperLogLog.REGISTERS];
      hll.mergeInto(registers);
      call.reply().array(registers.length);
      for (byte register : registers) {
        call.reply().integer(register);
      }
    } else if (args.is(1, "DECODE")) {
      if (hll.isDense()) {
        throw CommandError.of("ERR HLL encoding is not sparse");
      }
      call.reply().bulk(hll.describe());
    } else if (args.is(1, "ENCODING")) {
      call.reply().simple(hll.isDense() ? "dense" : "sparse");
    } else if (args.is(1, "TODENSE")) {
      call.reply().integer(densify(call, hll) ? 1 : 0);
    } else {
      throw CommandError.latin("ERR Unknown PFDEBUG subcommand '" + args.printed(1) + "'");
    }
  }

  private static boolean densify(Call call, HyperLogLog hll) {
    boolean sparse = hll.toDense();
    if (sparse) {
      store(call, 2, call.find(2), hll);
      call.changed();
    }
    return sparse;
  }
}
