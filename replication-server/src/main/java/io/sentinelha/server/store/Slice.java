package io.sentinelha.server.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A range of bytes of an array that belongs to somebody else.
 *
 * @param array never changed through the slice
 * @param start of the range
 * @param length of the range
 */
@SuppressWarnings("ArrayRecordComponent") // To show bytes without copying them is its purpose.
public record Slice(byte[] array, int start, int length) {

  /** All of an array. */
  public static Slice of(byte[] array) {
    return new Slice(array, 0, array.length);
  }

  /** A copy of the range. */
  public byte[] toArray() {
    return Arrays.copyOfRange(array, start, start + length);
  }

  /** Whether both hold the same bytes. */
  public boolean sameAs(Slice other) {
    return Arrays.equals(
        array, start, start + length, other.array, other.start, other.start + other.length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Slice that && sameAs(that);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = start; i < start + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return new String(array, start, length, StandardCharsets.ISO_8859_1);
  }
}
