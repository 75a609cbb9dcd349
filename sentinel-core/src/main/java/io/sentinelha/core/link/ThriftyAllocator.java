package io.sentinelha.core.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;

/**
 * Gives connections small buffers that grow. Each Lettuce connection asks for 64 KiB to read into
 * and keeps it for life, where a supervisor's replies are a few kilobytes at most and mostly seven
 * bytes; with two connections to each of thousands of nodes that is the bulk of all memory.
 */
final class ThriftyAllocator implements ByteBufAllocator {

  private static final int FIRST_CAPACITY = 512;
  private static final int UNBOUNDED = Integer.MAX_VALUE;

  private final ByteBufAllocator delegate;

  ThriftyAllocator(ByteBufAllocator delegate) {
    this.delegate = delegate;
  }

  private static int first(int wanted) {
    return Math.min(wanted, FIRST_CAPACITY);
  }

  @Override
  public ByteBuf buffer() {
    return buffer(FIRST_CAPACITY);
  }

  @Override
  public ByteBuf buffer(int initialCapacity) {
    return buffer(initialCapacity, UNBOUNDED);
  }

  @Override
  public ByteBuf buffer(int initialCapacity, int maxCapacity) {
    return delegate.buffer(first(initialCapacity), maxCapacity);
  }

  @Override
  public ByteBuf ioBuffer() {
    return ioBuffer(FIRST_CAPACITY);
  }

  @Override
  public ByteBuf ioBuffer(int initialCapacity) {
    return ioBuffer(initialCapacity, UNBOUNDED);
  }

  /** Filled by one read of the socket, whose size the channel has estimated: given as asked for. */
  @Override
  public ByteBuf ioBuffer(int initialCapacity, int maxCapacity) {
    return delegate.ioBuffer(initialCapacity, maxCapacity);
  }

  @Override
  public ByteBuf heapBuffer() {
    return heapBuffer(FIRST_CAPACITY);
  }

  @Override
  public ByteBuf heapBuffer(int initialCapacity) {
    return heapBuffer(initialCapacity, UNBOUNDED);
  }

  @Override
  public ByteBuf heapBuffer(int initialCapacity, int maxCapacity) {
    return delegate.heapBuffer(first(initialCapacity), maxCapacity);
  }

  @Override
  public ByteBuf directBuffer() {
    return directBuffer(FIRST_CAPACITY);
  }

  @Override
  public ByteBuf directBuffer(int initialCapacity) {
    return directBuffer(initialCapacity, UNBOUNDED);
  }

  @Override
  public ByteBuf directBuffer(int initialCapacity, int maxCapacity) {
    return delegate.directBuffer(first(initialCapacity), maxCapacity);
  }

  @Override
  public CompositeByteBuf compositeBuffer() {
    return delegate.compositeBuffer();
  }

  @Override
  public CompositeByteBuf compositeBuffer(int maxNumComponents) {
    return delegate.compositeBuffer(maxNumComponents);
  }

  @Override
  public CompositeByteBuf compositeHeapBuffer() {
    return delegate.compositeHeapBuffer();
  }

  @Override
  public CompositeByteBuf compositeHeapBuffer(int maxNumComponents) {
    return delegate.compositeHeapBuffer(maxNumComponents);
  }

  @Override
  public CompositeByteBuf compositeDirectBuffer() {
    return delegate.compositeDirectBuffer();
  }

  @Override
  public CompositeByteBuf compositeDirectBuffer(int maxNumComponents) {
    return delegate.compositeDirectBuffer(maxNumComponents);
  }

  @Override
  public boolean isDirectBufferPooled() {
    return delegate.isDirectBufferPooled();
  }

  @Override
  public int calculateNewCapacity(int minNewCapacity, int maxCapacity) {
    return delegate.calculateNewCapacity(minNewCapacity, maxCapacity);
  }
}
