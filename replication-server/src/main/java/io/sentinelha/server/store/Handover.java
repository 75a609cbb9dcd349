package io.sentinelha.server.store;

import org.jspecify.annotations.Nullable;

/**
 * What a snapshot has of a table. Every bucket remembers the number of the batch that its items
 * were handed over in: one from before the snapshot means that they still have to be, and one that
 * nobody reads any more that records in it may be written over again.
 */
final class Handover {

  /** Null when everything was handed over. */
  private @Nullable SnapshotTaker walking;

  /** Null when nobody reads anything any more. */
  private @Nullable SnapshotTaker reading;

  /** The first batch of the snapshot. */
  private int first;

  private int last;

  /** What a bucket has that nothing need be handed over of. */
  int stamp() {
    SnapshotTaker taker = reading;
    if (taker != null) {
      last = taker.batch();
    }
    return last;
  }

  void begin(SnapshotTaker taker) {
    if (walking != null) {
      throw new IllegalStateException("a snapshot is in progress");
    }
    first = taker.batch();
    walking = taker;
    reading = taker;
  }

  boolean isWalking() {
    return walking != null;
  }

  void endWalk() {
    walking = null;
  }

  void end() {
    stamp();
    walking = null;
    reading = null;
  }

  void touchAll(Segment segment) {
    for (int bucket = 0; bucket < Segment.BUCKETS; bucket++) {
      touch(segment, bucket);
    }
  }

  /** Before something in a bucket changes. */
  void touch(Segment segment, int bucket) {
    SnapshotTaker taker = walking;
    if (taker != null && isMissing(segment, bucket)) {
      hand(taker, segment, bucket, Segment.NONE);
    }
  }

  boolean mayOverwrite(Segment segment, int slot) {
    SnapshotTaker reader = reading;
    if (reader == null) {
      return true;
    }
    int bucket = slot / Segment.WIDTH;
    SnapshotTaker taker = walking;
    if (taker != null && isMissing(segment, bucket)) {
      hand(taker, segment, bucket, slot);
      return true;
    }
    return reader.isDone(segment.version(bucket));
  }

  /** Numbers go round after the largest. */
  private boolean isMissing(Segment segment, int bucket) {
    return segment.version(bucket) - first < 0;
  }

  /** Hands over the items of a bucket; of the one that is about to be written over, a copy. */
  private static void hand(SnapshotTaker taker, Segment segment, int bucket, int copied) {
    for (int slot = bucket * Segment.WIDTH; slot < (bucket + 1) * Segment.WIDTH; slot++) {
      Object item = segment.slots[slot];
      if (item != null) {
        taker.take(slot == copied ? ((byte[]) item).clone() : item);
      }
    }
    segment.version(bucket, taker.batch());
  }
}
