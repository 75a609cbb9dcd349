package io.sentinelha.server.replication;

import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Outlet;
import java.util.ArrayDeque;

/**
 * Replies of one client that wait for replicas. What comes behind a reply that waits waits too, so
 * that the order stays; what is before it leaves.
 */
final class HeldReplies implements Outlet {

  private static final byte[] EMPTY = new byte[0];
  private static final int MOST = 16 << 20;
  private static final int KEPT = 64 << 10;

  /** A reply may leave as it is. */
  static final byte[] CONFIRMED = EMPTY;

  /** A reply that waits. Its places count all bytes that the client was ever sent. */
  static final class Held {
    private final HeldReplies owner;
    private final long from;
    private final long to;
    final long offset;
    final long deadlineMillis;
    private byte[] instead = CONFIRMED;
    private boolean settled;

    private Held(HeldReplies owner, long from, long to, long offset, long deadlineMillis) {
      this.owner = owner;
      this.from = from;
      this.to = to;
      this.offset = offset;
      this.deadlineMillis = deadlineMillis;
    }

    HeldReplies owner() {
      return owner;
    }

    /**
     * Its time has come; {@link HeldReplies#release} must follow.
     *
     * @param error what its client is told instead; {@link #CONFIRMED} for nothing else
     */
    void settle(byte[] error) {
      instead = from == to ? CONFIRMED : error; // A client that wants no replies gets none.
      settled = true;
    }
  }

  private final Client client;
  private final ArrayDeque<Held> waiting = new ArrayDeque<>();
  private byte[] bytes = EMPTY;

  /** What is held: {@code bytes[start, end)}; the first is number {@code first} of all. */
  private int start;

  private int end;
  private long first;

  /** A request is running: whether its reply must wait is not known yet. */
  private boolean undecided;

  private long runningFrom;
  private long writtenBefore;

  HeldReplies(Client client) {
    this.client = client;
    client.reply().drain();
    first = client.reply().written();
  }

  @Override
  public void write(byte[] from, int at, int length) {
    if (waiting.isEmpty() && !undecided) {
      first += length;
      client.transport().write(from, at, length);
      return;
    }
    if (bytes.length - end < length) {
      int size = end - start;
      byte[] larger = bytes;
      if (bytes.length < size + length || start < bytes.length / 2) {
        larger = new byte[Math.max(2 * size, size + length + 1024)];
      }
      System.arraycopy(bytes, start, larger, 0, size);
      bytes = larger;
      start = 0;
      end = size;
    }
    System.arraycopy(from, at, bytes, end, length);
    end += length;
  }

  @Override
  public long held() {
    return (long) end - start;
  }

  @Override
  public boolean isFull() {
    return end - start > MOST;
  }

  /** A request begins. */
  void begin() {
    undecided = true;
    runningFrom = client.reply().written();
    writtenBefore = client.writeOffset();
  }

  /** Whether the request that runs has written something, by where its last write ended. */
  boolean hasWritten(long offset) {
    return offset != writtenBefore;
  }

  /** It has ended, and its reply need not wait. */
  void end() {
    undecided = false;
    if (waiting.isEmpty()) {
      passAll();
    }
  }

  /** It has ended, and its reply waits until replicas have everything up to an offset. */
  Held hold(long offset, long deadlineMillis) {
    Held held = new Held(this, runningFrom, client.reply().written(), offset, deadlineMillis);
    boolean isFirst = waiting.isEmpty();
    waiting.add(held);
    undecided = false;
    if (isFirst) {
      client.reply().drain();
      pass(held.from); // What was said before need not wait.
    }
    return held;
  }

  private void passAll() {
    int length = end - start;
    if (length > 0) {
      client.transport().write(bytes, start, length);
      first += length;
      start = 0;
      end = 0;
    }
    if (bytes.length > KEPT) {
      bytes = EMPTY;
    }
  }

  /** Lets go what need not wait any more. */
  void release() {
    Held next = waiting.peek();
    if (client.isClosed() || next == null || !next.settled) {
      return;
    }
    boolean wasFull = isFull();
    client.reply().drain(); // It may have a part of what leaves now.
    for (; next != null && next.settled; next = waiting.peek()) {
      if (next.instead.length > 0) {
        pass(next.from);
        client.transport().write(next.instead, 0, next.instead.length);
        skip(next.to);
      }
      waiting.poll();
    }
    if (next != null) {
      pass(next.from);
    } else if (undecided) {
      pass(runningFrom);
    } else {
      passAll();
    }
    client.transport().wake();
    if (wasFull && !isFull()) {
      client.transport().resume();
    }
  }

  private void pass(long upTo) {
    int length = (int) (upTo - first);
    if (length > 0) {
      client.transport().write(bytes, start, length);
      skip(upTo);
    }
  }

  private void skip(long upTo) {
    start += (int) (upTo - first);
    first = upTo;
  }
}
