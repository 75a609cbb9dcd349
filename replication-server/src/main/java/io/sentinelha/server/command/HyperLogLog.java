package io.sentinelha.server.command;

import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.store.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An estimate of how many different elements were seen: 16384 registers, which hold the longest run
 * of zeros that the hashes of their elements began with. Kept in a string: {@code HYLL}, a byte
 * that tells the form, three zeros, the last estimate (8 bytes; its highest bit says that it is not
 * valid any more), the registers. Dense: 6 bits each. Sparse: runs of registers that are zero
 * ({@code 00llllll} and {@code 01llllll llllllll}) or have the same value ({@code 1vvvvvll}).
 *
 * <p>Strings travel to files and other servers, so every change gives the same bytes as there.
 *
 * @see "Heule, Nunkesser, Hall: HyperLogLog in practice, 2013; Ertl: arXiv:1702.01284"
 */
final class HyperLogLog {

  static final int REGISTERS = 1 << 14;
  static final CommandError CORRUPTED = CommandError.of("INVALIDOBJ Corrupted HLL object detected");

  private static final int HEADER = 16;
  private static final int DENSE = 0;
  private static final int SPARSE = 1;
  private static final int DENSE_BYTES = HEADER + REGISTERS * 6 / 8;
  private static final int INDEX_BITS = 14;
  static final int HASH_BITS = 64 - INDEX_BITS;
  private static final int STALE = 0x80;
  private static final int ESTIMATE = 8;

  /** Runs of zeros up to this take a byte, longer ones two. */
  private static final int SHORT_ZEROS = 64;

  /** What the sparse form can tell. */
  private static final int MOST_VALUE = 32;

  private static final int LONGEST_RUN = 4;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int length;

  private HyperLogLog(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  /** An empty one. */
  static HyperLogLog empty() {
    byte[] bytes = new byte[HEADER + 8];
    bytes[0] = 'H';
    bytes[1] = 'Y';
    bytes[2] = 'L';
    bytes[3] = 'L';
    bytes[4] = SPARSE;
    bytes[HEADER] = 0x7f;
    bytes[HEADER + 1] = (byte) 0xff;
    return new HyperLogLog(bytes, HEADER + 2);
  }

  /** A copy of what stands in a string. */
  static HyperLogLog of(Slice text) {
    byte[] bytes = text.toArray();
    boolean valid =
        bytes.length >= HEADER
            && bytes[0] == 'H'
            && bytes[1] == 'Y'
            && bytes[2] == 'L'
            && bytes[3] == 'L'
            && (bytes[4] == SPARSE || (bytes[4] == DENSE && bytes.length == DENSE_BYTES));
    if (!valid) {
      throw CommandError.of("WRONGTYPE Key is not a valid HyperLogLog string value.");
    }
    return new HyperLogLog(bytes, bytes.length);
  }

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  boolean isDense() {
    return bytes[4] == DENSE;
  }

  // --- Elements ---

  /**
   * Adds an element; returns whether that changed anything.
   *
   * @param sparseLimit bytes that the sparse form may take
   */
  boolean add(byte[] element, int from, int size, long sparseLimit) {
    long hash = HyperLogLogMath.hash(element, from, size);
    int index = (int) hash & (REGISTERS - 1);
    long rest = (hash >>> INDEX_BITS) | (1L << HASH_BITS);
    return raise(index, Long.numberOfTrailingZeros(rest) + 1, sparseLimit);
  }

  /** Raises a register to a value; returns false if it is not lower. */
  boolean raise(int index, int value, long sparseLimit) {
    return isDense() ? raiseDense(index, value) : raiseSparse(index, value, sparseLimit);
  }

  // --- The estimate ---

  /** Whether {@link #cached} is right. */
  boolean isCached() {
    return (bytes[ESTIMATE + 7] & STALE) == 0;
  }

  long cached() {
    return (long) LONGS.get(bytes, ESTIMATE);
  }

  void cache(long estimate) {
    LONGS.set(bytes, ESTIMATE, estimate);
  }

  void stale() {
    bytes[ESTIMATE + 7] |= (byte) STALE;
  }

  long estimate() {
    byte[] registers = new byte[REGISTERS];
    mergeInto(registers);
    return HyperLogLogMath.estimate(registers);
  }

  // --- Registers ---

  /** Raises registers to what they are here. */
  void mergeInto(byte[] registers) {
    if (isDense()) {
      for (int i = 0; i < REGISTERS; i++) {
        int value = dense(i);
        if (value > registers[i]) {
          registers[i] = (byte) value;
        }
      }
      return;
    }
    int index = 0;
    for (int at = HEADER; at < length; at += size(at)) {
      int run = run(at);
      if (index + run > REGISTERS) {
        throw CORRUPTED;
      }
      if (isValue(at)) {
        for (int i = index; i < index + run; i++) {
          registers[i] = (byte) Math.max(registers[i], value(at));
        }
      }
      index += run;
    }
    if (index != REGISTERS) {
      throw CORRUPTED;
    }
  }

  private int dense(int index) {
    int bit = index * 6;
    int at = HEADER + (bit >> 3);
    int shift = bit & 7;
    int next = at + 1 < bytes.length ? bytes[at + 1] & 0xff : 0;
    return (((bytes[at] & 0xff) >> shift) | (next << (8 - shift))) & 63;
  }

  private boolean raiseDense(int index, int value) {
    if (value <= dense(index)) {
      return false;
    }
    int bit = index * 6;
    int at = HEADER + (bit >> 3);
    int shift = bit & 7;
    bytes[at] = (byte) ((bytes[at] & ~(63 << shift)) | (value << shift));
    if (shift > 2) {
      bytes[at + 1] = (byte) ((bytes[at + 1] & ~(63 >> (8 - shift))) | (value >> (8 - shift)));
    }
    return true;
  }

  /** Takes the dense form; returns whether it was sparse. */
  boolean toDense() {
    if (isDense()) {
      return false;
    }
    byte[] registers = new byte[REGISTERS];
    mergeInto(registers);
    byte[] sparse = bytes;
    bytes = new byte[DENSE_BYTES];
    length = DENSE_BYTES;
    System.arraycopy(sparse, 0, bytes, 0, HEADER);
    bytes[4] = DENSE;
    for (int i = 0; i < REGISTERS; i++) {
      if (registers[i] > 0) {
        raiseDense(i, registers[i]);
      }
    }
    return true;
  }

  // --- The sparse form ---

  private boolean isValue(int at) {
    return (bytes[at] & 0x80) != 0;
  }

  private boolean isLongZeros(int at) {
    return (bytes[at] & 0xc0) == 0x40;
  }

  private int size(int at) {
    return isLongZeros(at) ? 2 : 1;
  }

  private int run(int at) {
    if (isValue(at)) {
      return (bytes[at] & 3) + 1;
    }
    if (!isLongZeros(at)) {
      return (bytes[at] & 0x3f) + 1;
    }
    // In a string that other commands have spoiled the second byte can be missing: 0 to Redis.
    int low = at + 1 < length ? bytes[at + 1] & 0xff : 0;
    return (((bytes[at] & 0x3f) << 8) | low) + 1;
  }

  private int value(int at) {
    return ((bytes[at] >> 2) & 0x1f) + 1;
  }

  private static byte valueCode(int value, int run) {
    return (byte) (0x80 | ((value - 1) << 2) | (run - 1));
  }

  private static int writeZeros(byte[] into, int at, int run) {
    if (run > SHORT_ZEROS) {
      into[at] = (byte) (0x40 | ((run - 1) >> 8));
      into[at + 1] = (byte) (run - 1);
      return at + 2;
    }
    into[at] = (byte) (run - 1);
    return at + 1;
  }

  private boolean raiseSparse(int index, int value, long limit) {
    if (value > MOST_VALUE) {
      return promote(index, value);
    }
    int first = 0;
    int before = -1;
    int at = HEADER;
    while (at < length && index >= first + run(at)) {
      first += run(at);
      before = at;
      at += size(at);
    }
    if (at >= length) {
      throw CORRUPTED;
    }
    int run = run(at);
    if (isValue(at) && value(at) >= value) {
      return false;
    }
    if (run == 1 && !isLongZeros(at)) {
      bytes[at] = valueCode(value, 1);
    } else {
      byte[] parts = new byte[5];
      int size = split(parts, at, index - first, first + run - 1 - index, value);
      int more = size - size(at);
      if (more > 0 && length + more > limit) {
        return promote(index, value);
      }
      replace(at, parts, size);
    }
    joinFrom(before < 0 ? HEADER : before);
    stale();
    return true;
  }

  /** What stands in the place of a run when one of its registers gets another value. */
  private int split(byte[] parts, int at, int left, int right, int value) {
    boolean zeros = !isValue(at);
    int size = 0;
    if (left > 0) {
      size = zeros ? writeZeros(parts, size, left) : writeValue(parts, size, value(at), left);
    }
    size = writeValue(parts, size, value, 1);
    if (right > 0) {
      size = zeros ? writeZeros(parts, size, right) : writeValue(parts, size, value(at), right);
    }
    return size;
  }

  private static int writeValue(byte[] into, int at, int value, int run) {
    into[at] = valueCode(value, run);
    return at + 1;
  }

  private void replace(int at, byte[] parts, int size) {
    int old = size(at);
    int longer = length + size - old;
    if (longer > bytes.length) {
      bytes = Arrays.copyOf(bytes, longer + 32);
    }
    if (at + old <= length) {
      System.arraycopy(bytes, at + old, bytes, at + size, length - at - old);
    }
    // Where half of the old is missing, so is the end of the new.
    System.arraycopy(parts, 0, bytes, at, Math.min(size, longer - at));
    length = longer;
  }

  /** Joins runs of the same value, looking at five runs at most. */
  private void joinFrom(int start) {
    int at = start;
    for (int looks = 5; at < length && looks > 0; looks--) {
      if (!isValue(at)) {
        at += size(at);
        continue;
      }
      if (at + 1 < length && isValue(at + 1) && value(at) == value(at + 1)) {
        int run = run(at) + run(at + 1);
        if (run <= LONGEST_RUN) {
          bytes[at + 1] = valueCode(value(at), run);
          System.arraycopy(bytes, at + 1, bytes, at, length - at - 1);
          length--;
          continue;
        }
      }
      at++;
    }
  }

  private boolean promote(int index, int value) {
    toDense();
    return raiseDense(index, value);
  }

  /** The runs in words: {@code z:} and {@code Z:} zeros, {@code v:} value and run. */
  String describe() {
    StringBuilder text = new StringBuilder();
    for (int at = HEADER; at < length; at += size(at)) {
      text.append(text.isEmpty() ? "" : " ");
      if (isValue(at)) {
        text.append("v:").append(value(at)).append(',').append(run(at));
      } else if (isLongZeros(at) && at + 1 == length) { // Cut off: there is a zero behind it there.
        text.append("Z:").append(((bytes[at] & 0x3f) << 8) + 1);
      } else {
        text.append(isLongZeros(at) ? "Z:" : "z:").append(run(at));
      }
    }
    return text.toString();
  }
}
