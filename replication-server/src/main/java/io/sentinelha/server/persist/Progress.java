package io.sentinelha.server.persist;

/** How far reading a file has come. Written by one thread, read by the engine's. */
final class Progress {

  private volatile boolean active;
  private volatile long startedMillis;
  private volatile long total;
  private volatile long read;
  private long keysLoaded;
  private long keysExpired;

  Progress() {}

  void begin(long nowMillis, long bytes) {
    startedMillis = nowMillis;
    total = bytes;
    read = 0;
    keysLoaded = 0;
    keysExpired = 0;
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
    keysLoaded++;
  }

  void expired() {
    keysExpired++;
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
    return keysLoaded;
  }

  long keysExpired() {
    return keysExpired;
  }
}
