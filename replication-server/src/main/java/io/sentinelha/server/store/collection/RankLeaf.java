package io.sentinelha.server.store.collection;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A node of a {@link Ranking} with items, in order. */
final class RankLeaf extends RankNode {

  double[] scores;
  byte[][] items;

  RankLeaf(int epoch) {
    this(epoch, new double[8], new byte[8][]);
  }

  private RankLeaf(int epoch, double[] scores, byte[][] items) {
    super(epoch);
    this.scores = scores;
    this.items = items;
  }

  @Override
  RankNode own(int newEpoch) {
    if (newEpoch == epoch) {
      return this;
    }
    RankLeaf copy = new RankLeaf(newEpoch, scores.clone(), items.clone());
    copy.size = size;
    copy.count = count;
    return copy;
  }

  /** Where an item is, or would be. */
  private int search(double score, byte[] item) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(scores[middle], items[middle], score, item) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  @Nullable RankNode add(double score, byte[] item, int newEpoch) {
    int at = search(score, item);
    if (size < MOST) {
      insert(at, score, item);
      return null;
    }
    int from = at == MOST ? MOST : MOST / 2; // Who adds in order fills the leaves.
    RankLeaf right = cut(from, newEpoch);
    if (at > from || at == MOST) {
      right.insert(at - from, score, item);
    } else {
      insert(at, score, item);
    }
    return right;
  }

  private RankLeaf cut(int from, int newEpoch) {
    RankLeaf right = new RankLeaf(newEpoch, new double[MOST], new byte[MOST][]);
    right.size = size - from;
    right.count = right.size;
    System.arraycopy(scores, from, right.scores, 0, right.size);
    System.arraycopy(items, from, right.items, 0, right.size);
    Arrays.fill(items, from, size, null);
    size = from;
    count = from;
    return right;
  }

  private void insert(int at, double score, byte[] item) {
    if (size == scores.length) {
      grow(2 * size);
    }
    System.arraycopy(scores, at, scores, at + 1, size - at);
    System.arraycopy(items, at, items, at + 1, size - at);
    scores[at] = score;
    items[at] = item;
    size++;
    count++;
  }

  private void grow(int room) {
    scores = Arrays.copyOf(scores, room);
    items = Arrays.copyOf(items, room);
  }

  @Override
  void remove(double score, byte[] item, int newEpoch) {
    int at = search(score, item);
    if (at == size || compare(scores[at], items[at], score, item) != 0) {
      throw new IllegalStateException("an item is in the table and not in the ranking");
    }
    size--;
    count--;
    System.arraycopy(scores, at + 1, scores, at, size - at);
    System.arraycopy(items, at + 1, items, at, size - at);
    Arrays.fill(items, size, size + 1, null);
  }

  @Override
  long rank(double score, byte[] item) {
    return search(score, item);
  }

  @Override
  long below(double score, boolean orEqual) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBelow(scores[middle], score, orEqual)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  long belowText(byte[] text, int from, int length, boolean orEqual) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBelow(items[middle], text, from, length, orEqual)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  byte[] lowest() {
    return items[0];
  }

  @Override
  void join(RankNode right) {
    RankLeaf other = (RankLeaf) right;
    if (size + other.size > scores.length) {
      grow(MOST);
    }
    System.arraycopy(other.scores, 0, scores, size, other.size);
    System.arraycopy(other.items, 0, items, size, other.size);
    size += other.size;
    count = size;
  }
}
