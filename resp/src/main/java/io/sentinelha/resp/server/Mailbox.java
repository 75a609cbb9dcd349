package io.sentinelha.resp.server;

import io.sentinelha.resp.Protocol;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for one subscriber. Publishers put them in and go on; the subscriber's
 * event loop takes them out as fast as its socket accepts them. A message waits here, shared with
 * all other mailboxes, so that a thousand slow subscribers cost one copy.
 */
final class Mailbox {

  /** The subscriber, as its mailbox knows it. All methods may be called by any thread. */
  interface Owner {

    /** Sees to it that the mailbox is emptied soon. */
    void wake();

    /**
     * Whether so much in the mailbox is too much. If it is, the owner has arranged for its own end
     * and the mailbox takes no more.
     */
    boolean rejects(long waitingBytes);
  }

  private final Owner owner;
  private final Queue<Message> messages = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile boolean closed;

  Mailbox(Owner owner) {
    this.owner = owner;
  }

  /** Called by publishers, one at a time. */
  void put(Message message) {
    if (closed) {
      return;
    }
    count.incrementAndGet();
    long waiting = bytes.addAndGet(message.size());
    messages.add(message);
    if (owner.rejects(waiting)) {
      close();
    } else if (woken.compareAndSet(false, true)) {
      owner.wake();
    }
  }

  /** Called first by whoever empties the mailbox: what comes from here on wakes again. */
  void onWoken() {
    woken.set(false);
  }

  /** Takes the oldest message out into the output; false if there is none. */
  boolean moveOne(Output out, Protocol protocol) {
    @Nullable Message message = messages.poll();
    if (message == null) {
      return false;
    }
    count.decrementAndGet();
    bytes.addAndGet(-message.size());
    message.writeTo(out.open(), protocol);
    return true;
  }

  int count() {
    return count.get();
  }

  long bytes() {
    return bytes.get();
  }

  /** Drops what is in it and takes no more. */
  void close() {
    closed = true;
    messages.clear();
  }
}
