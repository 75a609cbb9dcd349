package io.sentinelha.server.store.collection;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Children in order; beside each but the first an item that is not above any of its items. */
final class RankInner extends RankNode {

  final RankNode[] children;
  private final double[] scores;
  private final byte[][] bounds;

  private RankInner(int epoch, RankNode[] children, double[] scores, byte[][] bounds) {
    super(epoch);
    this.children = children;
    this.scores = scores;
    this.bounds = bounds;
  }

  private RankInner(int epoch) {
    this(epoch, new RankNode[MOST], new double[MOST], new byte[MOST][]);
  }

  static RankInner of(RankNode left, RankNode right, int epoch) {
    RankInner inner = new RankInner(epoch);
    inner.put(0, left);
    inner.put(1, right);
    return inner;
  }

  private void put(int at, RankNode child) {
    System.arraycopy(children, at, children, at + 1, size - at);
    System.arraycopy(scores, at, scores, at + 1, size - at);
    System.arraycopy(bounds, at, bounds, at + 1, size - at);
    children[at] = child;
    bounds[at] = child.lowest();
    scores[at] = Layout.score(bounds[at]);
    size++;
    count += child.count;
  }

  @Override
  RankNode own(int newEpoch) {
    if (newEpoch == epoch) {
      return this;
    }
    RankInner copy = new RankInner(newEpoch, children.clone(), scores.clone(), bounds.clone());
    copy.size = size;
    copy.count = count;
    return copy;
  }

  private int childFor(double score, byte[] item) {
    int low = 1;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(scores[middle], bounds[middle], score, item) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  @Override
  @Nullable RankNode add(double score, byte[] item, int newEpoch) {
    int at = childFor(score, item);
    RankNode child = children[at].own(newEpoch);
    children[at] = child;
    RankNode split = child.add(score, item, newEpoch);
    count++;
    if (split == null) {
      return null;
    }
    count -= split.count; // Counted again by put.
    if (size < MOST) {
      put(at + 1, split);
      return null;
    }
    RankInner right = cut(newEpoch);
    if (at + 1 <= size) {
      put(at + 1, split);
      count = sum();
    } else {
      right.put(at + 1 - size, split);
      right.count = right.sum();
      count = sum();
    }
    return right;
  }

  private int sum() {
    int all = 0;
    for (int i = 0; i < size; i++) {
      all += children[i].count;
    }
    return all;
  }

  private RankInner cut(int newEpoch) {
    RankInner right = new RankInner(newEpoch);
    int from = MOST / 2;
    right.size = size - from;
    System.arraycopy(children, from, right.children, 0, right.size);
    System.arraycopy(scores, from, right.scores, 0, right.size);
    System.arraycopy(bounds, from, right.bounds, 0, right.size);
    right.count = right.sum();
    Arrays.fill(children, from, size, null);
    Arrays.fill(bounds, from, size, null);
    size = from;
    count = sum();
    return right;
  }

  @Override
  void remove(double score, byte[] item, int newEpoch) {
    int at = childFor(score, item);
    RankNode child = children[at].own(newEpoch);
    children[at] = child;
    child.remove(score, item, newEpoch);
    count--;
    if (child.size < FEW) {
      joinSmall(at, newEpoch);
    }
  }

  /** Joins a child that has become small to a neighbour, if both together are not large. */
  private void joinSmall(int at, int newEpoch) {
    if (children[at].count == 0 && size > 1) {
      drop(at);
      return;
    }
    int left = at > 0 ? at - 1 : at;
    if (left + 1 < size && children[left].size + children[left + 1].size <= MOST / 4 * 3) {
      RankNode both = children[left].own(newEpoch);
      children[left] = both;
      both.join(children[left + 1]);
      drop(left + 1);
    }
  }

  private void drop(int at) {
    size--;
    System.arraycopy(children, at + 1, children, at, size - at);
    System.arraycopy(scores, at + 1, scores, at, size - at);
    System.arraycopy(bounds, at + 1, bounds, at, size - at);
    Arrays.fill(children, size, size + 1, null);
    Arrays.fill(bounds, size, size + 1, null);
  }

  private long before(int child) {
    long all = 0;
    for (int i = 0; i < child; i++) {
      all += children[i].count;
    }
    return all;
  }

  @Override
  long rank(double score, byte[] item) {
    int at = childFor(score, item);
    return before(at) + children[at].rank(score, item);
  }

  @Override
  long below(double score, boolean orEqual) {
    int at = 0;
    while (at + 1 < size && isBelow(scores[at + 1], score, orEqual)) {
      at++;
    }
    return before(at) + children[at].below(score, orEqual);
  }

  @Override
  long belowText(byte[] text, int from, int length, boolean orEqual) {
    int at = 0;
    while (at + 1 < size && isBelow(bounds[at + 1], text, from, length, orEqual)) {
      at++;
    }
    return before(at) + children[at].belowText(text, from, length, orEqual);
  }

  @Override
  byte[] lowest() {
    return children[0].lowest();
  }

  @Override
  void join(RankNode right) {
    RankInner other = (RankInner) right;
    byte[] bound = other.lowest();
    System.arraycopy(other.children, 0, children, size, other.size);
    System.arraycopy(other.scores, 0, scores, size, other.size);
    System.arraycopy(other.bounds, 0, bounds, size, other.size);
    bounds[size] = bound;
    scores[size] = Layout.score(bound);
    size += other.size;
    count += other.count;
  }
}
