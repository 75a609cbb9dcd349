package io.sentinelha.server.store;

import java.util.Arrays;

/**
 * A string too long for a record. It grows in place, with room to spare once it was appended to.
 */
public final class LongString implements Value {

  private static final int ARRAY_OVERHEAD = 16;

  private byte[] content;
  private int length;

  /** Whether a frozen twin has the same array, so that it must be copied before it changes. */
  private boolean shared;

  /**
   * A string.
   *
   * @param content kept, not copied
   */
  public LongString(byte[] content) {
    this.content = content;
    this.length = content.length;
  }

  /** Its text, where it stands. */
  public Slice slice() {
    return new Slice(content, 0, length);
  }

  byte[] array() {
    return content;
  }

  /** Writes bytes at a position; what lies between the end and it becomes zeros. */
  public void write(int at, Slice text) {
    int end = Math.max(length, at + text.length());
    if (shared || end > content.length) {
      int room = end > content.length ? (int) Math.min(end + (long) (end >> 1), 1 << 30) : end;
      content = Arrays.copyOf(Arrays.copyOf(content, length), Math.max(room, end));
      shared = false;
    }
    System.arraycopy(text.array(), text.start(), content, at, text.length());
    length = end;
  }

  /** Becomes another text, if that fits without much room left over; returns whether it did. */
  boolean overwrite(byte[] text, int from, int size) {
    if (shared || size > content.length || size < content.length / 2) {
      return false;
    }
    System.arraycopy(text, from, content, 0, size);
    length = size;
    return true;
  }

  @Override
  public ValueType type() {
    return ValueType.STRING;
  }

  @Override
  public String encoding() {
    return "raw";
  }

  @Override
  public long memory() {
    return ARRAY_OVERHEAD + ARRAY_OVERHEAD + (long) content.length;
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public Value copy() {
    return new LongString(Arrays.copyOf(content, length));
  }

  @Override
  public Value frozen() {
    LongString twin = new LongString(content);
    twin.length = length;
    twin.shared = true;
    shared = true;
    return twin;
  }
}
