package io.sentinelha.server.replication;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way from the engine's thread, which never waits, to a helper, which reads them as
 * a stream. Whoever fills it stops while it {@link #isFull}.
 */
final class Pipe extends InputStream {

  private static final long MOST_BYTES = 4 << 20;
  private static final long FEW_BYTES = 1 << 20;
  private static final int PART = 64 << 10;

  /** A part takes memory of its own, and a master may send bytes one by one. */
  private static final int MOST_PARTS = 4096;

  /** Parts that are read and wait to be filled again. */
  private static final int MOST_FREE = (int) (MOST_BYTES / PART);

  private final BlockingQueue<ByteBuffer> queue = new LinkedBlockingQueue<>();
  private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
  private final AtomicLong pending = new AtomicLong();
  private volatile @Nullable String failure;

  /** Empty before the first part, and at the end. */
  private ByteBuffer current = ByteBuffer.allocate(0);

  private boolean ended;

  Pipe() {}

  // --- The engine's thread ---

  /** Adds a copy of a part of an array. */
  void put(byte[] bytes, int from, int count) {
    int at = from;
    int left = count;
    while (left > 0) {
      int size = Math.min(left, PART);
      ByteBuffer part = part(size);
      part.put(bytes, at, size).flip();
      pending.addAndGet(size);
      queue.add(part);
      at += size;
      left -= size;
    }
  }

  /** Small ones are made anew: they must not take the memory of large ones. */
  private ByteBuffer part(int size) {
    ByteBuffer used = size > PART / 8 ? free.poll() : null;
    if (used == null) {
      return ByteBuffer.allocate(size > PART / 8 ? PART : size);
    }
    return used.clear();
  }

  /** There will be no more. */
  void end() {
    queue.add(ByteBuffer.allocate(0));
  }

  /** There will be no more, and something is missing: the reader fails. */
  void fail(String reason) {
    failure = reason;
    queue.add(ByteBuffer.allocate(0));
  }

  /** Whether the reader is so far behind that the writer must wait. */
  boolean isFull() {
    return pending.get() > MOST_BYTES || queue.size() > MOST_PARTS;
  }

  /** Whether a writer that waited may go on. */
  boolean hasRoom() {
    return pending.get() < FEW_BYTES && queue.size() < MOST_PARTS / 2;
  }

  // --- The helper ---

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    while (!current.hasRemaining() && !ended) {
      try {
        if (current.capacity() == PART && free.size() < MOST_FREE) {
          free.add(current);
        }
        current = queue.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      ended = !current.hasRemaining();
    }
    String reason = failure;
    if (reason != null) {
      throw new IOException(reason);
    }
    if (ended) {
      return -1;
    }
    int count = Math.min(length, current.remaining());
    current.get(into, from, count);
    pending.addAndGet(-count);
    return count;
  }
}
