package io.sentinelha.server.store.collection;

import org.jspecify.annotations.Nullable;

/**
 * A chunk of a {@link Table}: open addressing, an item stands at the place of its hash or, if that
 * is taken, behind it; removing moves back what stands behind, so there are no marks. The place is
 * taken from the low bits of the hash, the part from its high bits.
 */
final class Part {

  static final int LEAST = 16;

  /** Slots of a part that is split rather than doubled. */
  static final int MOST = 512;

  static final int NONE = -1;

  /** How many of the leading bits of the hash all items here have in common. */
  final int depth;

  /** Whose part this is: it may be changed by the table whose epoch it has. */
  final int epoch;

  int[] hashes;
  byte[] @Nullable [] items;

  /** One bit for each slot whose item no twin has. */
  private long[] mine;

  int size;

  Part(int depth, int epoch, int slots) {
    this.depth = depth;
    this.epoch = epoch;
    this.hashes = new int[slots];
    this.items = new byte[slots][];
    this.mine = new long[(slots + 63) / 64];
  }

  private Part(Part other, int epoch) {
    this.depth = other.depth;
    this.epoch = epoch;
    this.hashes = other.hashes.clone();
    this.items = other.items.clone();
    this.mine = new long[other.mine.length];
    this.size = other.size;
  }

  Part copy(int newEpoch) {
    return new Part(this, newEpoch);
  }

  int slots() {
    return hashes.length;
  }

  boolean isFull() {
    return size >= slots() / 4 * 3;
  }

  int find(Layout layout, int hash, byte[] key, int from, int length) {
    int mask = hashes.length - 1;
    for (int at = hash & mask; ; at = (at + 1) & mask) {
      byte[] item = items[at];
      if (item == null) {
        return NONE;
      }
      if (hashes[at] == hash && layout.hasKey(item, key, from, length)) {
        return at;
      }
    }
  }

  /** Whether no twin has the item in a slot. */
  boolean isMine(int slot) {
    return (mine[slot >>> 6] & (1L << slot)) != 0;
  }

  private void mine(int slot, boolean isMine) {
    if (isMine) {
      mine[slot >>> 6] |= 1L << slot;
    } else {
      mine[slot >>> 6] &= ~(1L << slot);
    }
  }

  /** Puts a new item in the place of another with its key. */
  void replace(int slot, byte[] item) {
    items[slot] = item;
    mine(slot, true);
  }

  /** Adds what stands in a slot of another part. */
  void add(Part from, int slot, byte[] item) {
    add(from.hashes[slot], item, from.epoch == epoch && from.isMine(slot));
  }

  /**
   * Adds an item whose key is not here; there must be room.
   *
   * @param isMine whether no twin has it
   */
  void add(int hash, byte[] item, boolean isMine) {
    int mask = hashes.length - 1;
    int at = hash & mask;
    while (items[at] != null) {
      at = (at + 1) & mask;
    }
    hashes[at] = hash;
    items[at] = item;
    mine(at, isMine);
    size++;
  }

  void remove(int slot) {
    int mask = hashes.length - 1;
    int hole = slot;
    for (int at = (hole + 1) & mask; items[at] != null; at = (at + 1) & mask) {
      int home = hashes[at] & mask;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        items[hole] = items[at];
        hashes[hole] = hashes[at];
        mine(hole, isMine(at));
        hole = at;
      }
    }
    items[hole] = null;
    size--;
  }

  /** Makes it so many slots. */
  void resize(int slots) {
    int[] oldHashes = hashes;
    byte[] @Nullable [] oldItems = items;
    long[] oldMine = mine;
    hashes = new int[slots];
    items = new byte[slots][];
    mine = new long[(slots + 63) / 64];
    size = 0;
    for (int i = 0; i < oldItems.length; i++) {
      byte[] item = oldItems[i];
      if (item != null) {
        add(oldHashes[i], item, (oldMine[i >>> 6] & (1L << i)) != 0);
      }
    }
  }
}
