package io.sentinelha.server.store.stream;

import io.sentinelha.server.store.Slice;
import java.util.Comparator;

/** One of those who share the entries of a {@link ConsumerGroup}. */
public final class Consumer {

  final Slice name;
  final Sorted<StreamId, Pending> pending;
  final Object owner;
  private long seenAt;

  Consumer(Slice name, long seenAt, Sorted<StreamId, Pending> pending, Object owner) {
    this.name = name;
    this.seenAt = seenAt;
    this.pending = pending;
    this.owner = owner;
  }

  Consumer(Slice name, long seenAt, Object owner) {
    this(name, seenAt, new Sorted<>(Comparator.<StreamId>naturalOrder()), owner);
  }

  public Slice name() {
    return name;
  }

  /** When it was last heard of: milliseconds since the epoch. */
  public long seenAt() {
    return seenAt;
  }

  void seen(long at) {
    seenAt = at;
  }

  /** How many entries it has not acknowledged. */
  public int pendingCount() {
    return pending.size();
  }
}
