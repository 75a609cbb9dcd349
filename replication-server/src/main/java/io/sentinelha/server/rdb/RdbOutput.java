package io.sentinelha.server.rdb;

import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Numbers;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes the numbers and strings of a dump, block by block, and sums them up. */
public final class RdbOutput {

  /** Takes what was written. */
  @FunctionalInterface
  public interface Sink {
    /** The bytes are good until this returns. */
    void write(byte[] bytes, int from, int length) throws IOException;
  }

  private static final int BLOCK = 64 << 10;
  private static final int SMALL_BLOCK = 1 << 10;
  private static final int SHORT = 32;
  private static final int LEAST_COMPRESSED = 21;
  private static final int LEAST_SAVED = 4;
  private static final int LONGEST_INT = 11;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final Sink sink;
  private final boolean sums;

  /** Made for the first string that is worth it. */
  private @Nullable Lzf lzf;

  private final boolean compresses;
  private final byte[] block;
  private byte[] packed = new byte[256];
  private int at;
  private long written;
  private long checksum;

  /**
   * An empty dump.
   *
   * @param compresses whether strings longer than 20 bytes are, if that makes them shorter
   * @param sums whether {@link #checksum} is needed
   */
  public RdbOutput(Sink sink, boolean compresses, boolean sums) {
    this(sink, compresses, sums, BLOCK);
  }

  private RdbOutput(Sink sink, boolean compresses, boolean sums, int size) {
    this.block = new byte[size];
    this.sink = sink;
    this.compresses = compresses;
    this.sums = sums;
  }

  /** For a single value, which is small as a rule. */
  static RdbOutput small(Sink sink, boolean compresses) {
    return new RdbOutput(sink, compresses, true, SMALL_BLOCK);
  }

  /** Bytes so far. */
  public long size() {
    return written + at;
  }

  /** Of all bytes so far; 0 if it does not sum up. Flushes. */
  long checksum() throws IOException {
    flush();
    return checksum;
  }

  /** Hands over what is left. */
  void flush() throws IOException {
    if (at > 0) {
      pass(block, 0, at);
      at = 0;
    }
  }

  private void pass(byte[] bytes, int from, int length) throws IOException {
    if (sums) {
      checksum = Crc64.update(checksum, bytes, from, length);
    }
    written += length;
    sink.write(bytes, from, length);
  }

  private void reserve() throws IOException {
    if (at > block.length - SHORT) {
      flush();
    }
  }

  void u8(int value) throws IOException {
    reserve();
    block[at++] = (byte) value;
  }

  void i64(long value) throws IOException {
    reserve();
    LONGS.set(block, at, value);
    at += 8;
  }

  void f64(double value) throws IOException {
    i64(Double.doubleToRawLongBits(value));
  }

  void raw(byte[] bytes, int from, int length) throws IOException {
    if (length > block.length - at) {
      flush();
      if (length > block.length / 2) {
        pass(bytes, from, length);
        return;
      }
    }
    System.arraycopy(bytes, from, block, at, length);
    at += length;
  }

  void length(long value) throws IOException {
    reserve();
    if (value >= 0 && value < 1 << 6) {
      block[at++] = (byte) value;
    } else if (value >= 0 && value < 1 << 14) {
      block[at++] = (byte) (0x40 | value >>> 8);
      block[at++] = (byte) value;
    } else if (value >>> 32 == 0) {
      block[at++] = (byte) 0x80;
      for (int shift = 24; shift >= 0; shift -= 8) {
        block[at++] = (byte) (value >>> shift);
      }
    } else {
      block[at++] = (byte) 0x81;
      LONGS.set(block, at, Long.reverseBytes(value));
      at += 8;
    }
  }

  void string(byte[] text) throws IOException {
    string(text, 0, text.length);
  }

  /** A string in its shortest form. */
  void string(byte[] text, int from, int length) throws IOException {
    if (length <= LONGEST_INT && Numbers.isNumber(text, from, length)) {
      long number = Numbers.parse(text, from, length, CommandError.NOT_AN_INTEGER);
      if (number == (int) number) {
        number((int) number);
        return;
      }
    }
    if (compresses && length >= LEAST_COMPRESSED && compressed(text, from, length)) {
      return;
    }
    length(length);
    raw(text, from, length);
  }

  private void number(int value) throws IOException {
    reserve();
    int width = value == (byte) value ? 0 : value == (short) value ? 1 : 2;
    block[at++] = (byte) (0xc0 | width);
    for (int i = 0; i < 1 << width; i++) {
      block[at++] = (byte) (value >>> (8 * i));
    }
  }

  private boolean compressed(byte[] text, int from, int length) throws IOException {
    int most = length - LEAST_SAVED;
    if (packed.length < most) {
      packed = Arrays.copyOf(packed, Math.max(most, (int) Math.min(2L * most, 1 << 26)));
    }
    Lzf compressor = lzf;
    if (compressor == null) {
      compressor = new Lzf();
      lzf = compressor;
    }
    int size = compressor.compress(text, from, length, packed, most);
    if (size == 0) {
      return false;
    }
    reserve();
    block[at++] = (byte) 0xc3;
    length(size);
    length(length);
    raw(packed, 0, size);
    return true;
  }
}
