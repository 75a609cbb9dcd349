package io.sentinelha.server.engine;

/** Kinds of keyspace events, with their letters in notify-keyspace-events. */
public enum NotificationClass {
  KEYSPACE('K', 1),
  KEYEVENT('E', 2),
  GENERIC('g', 4),
  STRING('$', 8),
  LIST('l', 16),
  SET('s', 32),
  HASH('h', 64),
  ZSET('z', 128),
  EXPIRED('x', 256),
  EVICTED('e', 512),
  STREAM('t', 1024),
  MISS('m', 2048),
  MODULE('d', 4096),
  NEW('n', 8192);

  private final char letter;
  private final int bit;

  NotificationClass(char letter, int bit) {
    this.letter = letter;
    this.bit = bit;
  }

  int bit() {
    return bit;
  }

  char letter() {
    return letter;
  }

  /** Whether the letter A stands for it too. */
  boolean isInAll() {
    return this != KEYSPACE && this != KEYEVENT && this != MISS && this != NEW;
  }
}
