package io.sentinelha.server.store;

/**
 * Takes the items of a snapshot, in batches that another thread reads. Batches are numbered from
 * {@link BucketTable#nextBatch} on.
 */
public interface SnapshotTaker {

  void take(Object item);

  /** The number of the batch that the next item goes into. */
  int batch();

  /** Whether nobody reads a batch any more, nor those before it. */
  boolean isDone(int batch);
}
