package io.sentinelha.server.replication;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
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

  /** A part takes memory of its own, and a master may send bytes one by one. */
  private static final int MOST_PARTS = 4096;

  private final BlockingQueue<ByteBuffer> queue = new LinkedBlockingQueue<>();
  private final AtomicLong pending = new AtomicLong();
  private volatile @Nullable String failure;

  /** Empty before the first part, and at the end. */
  private ByteBuffer current = ByteBuffer.allocate(0);

  private boolean ended;

  Pipe() {}

  // --- The engine's thread ---

  /** Adds a part of an array, which is the pipe's from here on. */
  void put(byte[] bytes, int from, int to) {
    if (to > from) {
      pending.addAndGet(to - (long) from);
      queue.add(ByteBuffer.wrap(bytes, from, to - from));
    }
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
