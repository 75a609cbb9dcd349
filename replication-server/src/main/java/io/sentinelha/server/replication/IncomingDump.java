package io.sentinelha.server.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The dump that a master sends in front of its stream: so many bytes as were announced, or up to a
 * mark that was announced. Says where it ends, and passes it on.
 */
final class IncomingDump {

  private static final String MARK_PREFIX = "$EOF:";
  private static final int MARK_LENGTH = 40;

  private final Pipe pipe;

  /** Null if the length is known. */
  private final byte @Nullable [] mark;

  /** For each byte how far the mark can be moved on when that byte stands under its end. */
  private final int[] shifts;

  private final long size;
  private long read;
  private boolean complete;

  /** The last bytes, which may be the beginning of the mark. */
  private byte[] tail = {};

  private IncomingDump(byte @Nullable [] mark, long size) {
    this.pipe = new Pipe();
    this.mark = mark;
    this.size = size;
    this.shifts = mark == null ? new int[0] : shifts(mark);
    endIfComplete();
  }

  /** By the line that announces it; null if it does not. */
  static @Nullable IncomingDump announced(String line) {
    if (line.startsWith(MARK_PREFIX)) {
      byte[] mark = line.substring(MARK_PREFIX.length()).getBytes(ISO_8859_1);
      return mark.length == MARK_LENGTH ? new IncomingDump(mark, Long.MAX_VALUE) : null;
    }
    if (!line.matches("\\$\\d{1,18}")) {
      return null;
    }
    return new IncomingDump(null, Long.parseLong(line.substring(1)));
  }

  private static int[] shifts(byte[] mark) {
    int[] all = new int[256];
    Arrays.fill(all, MARK_LENGTH);
    for (int i = 0; i < MARK_LENGTH - 1; i++) {
      all[mark[i] & 0xff] = MARK_LENGTH - 1 - i;
    }
    return all;
  }

  /** What it is passed on through. */
  Pipe pipe() {
    return pipe;
  }

  /** Bytes of it; {@link Long#MAX_VALUE} if that is not known. */
  long size() {
    return size;
  }

  boolean hasMark() {
    return mark != null;
  }

  long read() {
    return read;
  }

  boolean isComplete() {
    return complete;
  }

  /** Takes what belongs to it; returns where the rest begins. */
  int take(byte[] bytes, int from, int to) {
    byte[] sought = mark;
    return sought == null ? takeCounted(bytes, from, to) : takeMarked(sought, bytes, from, to);
  }

  private int takeCounted(byte[] bytes, int from, int to) {
    int count = (int) Math.min(to - from, size - read);
    pipe.put(bytes, from, count);
    read += count;
    endIfComplete();
    return from + count;
  }

  private void endIfComplete() {
    if (read == size) {
      complete = true;
      pipe.end();
    }
  }

  private int takeMarked(byte[] sought, byte[] bytes, int from, int to) {
    // Across the border of what came before, then in what has come.
    byte[] seam = seam(bytes, from, Math.min(to, from + MARK_LENGTH - 1));
    int place = find(sought, seam, 0, seam.length);
    if (place >= 0) {
      pipe.put(seam, 0, place);
      return end(from, from + place + MARK_LENGTH - tail.length);
    }
    place = find(sought, bytes, from, to);
    if (place >= 0) {
      pipe.put(tail, 0, tail.length);
      pipe.put(bytes, from, place - from);
      return end(from, place + MARK_LENGTH);
    }
    read += to - from;
    int sure = to - (MARK_LENGTH - 1);
    if (sure >= from) {
      pipe.put(tail, 0, tail.length);
      pipe.put(bytes, from, sure - from);
      tail = Arrays.copyOfRange(bytes, sure, to);
    } else { // All of it is in the seam.
      int known = Math.max(0, seam.length - (MARK_LENGTH - 1));
      pipe.put(seam, 0, known);
      tail = Arrays.copyOfRange(seam, known, seam.length);
    }
    return to;
  }

  private byte[] seam(byte[] bytes, int from, int to) {
    byte[] both = Arrays.copyOf(tail, tail.length + to - from);
    System.arraycopy(bytes, from, both, tail.length, to - from);
    return both;
  }

  private int end(int from, int to) {
    read += to - from;
    complete = true;
    pipe.end();
    return to;
  }

  /** Where the mark begins; -1 if it is not there. */
  private int find(byte[] sought, byte[] bytes, int from, int to) {
    int at = from;
    while (at + MARK_LENGTH <= to) {
      if (Arrays.equals(sought, 0, MARK_LENGTH, bytes, at, at + MARK_LENGTH)) {
        return at;
      }
      at += shifts[bytes[at + MARK_LENGTH - 1] & 0xff];
    }
    return -1;
  }
}
