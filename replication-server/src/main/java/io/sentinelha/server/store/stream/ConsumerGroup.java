package io.sentinelha.server.store.stream;

import io.sentinelha.server.store.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Consumers that share the entries of a stream: up to where they were delivered, to whom, and which
 * are not acknowledged. To be changed only when it came from {@link StreamValue#groupToChange}.
 */
public final class ConsumerGroup {

  /** Entries read that nobody knows. */
  public static final long UNKNOWN = -1;

  static final Comparator<Slice> BY_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.array(),
              a.start(),
              a.start() + a.length(),
              b.array(),
              b.start(),
              b.start() + b.length());

  /** About, per entry, with its places in two tables. */
  private static final int PENDING_BYTES = 112;

  private static final int CONSUMER_BYTES = 200;

  private final Slice name;
  private final Sorted<StreamId, Pending> pending;
  private final Sorted<Slice, Consumer> consumers;
  final Object owner;
  private final Tally tally;
  private StreamId lastId;
  private long entriesRead;

  private ConsumerGroup(
      Slice name,
      Sorted<StreamId, Pending> pending,
      Sorted<Slice, Consumer> consumers,
      Object owner,
      Tally tally,
      StreamId lastId,
      long entriesRead) {
    this.name = name;
    this.pending = pending;
    this.consumers = consumers;
    this.owner = owner;
    this.tally = tally;
    this.lastId = lastId;
    this.entriesRead = entriesRead;
  }

  ConsumerGroup(Slice name, StreamId lastId, long entriesRead, Object owner, Tally tally) {
    this(
        name,
        new Sorted<>(Comparator.<StreamId>naturalOrder()),
        new Sorted<>(BY_BYTES),
        owner,
        tally,
        lastId,
        entriesRead);
  }

  /** The same for a newer edition; this one stays as it is. */
  ConsumerGroup next(Object forOwner) {
    return new ConsumerGroup(
        name, pending.snapshot(), consumers.snapshot(), forOwner, tally, lastId, entriesRead);
  }

  ConsumerGroup copy(Object forOwner, Tally other) {
    ConsumerGroup twin = new ConsumerGroup(name, lastId, entriesRead, forOwner, other);
    forEachConsumer(consumer -> twin.addConsumer(consumer.name, consumer.seenAt()));
    forEachPending(
        StreamId.MIN,
        each -> {
          twin.pend(each);
          return true;
        });
    return twin;
  }

  long memory() {
    return (long) PENDING_BYTES * pending.size() + (long) CONSUMER_BYTES * consumers.size();
  }

  public Slice name() {
    return name;
  }

  /** The last entry that was delivered. */
  public StreamId lastId() {
    return lastId;
  }

  public void lastId(StreamId id) {
    lastId = id;
  }

  /** Which of all entries that the stream ever had the last one was; or {@link #UNKNOWN}. */
  public long entriesRead() {
    return entriesRead;
  }

  public void entriesRead(long count) {
    entriesRead = count;
  }

  // --- Consumers ---

  public int consumerCount() {
    return consumers.size();
  }

  public @Nullable Consumer consumer(Slice who) {
    return consumers.get(who);
  }

  /** All consumers by name. */
  public void forEachConsumer(java.util.function.Consumer<Consumer> taker) {
    for (Sorted<Slice, Consumer>.Place at = consumers.first(); !at.isEnd(); at.next()) {
      taker.accept(at.value());
    }
  }

  /** Adds a consumer; the name is copied. */
  public Consumer addConsumer(Slice who, long seenAt) {
    Consumer consumer = new Consumer(Slice.of(who.toArray()), seenAt, owner);
    consumers.put(consumer.name, consumer);
    tally.bytes += CONSUMER_BYTES;
    return consumer;
  }

  /** Notes that a consumer was heard of. */
  public void seen(Slice who, long at) {
    Consumer consumer = consumerToChange(who);
    if (consumer != null) {
      consumer.seen(at);
    }
  }

  private @Nullable Consumer consumerToChange(Slice who) {
    Consumer consumer = consumers.get(who);
    if (consumer == null || consumer.owner == owner) {
      return consumer;
    }
    Consumer mine =
        new Consumer(consumer.name, consumer.seenAt(), consumer.pending.snapshot(), owner);
    consumers.put(mine.name, mine);
    return mine;
  }

  /**
   * Removes a consumer and what it had pending; returns how much that was, -1 if it is not there.
   */
  public long removeConsumer(Slice who) {
    Consumer consumer = consumers.remove(who);
    if (consumer == null) {
      return -1;
    }
    for (Sorted<StreamId, Pending>.Place at = consumer.pending.first(); !at.isEnd(); at.next()) {
      pending.remove(at.key());
    }
    int count = consumer.pending.size();
    tally.bytes -= CONSUMER_BYTES + (long) PENDING_BYTES * count;
    return count;
  }

  // --- What is pending ---

  public int pendingCount() {
    return pending.size();
  }

  public @Nullable Pending pending(StreamId id) {
    return pending.get(id);
  }

  public @Nullable Pending firstPending() {
    return pending.isEmpty() ? null : pending.first().value();
  }

  public @Nullable Pending lastPending() {
    return pending.isEmpty() ? null : pending.last().value();
  }

  /** What is pending from an id on, until the taker returns false. */
  public void forEachPending(StreamId from, Predicate<Pending> taker) {
    forEach(pending, from, taker);
  }

  /** As {@link #forEachPending(StreamId, Predicate)}, of one consumer. */
  public void forEachPending(Consumer of, StreamId from, Predicate<Pending> taker) {
    forEach(of.pending, from, taker);
  }

  private static void forEach(
      Sorted<StreamId, Pending> table, StreamId from, Predicate<Pending> taker) {
    Sorted<StreamId, Pending>.Place at = table.ceiling(from);
    while (!at.isEnd() && taker.test(at.value())) {
      at.next();
    }
  }

  /** The first so many that are pending from an id on. */
  public List<Pending> pendings(StreamId from, int most) {
    List<Pending> found = new ArrayList<>();
    if (most > 0) {
      forEachPending(
          from,
          each -> {
            found.add(each);
            return found.size() < most;
          });
    }
    return found;
  }

  /** Puts an entry on a consumer's list, and takes it off another's. The consumer must be there. */
  public void pend(Pending entry) {
    Consumer consumer = consumerToChange(entry.consumer());
    if (consumer == null) {
      throw new IllegalArgumentException("no consumer " + entry.consumer());
    }
    Pending mine = new Pending(entry.id(), consumer.name, entry.deliveredAt(), entry.count());
    Pending before = pending.put(mine.id(), mine);
    if (before == null) {
      tally.bytes += PENDING_BYTES;
    } else if (!before.consumer().equals(mine.consumer())) {
      take(before);
    }
    consumer.pending.put(mine.id(), mine);
  }

  /** Takes an entry off the lists; returns whether it was on them. */
  public boolean acknowledge(StreamId id) {
    Pending entry = pending.remove(id);
    if (entry == null) {
      return false;
    }
    take(entry);
    tally.bytes -= PENDING_BYTES;
    return true;
  }

  private void take(Pending entry) {
    Consumer consumer = consumerToChange(entry.consumer());
    if (consumer != null) {
      consumer.pending.remove(entry.id());
    }
  }

  /** Bytes of memory that groups and consumers of a stream take, about. */
  static final class Tally {
    long bytes;
  }
}
