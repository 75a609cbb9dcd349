package io.sentinelha.core.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is recorded and not yet written. The engine's thread puts in without waiting for the disk;
 * the writing thread takes out several times a second, or at once when much has come together.
 */
final class Spool {

  /** Bytes that belong behind each other; nobody changes them any more. */
  static final class Part {
    final boolean beginsSegment;
    final byte[] bytes;

    Part(boolean beginsSegment, byte[] bytes) {
      this.beginsSegment = beginsSegment;
      this.bytes = bytes;
    }
  }

  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final long limit;
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<Part> waiting = new ArrayList<>();
  private long size;
  private boolean closed;

  /**
   * @param limit how many bytes may wait
   */
  Spool(long limit) {
    this.limit = limit;
  }

  /** Whether a segment can be begun: at most half of the room is taken. */
  boolean hasRoom() {
    lock.lock();
    try {
      return !closed && size <= limit / 2;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a part, unless there is no room for it or nothing is taken any more. */
  boolean offer(Part part) {
    lock.lock();
    try {
      boolean fits = size == 0 || size + part.bytes.length <= limit;
      if (closed || !fits) {
        return false;
      }
      waiting.add(part);
      size += part.bytes.length;
      if (size > limit / 4) {
        changed.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** What waits; after a while, if there is nothing, nothing. */
  List<Part> take() throws InterruptedException {
    lock.lock();
    try {
      long left = PERIOD_NANOS;
      while (!closed && size <= limit / 4 && left > 0) {
        left = changed.awaitNanos(left);
      }
      List<Part> taken = waiting;
      waiting = new ArrayList<>();
      size = 0;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing waits and nothing will come. */
  boolean isDone() {
    lock.lock();
    try {
      return closed && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
