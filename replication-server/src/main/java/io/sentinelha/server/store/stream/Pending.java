package io.sentinelha.server.store.stream;

import io.sentinelha.server.store.Slice;

/**
 * An entry that was delivered and not acknowledged yet.
 *
 * @param id of the entry
 * @param consumer who has it
 * @param deliveredAt milliseconds since the epoch
 * @param count how often it was delivered
 */
public record Pending(StreamId id, Slice consumer, long deliveredAt, long count) {

  /** The same, delivered at another time. */
  public Pending delivered(long at, long times) {
    return new Pending(id, consumer, at, times);
  }
}
