package io.sentinelha.server.rdb;

import io.sentinelha.server.engine.Numbers;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads the numbers and strings of a dump, counts and checks. Memory for a string is taken as its
 * bytes arrive, or at once if the input is known to be long enough.
 */
public final class RdbInput {

  private static final int BUFFER = 64 << 10;
  private static final int STEP = 1 << 20;
  private static final int FIRST_SPECIAL = 0xc0;

  /** Of a run that begins before there is much to repeat. */
  private static final int MAX_SLACK = 264;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final InputStream in;
  private final Limits limits;

  /** Bytes of the whole input; {@link Long#MAX_VALUE} if nobody knows. */
  private final long size;

  private final byte[] buffer;
  private int at;
  private int end;

  /** Of the byte at index 0 of the buffer. */
  private long offset;

  private long checksum;

  /** Up to where in the buffer the checksum goes. */
  private int summed;

  private RdbInput(InputStream in, byte[] buffer, int at, int end, long size, Limits limits) {
    this.in = in;
    this.buffer = buffer;
    this.at = at;
    this.end = end;
    this.summed = at;
    this.offset = -at;
    this.size = size;
    this.limits = limits;
  }

  /**
   * Reads a stream.
   *
   * @param size of all that is in it; {@link Long#MAX_VALUE} if that is unknown
   */
  public static RdbInput of(InputStream in, long size, Limits limits) {
    return new RdbInput(in, new byte[BUFFER], 0, 0, size, limits);
  }

  /** Reads a part of an array. */
  public static RdbInput of(byte[] bytes, int from, int length, Limits limits) {
    return new RdbInput(InputStream.nullInputStream(), bytes, from, from + length, length, limits);
  }

  /** How many bytes were read. */
  public long offset() {
    return offset + at;
  }

  /** How many there may still be. */
  long remaining() {
    return size == Long.MAX_VALUE ? size : size - offset();
  }

  /** Of all that was read. */
  long checksum() {
    sum();
    return checksum;
  }

  private void sum() {
    checksum = Crc64.update(checksum, buffer, summed, at - summed);
    summed = at;
  }

  RdbException corrupt(String what) {
    return new RdbException(what, offset());
  }

  /** Sees to it that so many bytes, few, are in the buffer. */
  private void need(int count) throws IOException {
    if (end - at >= count) {
      return;
    }
    refill();
    while (end - at < count) {
      int got = in.read(buffer, end, buffer.length - end);
      if (got < 0) {
        throw new RdbException("unexpected end of the dump", offset + end);
      }
      end += got;
    }
  }

  /** Moves what is unread to the front of the buffer. */
  private void refill() {
    sum();
    System.arraycopy(buffer, at, buffer, 0, end - at);
    offset += at;
    end -= at;
    at = 0;
    summed = 0;
  }

  int u8() throws IOException {
    need(1);
    return buffer[at++] & 0xff;
  }

  int i32() throws IOException {
    need(4);
    at += 4;
    return (int) INTS.get(buffer, at - 4);
  }

  long i64() throws IOException {
    need(8);
    at += 8;
    return (long) LONGS.get(buffer, at - 8);
  }

  double f64() throws IOException {
    return Double.longBitsToDouble(i64());
  }

  /** So many bytes as they are. */
  byte[] bytes(long count) throws IOException {
    if (count < 0 || count > limits.longestString()) {
      throw corrupt("a string of " + Long.toUnsignedString(count) + " bytes is too long");
    }
    if (count > remaining()) {
      throw corrupt("a string of " + count + " bytes, and only " + remaining() + " are left");
    }
    int length = (int) count;
    if (length <= end - at) {
      at += length;
      return Arrays.copyOfRange(buffer, at - length, at);
    }
    byte[] all = new byte[size == Long.MAX_VALUE ? Math.min(length, STEP) : length];
    int got = end - at;
    System.arraycopy(buffer, at, all, 0, got);
    at = end;
    refill();
    while (got < length) {
      if (got == all.length) {
        all = Arrays.copyOf(all, (int) Math.min(length, 2L * all.length));
      }
      int more = in.read(all, got, all.length - got);
      if (more < 0) {
        throw new RdbException("unexpected end of the dump", offset + got);
      }
      checksum = Crc64.update(checksum, all, got, more);
      offset += more;
      got += more;
    }
    return all;
  }

  /** A length: one byte, two, five or nine. Values of all 64 bits are possible. */
  long length() throws IOException {
    int first = u8();
    if (first >= FIRST_SPECIAL) {
      throw corrupt("a length was expected, not a special string");
    }
    return length(first);
  }

  private long length(int first) throws IOException {
    return switch (first >>> 6) {
      case 0 -> first;
      case 1 -> ((first & 0x3f) << 8) | u8();
      default ->
          switch (first) {
            case 0x80 -> Integer.toUnsignedLong(Integer.reverseBytes(i32()));
            case 0x81 -> Long.reverseBytes(i64());
            default -> throw corrupt("no length begins with " + first);
          };
    };
  }

  /**
   * A number of things that follow, each of which takes some bytes.
   *
   * @param least bytes of one of them
   */
  long count(int least) throws IOException {
    long count = length();
    if (count < 0 || count > remaining() / least) {
      throw corrupt(
          Long.toUnsignedString(count) + " elements, and only " + remaining() + " bytes are left");
    }
    return count;
  }

  /** A string in any of its forms. */
  byte[] string() throws IOException {
    int first = u8();
    return switch (first) {
      case FIRST_SPECIAL -> Numbers.text((byte) u8());
      case FIRST_SPECIAL + 1 -> {
        need(2);
        at += 2;
        yield Numbers.text((short) ((buffer[at - 2] & 0xff) | buffer[at - 1] << 8));
      }
      case FIRST_SPECIAL + 2 -> Numbers.text(i32());
      case FIRST_SPECIAL + 3 -> compressed();
      default -> {
        if (first > FIRST_SPECIAL) {
          throw corrupt("unknown form of a string: " + first);
        }
        yield bytes(length(first));
      }
    };
  }

  /**
   * As {@link #string()}, without an array for each: nearly all are short and lie in the buffer.
   */
  void string(RdbText into) throws IOException {
    need(1);
    int first = buffer[at] & 0xff;
    if (first == FIRST_SPECIAL + 3) {
      at++;
      compressed(into);
      return;
    }
    if (first >= FIRST_SPECIAL) {
      into.set(string());
      return;
    }
    at++;
    long length = length(first);
    if (length < 0 || length > end - at) {
      into.set(bytes(length));
      return;
    }
    System.arraycopy(buffer, at, into.room((int) length), 0, (int) length);
    at += (int) length;
  }

  private void compressed(RdbText into) throws IOException {
    long packed = length();
    long plain = plainLength(packed);
    long start = offset();
    if (packed > end - at) {
      into.set(decompress(bytes(packed), plain, start));
      return;
    }
    byte[] text = into.room((int) plain);
    if (!Lzf.decompress(buffer, at, (int) packed, text, (int) plain)) {
      throw new RdbException("damaged LZF data", start);
    }
    at += (int) packed;
  }

  private byte[] compressed() throws IOException {
    long packed = length();
    long plain = plainLength(packed);
    long start = offset();
    return decompress(bytes(packed), plain, start);
  }

  /** The length of what was compressed to so many bytes: checked before any memory is taken. */
  private long plainLength(long packed) throws IOException {
    long plain = length();
    if (plain < 0 || plain > limits.longestString()) {
      throw corrupt("a string of " + Long.toUnsignedString(plain) + " bytes is too long");
    }
    if (packed < 0 || packed > limits.longestString()) {
      throw corrupt("a string of " + Long.toUnsignedString(packed) + " bytes is too long");
    }
    if (plain > (long) Lzf.MAX_RATIO * packed + MAX_SLACK) {
      throw corrupt(plain + " bytes cannot have been packed into " + packed);
    }
    return plain;
  }

  private static byte[] decompress(byte[] in, long plain, long start) throws RdbException {
    byte[] out = new byte[(int) plain];
    if (!Lzf.decompress(in, 0, in.length, out)) {
      throw new RdbException("damaged LZF data", start);
    }
    return out;
  }

  /** A number as old versions wrote scores: as text, with three special lengths. */
  double oldScore() throws IOException {
    int length = u8();
    return switch (length) {
      case 253 -> Double.NaN;
      case 254 -> Double.POSITIVE_INFINITY;
      case 255 -> Double.NEGATIVE_INFINITY;
      default -> Scores.parse(bytes(length), 0, length, this::corrupt);
    };
  }
}
