package io.sentinelha.server.store.stream;

import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.packed.PackedEntry;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts and numbers as files have them: total size (4 bytes), number of elements (2 bytes, 65535
 * for "count them"), elements ({@link PackedEntry}), 0xFF.
 */
final class StreamPack {

  static final int HEADER = PackedEntry.HEADER;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;

  /** Of the whole, with header and end. */
  private int length;

  /** An empty one. */
  StreamPack(int capacity) {
    bytes = new byte[Math.max(capacity, HEADER + 1)];
    bytes[HEADER] = PackedEntry.END;
    length = HEADER + 1;
    INT.set(bytes, 0, length);
  }

  /** One that was made before; not checked. */
  StreamPack(byte[] bytes) {
    this.bytes = bytes;
    this.length = bytes.length;
  }

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  void shrink() {
    bytes = toArray();
  }

  // --- Reading ---

  boolean isEnd(int at) {
    return bytes[at] == PackedEntry.END;
  }

  int next(int at) {
    return PackedEntry.next(bytes, at);
  }

  /** The element before the one at a place, or before the end. */
  int previous(int at) {
    return PackedEntry.previous(bytes, at);
  }

  boolean isNumber(int at) {
    return PackedEntry.isNumber(bytes, at);
  }

  /** The number at a place where one stands; as text it would be read as one. */
  long number(int at) {
    if (!isNumber(at)) {
      throw new IllegalStateException("no number in a listpack at " + at);
    }
    return PackedEntry.number(bytes, at);
  }

  /** The element as text. */
  Slice text(int at) {
    if (isNumber(at)) {
      return Slice.of(Long.toString(number(at)).getBytes(StandardCharsets.ISO_8859_1));
    }
    return new Slice(bytes, PackedEntry.textStart(bytes, at), PackedEntry.textLength(bytes, at));
  }

  // --- Changing ---

  void append(long number) {
    int at = open(PackedEntry.size(number));
    PackedEntry.write(bytes, at, number);
  }

  void append(Slice text) {
    int at = open(PackedEntry.size(text.array(), text.start(), text.length()));
    PackedEntry.write(bytes, at, text.array(), text.start(), text.length());
  }

  /** Puts another number where one stands; what follows may move. */
  void replace(int at, long number) {
    int before = next(at) - at;
    int after = PackedEntry.size(number);
    if (after != before) {
      reserve(after - before);
      System.arraycopy(bytes, at + before, bytes, at + after, length - at - before);
      length += after - before;
      INT.set(bytes, 0, length);
    }
    PackedEntry.write(bytes, at, number);
  }

  /** Makes room for an element at the end; returns its place. */
  private int open(int size) {
    reserve(size);
    int at = length - 1;
    length += size;
    INT.set(bytes, 0, length);
    bytes[length - 1] = PackedEntry.END;
    int count = (short) SHORT.get(bytes, 4) & 0xffff;
    if (count != PackedEntry.COUNT_UNKNOWN) {
      SHORT.set(bytes, 4, (short) (count + 1));
    }
    return at;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length + (bytes.length >> 1)));
    }
  }

  /** Whether bytes from elsewhere are a listpack that all methods can be called on. */
  static boolean isValid(byte[] bytes) {
    try {
      PackedEntry.check(bytes);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
