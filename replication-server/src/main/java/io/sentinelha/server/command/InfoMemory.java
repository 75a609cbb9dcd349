package io.sentinelha.server.command;

import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.InfoLines;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * The section of INFO about memory. What Redis says of its allocator is said of the Java heap:
 * allocated is used, active is committed.
 */
final class InfoMemory implements InfoLines {

  private final Engine engine;

  InfoMemory(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void write(BiConsumer<String, Object> line) {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long resident = engine.observed().machine().residentBytes();
    long used = engine.usedMemory();
    long peak = engine.memory().peak();
    long data = engine.memory().data();
    bytes(line, "used_memory", used);
    bytes(line, "used_memory_rss", resident);
    bytes(line, "used_memory_peak", peak);
    line.accept("used_memory_peak_perc", percent(used, peak));
    line.accept("used_memory_overhead", used - data);
    line.accept("used_memory_startup", 0);
    line.accept("used_memory_dataset", data);
    line.accept("used_memory_dataset_perc", percent(data, used));
    line.accept("allocator_allocated", heap.getUsed());
    line.accept("allocator_active", heap.getCommitted());
    line.accept("allocator_resident", heap.getCommitted());
    bytes(line, "total_system_memory", engine.observed().machine().totalBytes());
    bytes(line, "used_memory_lua", 0);
    bytes(line, "used_memory_scripts", 0);
    line.accept("number_of_cached_scripts", 0);
    line.accept("number_of_functions", 0);
    line.accept("number_of_libraries", 0);
    bytes(line, "maxmemory", engine.memory().eviction().limit());
    line.accept("maxmemory_policy", engine.memory().eviction().policy().word());
    line.accept("allocator_frag_ratio", ratio(heap.getCommitted(), heap.getUsed()));
    line.accept("allocator_frag_bytes", heap.getCommitted() - heap.getUsed());
    line.accept("allocator_rss_ratio", "1.00");
    line.accept("allocator_rss_bytes", 0);
    line.accept("rss_overhead_ratio", ratio(resident, heap.getCommitted()));
    line.accept("rss_overhead_bytes", resident - heap.getCommitted());
    line.accept("mem_fragmentation_ratio", ratio(resident, used));
    line.accept("mem_fragmentation_bytes", resident - used);
    line.accept("mem_clients_slaves", engine.clients().feedBytes());
    line.accept("mem_clients_normal", engine.memory().clients());
    line.accept("mem_cluster_links", 0);
    line.accept("mem_allocator", "jvm");
    line.accept("java_heap_max", heap.getMax());
    line.accept("active_defrag_running", 0);
    line.accept("lazyfree_pending_objects", 0);
    line.accept("lazyfreed_objects", 0);
  }

  private static void bytes(BiConsumer<String, Object> line, String field, long bytes) {
    line.accept(field, bytes);
    line.accept(field + "_human", InfoSections.human(bytes));
  }

  private static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.2f%%", whole == 0 ? 0 : 100.0 * part / whole);
  }

  private static String ratio(long part, long whole) {
    return String.format(Locale.ROOT, "%.2f", whole == 0 ? 0 : (double) part / whole);
  }
}
