package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Database;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.Items;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** MEMORY: what takes how much. */
final class MemoryCommands {

  /** Of the table, for a key. */
  private static final int SLOT = 8;

  /** Below this there is nothing to complain of. */
  private static final long LITTLE = 5 << 20;

  MemoryCommands() {}

  void register(Registry registry) {
    registry
        .on("memory|usage", MemoryCommands::usage)
        .on("memory|stats", MemoryCommands::stats)
        .on("memory|doctor", MemoryCommands::doctor)
        .on("memory|malloc-stats", MemoryCommands::heap)
        .on("memory|purge", call -> call.reply().ok())
        .on("memory|help", call -> Help.write(call, "MEMORY"));
  }

  private static void usage(Call call) {
    Args args = call.args();
    for (int i = 3; i < args.count(); i += 2) {
      if (!args.is(i, "SAMPLES") || i + 1 >= args.count() || args.number(i + 1) < 0) {
        throw CommandError.SYNTAX;
      }
    }
    Object item = call.peek(2);
    if (item == null) {
      call.reply().nil();
    } else {
      call.reply().integer(Items.memory(item) + SLOT);
    }
  }

  private static void stats(Call call) {
    Engine engine = call.engine();
    List<Database> used = engine.databases().stream().filter(db -> db.keys().size() > 0).toList();
    long total = engine.usedMemory();
    long peak = engine.memory().peak();
    long keys = used.stream().mapToLong(db -> db.keys().size()).sum();
    long data = engine.memory().data();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long resident = engine.observed().machine().residentBytes();
    Reply reply = call.reply();
    reply.map(16L + used.size());
    reply.bulk("peak.allocated").integer(peak);
    reply.bulk("total.allocated").integer(total);
    reply.bulk("startup.allocated").integer(0);
    reply.bulk("clients.normal").integer(engine.memory().clients());
    reply.bulk("lua.caches").integer(0);
    reply.bulk("functions.caches").integer(0);
    for (Database db : used) {
      reply.bulk("db." + db.index()).map(3);
      reply.bulk("overhead.hashtable.main").integer(db.keys().memory());
      reply.bulk("overhead.hashtable.expires").integer(0);
      reply.bulk("overhead.hashtable.slot-to-keys").integer(0);
    }
    reply.bulk("overhead.total").integer(total - data);
    reply.bulk("keys.count").integer(keys);
    reply.bulk("keys.bytes-per-key").integer(keys == 0 ? 0 : total / keys);
    reply.bulk("dataset.bytes").integer(data);
    reply.bulk("dataset.percentage").dbl(total == 0 ? 0 : 100.0 * data / total);
    reply.bulk("peak.percentage").dbl(peak == 0 ? 0 : 100.0 * total / peak);
    reply.bulk("allocator.allocated").integer(heap.getUsed());
    reply.bulk("allocator.active").integer(heap.getCommitted());
    reply.bulk("allocator.resident").integer(resident);
    reply.bulk("fragmentation").dbl(total == 0 ? 0 : (double) resident / total);
  }

  private static void doctor(Call call) {
    Engine engine = call.engine();
    long used = engine.usedMemory();
    List<String> found = new ArrayList<>();
    if (engine.memory().peak() > used + used / 2) {
      found.add(
          "The peak was much higher than what is used now. The Java heap gives memory back when"
              + " the garbage collector finds time for it.");
    }
    long most = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax();
    if (engine.memory().eviction().limit() > most / 10 * 9) {
      found.add(
          "maxmemory is near or above what the Java heap may grow to ("
              + InfoSections.human(most)
              + "): the heap would be full first. Raise -Xmx, or lower maxmemory.");
    }
    if (engine.memory().clients() > used / 2) {
      found.add("Most memory is taken by requests and replies of clients.");
    }
    String text;
    if (used < LITTLE) {
      text = "There is next to nothing in memory, so nothing can be wrong with it.\n";
    } else if (found.isEmpty()) {
      text = "Nothing is wrong with memory.\n";
    } else {
      text = String.join("\n", found) + "\n";
    }
    call.reply().verbatim("txt", text);
  }

  private static void heap(Call call) {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    call.reply()
        .verbatim(
            "txt",
            String.format(
                Locale.ROOT,
                "Java heap: used %d, committed %d, at most %d bytes\n",
                heap.getUsed(),
                heap.getCommitted(),
                heap.getMax()));
  }
}
