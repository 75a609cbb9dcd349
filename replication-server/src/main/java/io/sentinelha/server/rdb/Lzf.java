package io.sentinelha.server.rdb;

import java.util.Arrays;

/**
 * LZF compression. A control byte below 32 announces that many literals and one more; any other has
 * a run length in its upper three bits (7: another byte adds to it), plus 2, and the upper five
 * bits of how far back the run is found, minus 1, whose lower eight follow.
 */
public final class Lzf {

  private static final int HASH_BITS = 14;
  private static final int MAX_LITERALS = 32;
  private static final int MAX_DISTANCE = 1 << 13;
  private static final int MAX_RUN = 264;

  /**
   * A run of {@link #MAX_RUN} takes three bytes: nothing unpacks to more than this times its size.
   */
  static final int MAX_RATIO = MAX_RUN / 3;

  /** Where three bytes with some hash stood last, plus 1 and the base of this run. */
  private final int[] seen = new int[1 << HASH_BITS];

  private int base;

  /** A compressor, to be used by one thread again and again. */
  public Lzf() {}

  /**
   * Compresses.
   *
   * @param most bytes that the result may have
   * @param to gets the result
   * @return the length of the result; 0 if it would be longer than {@code most}
   */
  public int compress(byte[] in, int from, int length, byte[] to, int most) {
    if (length < 4 || most < 4) {
      return 0;
    }
    if (base > Integer.MAX_VALUE - length - 1) {
      Arrays.fill(seen, 0);
      base = 0;
    }
    int origin = base - from;
    base += length; // What is remembered of this text is of no use for the next.
    int end = from + length;
    int at = from;
    int out = 1;
    int literals = 0;
    while (at < end) {
      int run = 0;
      int distance = 0;
      if (end - at > 2) {
        int hash = hash(in, at);
        int earlier = seen[hash] - 1 - origin;
        seen[hash] = at + origin + 1;
        distance = at - earlier;
        if (earlier >= from && distance <= MAX_DISTANCE && sameThree(in, earlier, at)) {
          run = runLength(in, earlier, at, end);
        }
      }
      if (run == 0) {
        if (out >= most) {
          return 0;
        }
        to[out++] = in[at++];
        literals++;
        if (literals == MAX_LITERALS) {
          to[out - literals - 1] = (byte) (literals - 1);
          literals = 0;
          out++;
        }
        continue;
      }
      if (literals > 0) {
        to[out - literals - 1] = (byte) (literals - 1);
        literals = 0;
      } else {
        out--;
      }
      if (out + 4 > most) {
        return 0;
      }
      out = writeRun(to, out, run - 2, distance - 1) + 1;
      int next = at + run;
      for (at++; at < next; at++) {
        if (end - at > 2) {
          seen[hash(in, at)] = at + origin + 1;
        }
      }
    }
    if (literals > 0) {
      to[out - literals - 1] = (byte) (literals - 1);
      return out;
    }
    return out - 1;
  }

  private static int writeRun(byte[] to, int start, int run, int back) {
    int out = start;
    if (run < 7) {
      to[out++] = (byte) ((run << 5) | (back >>> 8));
    } else {
      to[out++] = (byte) ((7 << 5) | (back >>> 8));
      to[out++] = (byte) (run - 7);
    }
    to[out++] = (byte) back;
    return out;
  }

  private static int hash(byte[] in, int at) {
    int three = ((in[at] & 0xff) << 16) | ((in[at + 1] & 0xff) << 8) | (in[at + 2] & 0xff);
    return (three * 0x9E3779B1) >>> (32 - HASH_BITS);
  }

  private static boolean sameThree(byte[] in, int one, int other) {
    return in[one] == in[other] && in[one + 1] == in[other + 1] && in[one + 2] == in[other + 2];
  }

  private static int runLength(byte[] in, int earlier, int at, int end) {
    int most = Math.min(MAX_RUN, end - at);
    int run = 3;
    while (run < most && in[earlier + run] == in[at + run]) {
      run++;
    }
    return run;
  }

  /**
   * Unpacks.
   *
   * @return whether it was sound and filled {@code to} exactly
   */
  public static boolean decompress(byte[] in, int from, int length, byte[] to) {
    return decompress(in, from, length, to, to.length);
  }

  /** As {@link #decompress(byte[], int, int, byte[])}, for so many bytes at the front of it. */
  static boolean decompress(byte[] in, int from, int length, byte[] to, int size) {
    int at = from;
    int end = from + length;
    int out = 0;
    while (at < end) {
      int control = in[at++] & 0xff;
      if (control < MAX_LITERALS) {
        int count = control + 1;
        if (count > end - at || count > size - out) {
          return false;
        }
        System.arraycopy(in, at, to, out, count);
        at += count;
        out += count;
        continue;
      }
      int run = control >>> 5;
      if (run == 7) {
        if (at == end) {
          return false;
        }
        run += in[at++] & 0xff;
      }
      run += 2;
      if (at == end) {
        return false;
      }
      int earlier = out - (((control & 0x1f) << 8) | (in[at++] & 0xff)) - 1;
      if (earlier < 0 || run > size - out) {
        return false;
      }
      for (int i = 0; i < run; i++) { // Byte by byte: a run may overlap with what it repeats.
        to[out++] = to[earlier++];
      }
    }
    return out == size;
  }
}
