package io.sentinelha.server.persist;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** How far reading a file has come. Written by one thread, read by the engine's. */
final class Progress {

  private volatile boolean active;
  private volatile long startedMillis;
  private volatile long total;
  private volatile long read;
  private final AtomicLong keysLoaded = new AtomicLong();
  private final AtomicLong keysExpired = new AtomicLong();

  Progress() {}

  void begin(long nowMillis, long bytes) {
    startedMillis = nowMillis;
    total = bytes;
    read = 0;
    keysLoaded.set(0);
    keysExpired.set(0);
    active = true;
  }

  void end() {
    active = false;
  }

  boolean isActive() {
    return active;
  }

  void read(long bytes) {
    read = bytes;
  }

  void loaded() {
    keysLoaded.incrementAndGet();
  }

  void expired() {
    keysExpired.incrementAndGet();
  }

  long startedMillis() {
    return startedMillis;
  }

  long total() {
    return total;
  }

  long bytesRead() {
    return read;
  }

  long keysLoaded() {
    return keysLoaded.get();
  }

  long keysExpired() {
    return keysExpired.get();
  }

  /** What INFO tells while it is active. */
  void info(BiConsumer<String, Object> line, long nowMillis) {
    long seconds = Math.max(0, nowMillis - startedMillis) / 1000;
    line.accept("loading_start_time", startedMillis / 1000);
    line.accept("loading_total_bytes", total);
    line.accept("loading_rdb_used_mem", 0);
    line.accept("loading_loaded_bytes", read);
    line.accept(
        "loading_loaded_perc",
        String.format(Locale.ROOT, "%.2f", total == 0 ? 0 : 100.0 * read / total));
    line.accept("loading_eta_seconds", read == 0 ? 1 : seconds * Math.max(0, total - read) / read);
  }
}
