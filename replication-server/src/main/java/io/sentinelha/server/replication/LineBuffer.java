package io.sentinelha.server.replication;

import org.jspecify.annotations.Nullable;

/** The line that is arriving. */
final class LineBuffer {

  private static final int LONGEST = 4096;

  private final StringBuilder line = new StringBuilder();
  private long sinceMillis;
  private @Nullable String complete;

  LineBuffer() {}

  /** Takes bytes up to the end of the line; returns where the rest begins. */
  int take(byte[] bytes, int from, int to, long nowMillis) {
    complete = null;
    int at = from;
    while (at < to) {
      char next = (char) (bytes[at++] & 0xff);
      if (next == '\n') {
        complete = line.toString().strip();
        line.setLength(0);
        return at;
      }
      if (line.length() == 0) {
        sinceMillis = nowMillis;
      }
      if (line.length() <= LONGEST) {
        line.append(next);
      }
    }
    return at;
  }

  /** The line that the last bytes completed, without its end; null if they did not. */
  @Nullable String complete() {
    return complete;
  }

  boolean isTooLong() {
    return line.length() > LONGEST;
  }

  /** For how long a line has begun and not ended; 0 if none has begun. */
  long age(long nowMillis) {
    return line.length() == 0 ? 0 : nowMillis - sinceMillis;
  }
}
