package io.sentinelha.server.store.collection;

import io.sentinelha.server.store.SipHash;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The hash table of a large collection. As with the table of keys, a directory indexed by the
 * leading bits of the hash points to parts; one that is full is split by its next bit.
 *
 * <p>A twin shares all parts with the original, and either copies a part before it changes it:
 * parts know the epoch in which they were made, and both begin a new one. The items in a copy are
 * still shared; a part knows which are not and may be written over.
 */
final class Table {

  private static final int ITEM_OVERHEAD = 16;
  private static final int PART_OVERHEAD = 96;
  private static final int TRIES = 64;

  /** Two halves that together have fewer items are joined. */
  private static final int SPARSE = Part.MOST / 4;

  private final Layout layout;
  private final SipHash seed;
  private Part[] directory;
  private int depth;
  private int epoch;
  private boolean sharesDirectory;
  private int size;

  /** Bytes of all items and parts, about. */
  private long bytes;

  Table(Layout layout, SipHash seed) {
    this.layout = layout;
    this.seed = seed;
    this.directory = new Part[] {new Part(0, 0, Part.LEAST)};
    this.bytes = memory(directory[0]);
  }

  private Table(Table other) {
    layout = other.layout;
    seed = other.seed;
    directory = other.directory;
    depth = other.depth;
    epoch = other.epoch;
    sharesDirectory = true;
    size = other.size;
    bytes = other.bytes;
  }

  /** Another with the same items; takes time that does not grow with their number. */
  Table twin() {
    epoch++;
    sharesDirectory = true;
    return new Table(this);
  }

  int size() {
    return size;
  }

  long memory() {
    return bytes + 4L * directory.length;
  }

  private static long memory(Part part) {
    return PART_OVERHEAD + 8L * part.slots() + part.slots() / 8;
  }

  private static long memory(byte[] item) {
    return (ITEM_OVERHEAD + item.length + 7L) & ~7L;
  }

  private int hash(byte[] key, int from, int length) {
    return (int) (seed.hash(key, from, length) >>> 32);
  }

  private int index(int hash) {
    return (int) ((hash & 0xffffffffL) >>> (32 - depth));
  }

  /** The item with this key. */
  byte @Nullable [] find(byte[] key, int from, int length) {
    int hash = hash(key, from, length);
    Part part = directory[index(hash)];
    int slot = part.find(layout, hash, key, from, length);
    return slot == Part.NONE ? null : part.items[slot];
  }

  /** Puts an item, and returns the one with the same key that was there. */
  byte @Nullable [] put(byte[] item) {
    int start = layout.keyStart(item);
    int length = layout.keyLength(item);
    int hash = hash(item, start, length);
    Part part = own(hash);
    int slot = part.find(layout, hash, item, start, length);
    if (slot == Part.NONE) {
      add(part, hash, item);
      return null;
    }
    return replace(part, slot, item);
  }

  /**
   * Puts a pair, over the one with the same key that was there if it is as long and no twin has it.
   *
   * @return whether the key is new
   */
  boolean putPair(
      byte[] key, int keyFrom, int keyLength, byte[] value, int valueFrom, int valueLength) {
    int hash = hash(key, keyFrom, keyLength);
    Part part = own(hash);
    int slot = part.find(layout, hash, key, keyFrom, keyLength);
    byte[] old = slot == Part.NONE ? null : part.items[slot];
    if (old != null && part.isMine(slot)) {
      int start = Layout.valueStart(old);
      if (old.length - start == valueLength) {
        System.arraycopy(value, valueFrom, old, start, valueLength);
        return false;
      }
    }
    byte[] item = Layout.pair(key, keyFrom, keyLength, value, valueFrom, valueLength);
    if (old == null) {
      add(part, hash, item);
      return true;
    }
    replace(part, slot, item);
    return false;
  }

  private void add(Part found, int hash, byte[] item) {
    Part part = found;
    while (part.isFull()) {
      grow(part, hash);
      part = directory[index(hash)];
    }
    part.add(hash, item, true);
    bytes += memory(item);
    size++;
  }

  private byte @Nullable [] replace(Part part, int slot, byte[] item) {
    byte[] old = part.items[slot];
    part.replace(slot, item);
    bytes += memory(item) - (old == null ? 0 : memory(old));
    return old;
  }

  /** Removes the item with this key and returns it. */
  byte @Nullable [] remove(byte[] key, int from, int length) {
    int hash = hash(key, from, length);
    Part part = directory[index(hash)];
    int slot = part.find(layout, hash, key, from, length);
    if (slot == Part.NONE) {
      return null;
    }
    part = own(hash);
    byte[] item = part.items[slot];
    part.remove(slot);
    size--;
    bytes -= item == null ? 0 : memory(item);
    if (part.size < part.slots() / 8) {
      shrink(part, hash);
    }
    return item;
  }

  // --- Parts ---

  /** The part for a hash, made ours. */
  private Part own(int hash) {
    Part part = directory[index(hash)];
    if (part.epoch != epoch) {
      Part copy = part.copy(epoch);
      link(copy, hash);
      return copy;
    }
    return part;
  }

  /** Puts a part into the directory, where the hash belongs. */
  private void link(Part part, int hash) {
    if (sharesDirectory) {
      directory = directory.clone();
      sharesDirectory = false;
    }
    int span = 1 << (depth - part.depth);
    int first = index(hash) & -span;
    Arrays.fill(directory, first, first + span, part);
  }

  private void grow(Part part, int hash) {
    bytes -= memory(part);
    if (part.slots() < Part.MOST) {
      part.resize(2 * part.slots());
      bytes += memory(part);
      return;
    }
    if (part.depth == depth) {
      doubleDirectory();
    }
    Part low = new Part(part.depth + 1, epoch, Part.MOST);
    Part high = new Part(part.depth + 1, epoch, Part.MOST);
    for (int i = 0; i < part.items.length; i++) {
      byte[] item = part.items[i];
      if (item != null) {
        ((part.hashes[i] << part.depth) < 0 ? high : low).add(part, i, item);
      }
    }
    bytes += memory(low) + memory(high);
    int bit = Integer.MIN_VALUE >>> part.depth;
    link(low, hash & ~bit);
    link(high, hash | bit);
  }

  private void doubleDirectory() {
    if (depth == 31) {
      throw new IllegalStateException("a table of more than " + size + " items");
    }
    Part[] doubled = new Part[2 * directory.length];
    for (int i = 0; i < doubled.length; i++) {
      doubled[i] = directory[i >>> 1];
    }
    directory = doubled;
    sharesDirectory = false;
    depth++;
  }

  private void shrink(Part part, int hash) {
    bytes -= memory(part);
    if (part.slots() > Part.LEAST) {
      part.resize(part.slots() / 2);
    }
    bytes += memory(part);
    if (part.depth == 0) {
      return;
    }
    int bit = Integer.MIN_VALUE >>> (part.depth - 1);
    Part twin = directory[index(hash ^ bit)];
    if (twin.depth != part.depth || twin.size + part.size >= SPARSE) {
      return;
    }
    Part both = new Part(part.depth - 1, epoch, Part.MOST / 2);
    for (Part half : new Part[] {part, twin}) {
      for (int i = 0; i < half.items.length; i++) {
        byte[] item = half.items[i];
        if (item != null) {
          both.add(half, i, item);
        }
      }
    }
    bytes += memory(both) - memory(part) - memory(twin);
    link(both, hash);
  }

  // --- Walking ---

  /**
   * Goes through the items in the order of the directory. The table must not change meanwhile.
   *
   * @return where to go on, to be given again; {@link Part#NONE} when there are no more
   */
  long next(long position) {
    int at = (int) (position >>> 16);
    int slot = (int) (position & 0xffff);
    while (at < directory.length) {
      Part part = directory[at];
      for (; slot < part.items.length; slot++) {
        if (part.items[slot] != null) {
          return ((long) at << 16) | slot;
        }
      }
      at += 1 << (depth - part.depth);
      slot = 0;
    }
    return Part.NONE;
  }

  /** The item at a position that {@link #next} returned. */
  byte[] item(long position) {
    byte[] item = directory[(int) (position >>> 16)].items[(int) (position & 0xffff)];
    if (item == null) {
      throw new IllegalStateException("no item at " + position);
    }
    return item;
  }

  /**
   * Hands over some items in the order of their hashes: every item that is there from the first
   * call to the last exactly once, however the table changes in between.
   *
   * @param cursor 0 to begin
   * @param most items, but those with the same hash are not parted
   * @return where to go on; 0 when everything was seen
   */
  long scan(long cursor, long most, Consumer<byte[]> into) {
    long from = cursor;
    long left = most;
    while (from < 1L << 32) {
      Part part = directory[index((int) from)];
      long[] order = new long[part.size];
      int found = 0;
      for (int i = 0; i < part.items.length; i++) {
        long hash = part.hashes[i] & 0xffffffffL;
        if (part.items[i] != null && hash >= from) {
          order[found++] = (hash << 10) | i;
        }
      }
      Arrays.sort(order, 0, found);
      for (int i = 0; i < found; i++) {
        long hash = order[i] >>> 10;
        if (left <= 0 && hash != from - 1) {
          return hash;
        }
        byte[] item = part.items[(int) (order[i] & 0x3ff)];
        if (item != null) {
          into.accept(item);
        }
        from = hash + 1;
        left--;
      }
      long width = (1L << 32) >>> part.depth;
      from = ((from - (found > 0 ? 1 : 0)) & -width) + width;
    }
    return 0;
  }

  /** Any item, each as likely as another. There must be one. */
  byte[] random(RandomGenerator random) {
    int slots = directory.length == 1 ? directory[0].slots() : Part.MOST;
    for (int i = 0; i < TRIES; i++) {
      int at = random.nextInt(directory.length);
      Part part = directory[at];
      // Parts differ in slots and in how many entries of the directory they have.
      int slot = random.nextInt(slots);
      int span = 1 << (depth - part.depth);
      if (slot < part.slots() && (at & (span - 1)) == 0) {
        byte[] item = part.items[slot];
        if (item != null) {
          return item;
        }
      }
    }
    return ranked(random.nextInt(size));
  }

  private byte[] ranked(int rank) {
    int left = rank;
    int at = 0;
    while (left >= directory[at].size) {
      left -= directory[at].size;
      at += 1 << (depth - directory[at].depth);
    }
    for (byte[] item : directory[at].items) {
      if (item != null && left-- == 0) {
        return item;
      }
    }
    throw new IllegalStateException("fewer than " + size + " items");
  }
}
