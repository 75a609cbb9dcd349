package io.sentinelha.server.rdb;

import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Numbers;
import io.sentinelha.server.store.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Goes through the elements of a packed value. The first thing that is wrong ends it; what was seen
 * before is sound.
 */
abstract class Packed {

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  final byte[] bytes;
  private final String kind;
  private final long offset;
  private final byte[] scratch = new byte[Numbers.LONGEST];
  int at;

  private boolean isNumber;
  private long number;
  private int start;
  private int length;

  /**
   * A cursor before the first element.
   *
   * @param offset where in the input the value stands, for error messages
   */
  Packed(String kind, byte[] bytes, long offset) {
    this.kind = kind;
    this.bytes = bytes;
    this.offset = offset;
  }

  /** Goes to the next element; false behind the last. */
  abstract boolean next() throws RdbException;

  /** Goes to the next element, which must be there. */
  final void require() throws RdbException {
    if (!next()) {
      throw corrupt("an element is missing");
    }
  }

  final void found(long value) {
    isNumber = true;
    number = value;
  }

  final void found(int from, int count) {
    isNumber = false;
    start = from;
    length = count;
  }

  /** The element as text; good until the next step. */
  final Slice text() {
    return isNumber
        ? new Slice(scratch, 0, Numbers.write(scratch, 0, number))
        : new Slice(bytes, start, length);
  }

  /** A copy of the element's text. */
  final byte[] copy() {
    return text().toArray();
  }

  /** The element, which must be a whole number. */
  final long number() throws RdbException {
    if (isNumber) {
      return number;
    }
    if (!Numbers.isNumber(bytes, start, length)) {
      throw corrupt("a whole number was expected");
    }
    return Numbers.parse(bytes, start, length, CommandError.NOT_AN_INTEGER);
  }

  /** The element, which must be a score. */
  final double score() throws RdbException {
    return isNumber ? number : Scores.parse(bytes, start, length, this::corrupt);
  }

  final RdbException corrupt(String what) {
    return new RdbException(
        "damaged " + kind + ", byte " + at + ": " + what + ", in the value", offset);
  }

  /** So many bytes must follow before the end mark. */
  final void need(long count) throws RdbException {
    if (count > bytes.length - 1L - at) {
      throw corrupt("an element reaches behind the end");
    }
  }

  final int u8(int index) {
    return bytes[index] & 0xff;
  }

  final short i16(int index) {
    return (short) SHORTS.get(bytes, index);
  }

  final int u16(int index) {
    return i16(index) & 0xffff;
  }

  final int i24(int index) {
    return u8(index) | u8(index + 1) << 8 | bytes[index + 2] << 16;
  }

  final int i32(int index) {
    return (int) INTS.get(bytes, index);
  }

  final long u32(int index) {
    return Integer.toUnsignedLong(i32(index));
  }

  final long i64(int index) {
    return (long) LONGS.get(bytes, index);
  }
}
