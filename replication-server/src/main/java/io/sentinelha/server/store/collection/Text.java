package io.sentinelha.server.store.collection;

import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.packed.Decimal;
import java.util.Arrays;

/**
 * A text that was found in a collection: a place in somebody's array, or the digits of a number
 * that is kept as one. Reused by whoever filled it; good until it is filled again or the collection
 * changes.
 */
public final class Text {

  private static final byte[] EMPTY = new byte[0];

  private byte[] array = EMPTY;
  private int start;
  private int length;

  /** Room for a number; made when the first is met. */
  private byte[] digits = EMPTY;

  public Text() {}

  void set(byte[] inArray, int from, int size) {
    array = inArray;
    start = from;
    length = size;
  }

  void set(long number) {
    if (digits.length == 0) {
      digits = new byte[Decimal.LONGEST];
    }
    array = digits;
    start = Decimal.writeBefore(digits, digits.length, number);
    length = digits.length - start;
  }

  /** The array that it stands in; not to be changed. */
  public byte[] array() {
    return array;
  }

  public int start() {
    return start;
  }

  public int length() {
    return length;
  }

  /** The place itself. */
  public Slice slice() {
    return new Slice(array, start, length);
  }

  /** A copy. */
  public byte[] toArray() {
    return Arrays.copyOfRange(array, start, start + length);
  }

  /** Whether these are the bytes. */
  public boolean sameAs(byte[] other, int from, int size) {
    return size == length && Arrays.equals(array, start, start + length, other, from, from + size);
  }

  @Override
  public String toString() {
    return slice().toString();
  }
}
