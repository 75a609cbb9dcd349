package io.sentinelha.server.engine;

import io.sentinelha.server.store.KeyBatch;

/**
 * Looks through requests that have arrived and are still to be run, and has their keys touched. It
 * takes the first argument for the key, as it is with nearly every command, and reads no more of
 * the protocol than that needs: whatever it does not understand it leaves to those who run it.
 */
public final class LookAhead {

  private static final int UNREADABLE = -1;

  private final KeyBatch keys = new KeyBatch();

  /** Behind the number that {@link #number} has read. */
  private int next;

  public LookAhead() {}

  /**
   * Touches the keys of some of the requests in {@code bytes[from, to)}.
   *
   * @param from where a request begins
   * @return up to where they were looked at: there it is worth to look again
   */
  public int touch(Database db, byte[] bytes, int from, int to) {
    if (!KeyBatch.helps(db.keys())) {
      return to;
    }
    int at = from;
    while (at < to && !keys.isFull()) {
      int end = request(bytes, at, to);
      if (end == UNREADABLE || keys.isLastTwice(bytes)) {
        at = to;
        break;
      }
      at = end;
    }
    keys.touch(db.keys(), bytes);
    return at;
  }

  /** Takes note of the key of a request; returns where it ends. */
  private int request(byte[] bytes, int from, int to) {
    int count = number(bytes, from, to, '*');
    if (count < 2) {
      return UNREADABLE;
    }
    int at = next;
    int start = 0;
    int length = 0;
    for (int i = 0; i < count; i++) {
      int size = number(bytes, at, to, '$');
      if (size == UNREADABLE || size > to - next - 2) {
        return UNREADABLE;
      }
      if (i == 1) {
        start = next;
        length = size;
      }
      at = next + size + 2;
    }
    keys.add(start, length);
    return at;
  }

  /** The number of a line that begins with a certain sign. */
  private int number(byte[] bytes, int from, int to, char sign) {
    if (from >= to || bytes[from] != sign) {
      return UNREADABLE;
    }
    int number = 0;
    int at = from + 1;
    int digits = Math.min(to - 1, at + 7);
    for (; at < digits && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
      number = 10 * number + bytes[at] - '0';
    }
    if (at >= to - 1 || bytes[at] != '\r') {
      return UNREADABLE;
    }
    next = at + 2;
    return number;
  }
}
