package io.sentinelha.resp.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * The bytes of one connection that no request has used up. Holds no memory while there are none,
 * and grows only with bytes that came: at most to twice of them.
 */
final class Input {

  /** A buffer that is this much larger than its content is exchanged for a smaller one. */
  private static final int TOLERATED_WASTE = 4 << 10;

  private final ByteBufAllocator allocator;
  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;

  Input(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** The bytes, from the reader index on. Valid until the next {@link #add} or {@link #trim}. */
  ByteBuf buffer() {
    return buffer;
  }

  int length() {
    return buffer.readableBytes();
  }

  int capacity() {
    return buffer.capacity();
  }

  /**
   * Appends bytes, and takes over the buffer that they are in.
   *
   * @param wanted how many bytes there will be before anything can be done with them, so that the
   *     buffer need not grow beyond; 0 if unknown
   */
  void add(ByteBuf more, int wanted) {
    if (!buffer.isReadable()) {
      release();
      buffer = more;
      return;
    }
    try {
      makeRoom(more.readableBytes(), wanted);
      buffer.writeBytes(more);
    } finally {
      more.release();
    }
  }

  /** Gives back memory that is not needed for what is left. */
  void trim() {
    if (!buffer.isReadable()) {
      release();
    } else if (buffer.capacity() > 2 * (long) length() + TOLERATED_WASTE) {
      moveTo(length());
    }
  }

  void release() {
    buffer.release();
    buffer = Unpooled.EMPTY_BUFFER;
  }

  private void makeRoom(int more, int wanted) {
    if (buffer.writableBytes() >= more) {
      return;
    }
    long needed = (long) length() + more;
    long generous = wanted > 0 ? Math.min(2 * needed, wanted) : 2 * needed;
    moveTo((int) Math.min(Integer.MAX_VALUE, Math.max(needed, generous)));
  }

  private void moveTo(int capacity) {
    ByteBuf other = allocator.ioBuffer(capacity);
    try {
      other.writeBytes(buffer);
    } finally {
      buffer.release();
      buffer = other;
    }
  }
}
