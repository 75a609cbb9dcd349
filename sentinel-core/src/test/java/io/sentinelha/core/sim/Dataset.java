package io.sentinelha.core.sim;

import io.sentinelha.core.engine.History;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What a data node holds: the writes of a stream in order, and the stream's lineage. Its offset
 * counts entries; an entry that is no write, such as a keep-alive, is 0.
 */
public final class Dataset {

  static final String NO_STREAM = "0".repeat(40);

  private String stream;
  private String previous = NO_STREAM;
  private long forkedAt = -1;
  private final long origin;
  private int[] entries;
  private int size;

  private Dataset(String stream, long origin, int[] entries, int size) {
    this.stream = stream;
    this.origin = origin;
    this.entries = entries;
    this.size = size;
  }

  /** Nothing, at some offset of a stream of its own. */
  static Dataset empty(String stream, long origin) {
    return new Dataset(stream, origin, new int[16], 0);
  }

  Dataset copy() {
    Dataset copy = new Dataset(stream, origin, Arrays.copyOf(entries, Math.max(16, size)), size);
    copy.previous = previous;
    copy.forkedAt = forkedAt;
    return copy;
  }

  public long offset() {
    return origin + size;
  }

  public String stream() {
    return stream;
  }

  History history() {
    return new History(stream, previous, offset(), forkedAt);
  }

  void append(int entry) {
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, 2 * size);
    }
    entries[size++] = entry;
  }

  /** Begins a stream of its own that continues the present one. */
  void fork(String newStream) {
    previous = stream;
    forkedAt = offset() + 1;
    stream = newStream;
  }

  /** Whether somebody who holds {@code other} needs only what is missing at its end. */
  boolean continues(Dataset other, long backlog) {
    boolean same = other.stream.equals(stream) && other.offset() <= offset();
    boolean prior = other.stream.equals(previous) && other.offset() < forkedAt;
    return (same || prior)
        && other.origin == origin
        && other.offset() <= offset()
        && offset() - other.offset() <= backlog;
  }

  /** Takes the source's lineage after a partial synchronisation was granted. */
  void adoptStreamOf(Dataset source) {
    if (!stream.equals(source.stream)) {
      fork(source.stream);
    }
  }

  /** Takes what the source has up to an offset. */
  void catchUp(Dataset source, long upTo) {
    for (long at = offset(); at < upTo; at++) {
      append(source.entries[(int) (at - source.origin)]);
    }
  }

  /** Whether a write is in here. */
  public boolean contains(int write) {
    for (int i = size - 1; i >= 0; i--) {
      if (entries[i] == write) {
        return true;
      }
    }
    return false;
  }

  /** Sets a flag for every write that is in here. */
  public void mark(BitSet writes) {
    for (int i = 0; i < size; i++) {
      writes.set(entries[i]);
    }
    writes.clear(0);
  }
}
