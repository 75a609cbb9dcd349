package io.sentinelha.server.command;

import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Numbers;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.store.Entry;
import io.sentinelha.server.store.Items;
import org.jspecify.annotations.Nullable;

/** OBJECT: how values are kept. */
final class ObjectCommands {

  /** A longer text is kept in Redis apart from its header. */
  private static final int EMBEDDED = 44;

  /** What Redis tells of numbers that all its keys share. */
  private static final int SHARED = Integer.MAX_VALUE;

  ObjectCommands() {}

  void register(Registry registry) {
    registry
        .on("object|encoding", ObjectCommands::encoding)
        .on("object|refcount", ObjectCommands::refCount)
        .on("object|idletime", ObjectCommands::idleTime)
        .on("object|freq", ObjectCommands::frequency)
        .on("object|help", call -> Help.write(call, "OBJECT"));
  }

  private static @Nullable Object find(Call call) {
    Object item = call.peek(2);
    if (item == null) {
      call.reply().nil();
    }
    return item;
  }

  private static void encoding(Call call) {
    Object item = find(call);
    if (item != null) {
      call.reply().bulk(encoding(item));
    }
  }

  static String encoding(Object item) {
    if (item instanceof Entry entry) {
      return entry.value().encoding();
    }
    if (Items.isRaw(item)) {
      return "raw";
    }
    int length = Items.textLength(item);
    if (Numbers.isNumber(Items.textArray(item), Items.textStart(item), length)) {
      return "int";
    }
    return length <= EMBEDDED ? "embstr" : "raw";
  }

  private static void refCount(Call call) {
    Object item = find(call);
    if (item != null) {
      call.reply().integer(isShared(item) ? SHARED : 1);
    }
  }

  private static boolean isShared(Object item) {
    if (!(item instanceof byte[]) || !encoding(item).equals("int")) {
      return false;
    }
    long value =
        Numbers.parse(
            Items.textArray(item),
            Items.textStart(item),
            Items.textLength(item),
            CommandError.NOT_AN_INTEGER);
    return value >= 0 && value < 10_000;
  }

  private static void idleTime(Call call) {
    Object item = find(call);
    if (item == null) {
      return;
    }
    long seconds = call.engine().accessClock().idleSeconds(Items.access(item), call.now());
    if (seconds < 0) {
      throw CommandError.of(
          "ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when"
              + " switching between policies at runtime LRU and LFU data will take some time to"
              + " adjust.");
    }
    call.reply().integer(seconds);
  }

  private static void frequency(Call call) {
    Object item = find(call);
    if (item == null) {
      return;
    }
    int frequency = call.engine().accessClock().frequency(Items.access(item), call.now());
    if (frequency < 0) {
      throw CommandError.of(
          "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note"
              + " that when switching between policies at runtime LRU and LFU data will take some"
              + " time to adjust.");
    }
    call.reply().integer(frequency);
  }
}
