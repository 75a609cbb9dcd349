package io.sentinelha.server.store.collection;

/**
 * Members by score, and by their bytes where scores are equal: a B+ tree that counts, so that it
 * answers how many come before a member. Its items are those of a {@link Table} of {@link
 * Layout#SCORED}.
 *
 * <p>A twin shares all nodes until they change, as {@link Table} does with its parts.
 */
final class Ranking {

  private RankNode root = new RankLeaf(0);
  private int epoch;

  Ranking() {}

  private Ranking(Ranking other) {
    root = other.root;
    epoch = other.epoch;
  }

  Ranking twin() {
    epoch++;
    return new Ranking(this);
  }

  long size() {
    return root.count;
  }

  /** Bytes of the nodes, about. */
  long memory() {
    // Leaves are two thirds full, inner nodes are few.
    return 64 + root.count * 18L;
  }

  /** Adds an item that is not there. */
  void add(byte[] item) {
    RankNode mine = root.own(epoch);
    root = mine;
    RankNode right = mine.add(Layout.score(item), item, epoch);
    if (right != null) {
      root = RankInner.of(mine, right, epoch);
    }
  }

  /** Removes an item, which must be there. */
  void remove(byte[] item) {
    RankNode mine = root.own(epoch);
    root = mine;
    mine.remove(Layout.score(item), item, epoch);
    while (root instanceof RankInner inner && inner.size == 1) {
      root = inner.children[0];
    }
  }

  /** How many items come before this one. */
  long rank(byte[] item) {
    return root.rank(Layout.score(item), item);
  }

  /** How many items have a lower score, or with {@code orEqual} one that is not higher. */
  long below(double score, boolean orEqual) {
    return root.below(score, orEqual);
  }

  /**
   * How many items have lower bytes, or with {@code orEqual} the same or lower ones; all must have
   * the same score.
   */
  long belowText(byte[] text, int from, int length, boolean orEqual) {
    return root.belowText(text, from, length, orEqual);
  }

  /** Goes through the items; to be made anew when the ranking changes. */
  final class Cursor {
    private final boolean backwards;
    private long next;
    private RankLeaf leaf;
    private int at;

    Cursor(long from, boolean backwards) {
      this.backwards = backwards;
      this.next = from;
      this.leaf = new RankLeaf(0);
      this.at = backwards ? -1 : 0;
    }

    /** The next item; the caller knows that there is one. */
    byte[] next() {
      if (backwards ? at < 0 : at >= leaf.size) {
        at = seek();
      }
      next += backwards ? -1 : 1;
      return leaf.items[backwards ? at-- : at++];
    }

    private int seek() {
      RankNode node = root;
      long left = next;
      while (node instanceof RankInner inner) {
        int child = 0;
        while (left >= inner.children[child].count) {
          left -= inner.children[child].count;
          child++;
        }
        node = inner.children[child];
      }
      leaf = (RankLeaf) node;
      return (int) left;
    }
  }
}
