package io.sentinelha.server.store;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A hash table that grows a piece at a time. A directory, indexed by the leading bits of the hash,
 * points to {@link Segment}s; one that is full is split in two by its next bit, which moves some
 * hundred items and never more, whatever the size of the table. When both halves of a former split
 * have become nearly empty they are joined again.
 *
 * <p>Work with it goes in two steps: {@link #find} looks a key up and remembers its place, then
 * {@link #put}, {@link #replace} or {@link #remove} act on that place. Owned by one thread.
 *
 * <p>A snapshot sees the table as it was when it began: every bucket has a version, and before the
 * first change of a bucket its items are handed to the snapshot.
 *
 * @see "docs/adr/0021"
 */
public abstract class BucketTable {

  /** Two halves that together have fewer items are joined. */
  private static final int SPARSE = Segment.FULL / 3;

  private static final long POSITIONS = 1L << 32;

  /** Of the logarithm of the number of segments, which take 6 kB each. */
  private static final int MOST_EXPECTED = 11;

  private Segment[] directory;

  /** Leading bits of the hash that index the directory. */
  private int depth;

  private long size;
  private long expiring;
  private long segments = 1;
  private final Handover handover = new Handover();

  /** Position of the first segment that the snapshot has not walked through. */
  private long walked;

  private long foundHash;
  private Segment foundSegment;
  private int foundSlot = Segment.NONE;

  protected BucketTable() {
    foundSegment = new Segment(0, 0);
    directory = new Segment[] {foundSegment};
  }

  /** The hash of an item's key. */
  protected abstract long hash(Object item);

  /** The hash of a key. */
  protected abstract long hash(byte[] key, int from, int length);

  /** Whether the item has this key. */
  protected abstract boolean matches(Object item, byte[] key, int from, int length);

  /** When the item expires; {@link Items#NEVER} if never. */
  protected abstract long expireAt(Object item);

  public final long size() {
    return size;
  }

  /** Items that expire. */
  public final long expiring() {
    return expiring;
  }

  /** Bytes of the table itself, about. */
  public final long memory() {
    return segments * (Segment.SLOTS * 5L + Segment.BUCKETS * 6L + 128) + 4L * directory.length;
  }

  /** Looks a key up and remembers its place, or the place where it would be. */
  public final @Nullable Object find(byte[] key, int from, int length) {
    long hash = hash(key, from, length);
    Segment segment = directory[index(hash)];
    int slot = segment.find(this, hash, key, from, length);
    foundHash = hash;
    foundSegment = segment;
    foundSlot = slot;
    return slot == Segment.NONE ? null : segment.slots[slot];
  }

  /** Before the value of an item that {@link #find} found changes. */
  public final void touch() {
    handover.touch(foundSegment, foundSlot / Segment.WIDTH);
  }

  /**
   * Whether the record that {@link #find} found may be written over: no other thread has it. A
   * snapshot that still needs it is given a copy.
   */
  public final boolean mayOverwrite() {
    return handover.mayOverwrite(foundSegment, foundSlot);
  }

  /** Puts an item in the place of the one that {@link #find} found. Its key must be the same. */
  public final void replace(Object item) {
    touch();
    expiring -= foundSegment.expiringCount();
    foundSegment.replace(foundSlot, item, expireAt(item));
    expiring += foundSegment.expiringCount();
  }

  /** Adds an item with the key that {@link #find} did not find. */
  public final void add(Object item) {
    if (foundSlot != Segment.NONE) {
      throw new IllegalStateException("the key is there already");
    }
    insert(foundHash, item);
  }

  /** Adds or replaces: an item with the key that was looked up with {@link #find}. */
  public final void put(Object item) {
    if (foundSlot == Segment.NONE) {
      insert(foundHash, item);
    } else {
      replace(item);
    }
  }

  /** Removes the item that {@link #find} found. */
  public final void remove() {
    removeAt(foundSegment, foundSlot, foundHash);
    foundSlot = Segment.NONE;
  }

  private void removeAt(Segment segment, int slot, long hash) {
    handover.touch(segment, slot / Segment.WIDTH);
    expiring -= segment.expiringCount();
    segment.remove(slot, hash);
    expiring += segment.expiringCount();
    size--;
    if (segment.size < SPARSE / 2 && (segment.size & 15) == 0 && !handover.isWalking()) {
      join(segment, hash);
    }
  }

  private void insert(long hash, Object item) {
    Segment segment = directory[index(hash)];
    while (segment.size >= Segment.FULL) {
      split(segment, hash);
      segment = directory[index(hash)];
    }
    int slot = segment.room(hash);
    handover.touch(segment, slot / Segment.WIDTH);
    expiring -= segment.expiringCount();
    segment.take(slot, item, hash, expireAt(item));
    expiring += segment.expiringCount();
    size++;
    foundSegment = segment;
    foundSlot = slot;
  }

  private int index(long hash) {
    return (int) (hash >>> 1 >>> (63 - depth));
  }

  /** Where an item with this hash stands, if it is there. */
  final Segment segment(long hash) {
    return directory[index(hash)];
  }

  /** How many entries of the directory point to a segment. */
  private int span(Segment segment) {
    return 1 << (depth - segment.depth);
  }

  private int firstIndex(Segment segment, long hash) {
    return index(hash) & -span(segment);
  }

  /**
   * So many items will be added to the empty table, if whoever says so is right: then they need not
   * be moved while it grows. A number that is not true costs some megabytes at most.
   */
  public final void expect(long items) {
    int wanted = 0;
    while (wanted < MOST_EXPECTED && ((Segment.FULL * 3L / 4) << wanted) < items) {
      wanted++;
    }
    if (size > 0 || depth > 0 || handover.isWalking()) {
      return;
    }
    depth = wanted;
    directory = new Segment[1 << wanted];
    for (int i = 0; i < directory.length; i++) {
      directory[i] = new Segment(wanted, handover.stamp());
    }
    segments = directory.length;
    foundSegment = directory[0];
    foundSlot = Segment.NONE;
  }

  private void split(Segment old, long hash) {
    handover.touchAll(old);
    if (old.depth == depth) {
      Segment[] doubled = new Segment[2 * directory.length];
      for (int i = 0; i < doubled.length; i++) {
        doubled[i] = directory[i >>> 1];
      }
      directory = doubled;
      depth++;
    }
    int first = firstIndex(old, hash);
    int half = span(old) / 2;
    Segment low = new Segment(old.depth + 1, handover.stamp());
    Segment high = new Segment(old.depth + 1, handover.stamp());
    for (Object item : old.slots) {
      if (item != null) {
        long itemHash = hash(item);
        boolean isHigh = (itemHash << old.depth) < 0;
        move(item, itemHash, isHigh ? high : low);
      }
    }
    segments++;
    Arrays.fill(directory, first, first + half, low);
    Arrays.fill(directory, first + half, first + 2 * half, high);
  }

  private void move(Object item, long hash, Segment to) {
    to.take(to.room(hash), item, hash, expireAt(item));
  }

  private void join(Segment segment, long hash) {
    if (segment.depth == 0) {
      return;
    }
    int first = firstIndex(segment, hash);
    int span = span(segment);
    Segment twin = directory[first ^ span];
    if (twin.depth != segment.depth || twin.size + segment.size >= SPARSE) {
      return;
    }
    Segment both = new Segment(segment.depth - 1, handover.stamp());
    for (Segment part : new Segment[] {segment, twin}) {
      for (Object item : part.slots) {
        if (item != null) {
          move(item, hash(item), both);
        }
      }
    }
    segments--;
    int start = Math.min(first, first ^ span);
    Arrays.fill(directory, start, start + 2 * span, both);
  }

  // --- Walking through all items ---

  /**
   * Hands over the items of one bucket.
   *
   * <p>Every item that is there from the first call (with cursor 0) to the last (which returns 0)
   * is handed over at least once, however the table changes in between: cursors count through the
   * 64 home buckets and, within each, through the hashes in order, and splits and joins change
   * neither.
   *
   * @return where to go on; 0 when everything was seen
   */
  public final long scan(long cursor, Consumer<Object> items) {
    int bucket = (int) (cursor >>> 32) & (Segment.BUCKETS - 1);
    long position = cursor & (POSITIONS - 1);
    Segment segment = directory[(int) (position >>> (32 - depth))];
    int at = bucket;
    for (int i = 0; i < Segment.BUCKETS; i++) {
      for (int slot = at * Segment.WIDTH; slot < (at + 1) * Segment.WIDTH; slot++) {
        Object item = segment.slots[slot];
        if (item != null && Segment.home(hash(item)) == bucket) {
          items.accept(item);
        }
      }
      if (!segment.wasPassed(at)) {
        break;
      }
      at = (at + 1) & (Segment.BUCKETS - 1);
    }
    long next = positionAfter(segment, position);
    if (next < POSITIONS) {
      return ((long) bucket << 32) | next;
    }
    return bucket + 1 == Segment.BUCKETS ? 0 : (bucket + 1L) << 32;
  }

  /** Of the first hash behind a segment that holds this one. */
  private static long positionAfter(Segment segment, long position) {
    long width = POSITIONS >>> segment.depth;
    return (position & -width) + width;
  }

  /** Hands over all items. The table must not change meanwhile. */
  public final void forEach(Consumer<Object> items) {
    for (int i = 0; i < directory.length; i += span(directory[i])) {
      for (Object item : directory[i].slots) {
        if (item != null) {
          items.accept(item);
        }
      }
    }
  }

  /** Any item, each as likely as another; null if there is none. */
  public final @Nullable Object random(RandomGenerator random) {
    return RandomItem.any(directory, size, random);
  }

  /** Any item that expires; null if there is none. */
  public final @Nullable Object randomExpiring(RandomGenerator random) {
    return expiring == 0 ? null : RandomItem.expiring(directory, random);
  }

  /**
   * Looks for items that have expired, from a position on, and hands them over; whoever takes one
   * may remove it.
   *
   * @param most segments to look at, at most
   * @return the position to go on from; 0 when the end was reached
   */
  public final long expired(long position, long now, int most, Consumer<Object> items) {
    long at = position;
    for (int i = 0; i < most && at < POSITIONS; i++) {
      Segment segment = directory[(int) (at >>> (32 - depth))];
      if (segment.nextExpiry <= now) {
        expired(segment, now, items);
      }
      at = positionAfter(segment, at);
    }
    return at < POSITIONS ? at : 0;
  }

  private void expired(Segment segment, long now, Consumer<Object> items) {
    long next = Long.MAX_VALUE;
    for (int slot = segment.nextExpiring(0);
        slot != Segment.NONE;
        slot = slot + 1 < Segment.SLOTS ? segment.nextExpiring(slot + 1) : Segment.NONE) {
      Object item = segment.slots[slot];
      if (item == null) {
        throw new IllegalStateException("slot " + slot + " expires and is empty");
      }
      if (expireAt(item) <= now) {
        items.accept(item);
      }
      if (segment.slots[slot] == item) {
        next = Math.min(next, expireAt(item));
      }
    }
    segment.nextExpiry = next;
  }

  // --- Snapshots ---

  /** What the first batch of the next snapshot must have as its number. */
  public final int nextBatch() {
    return handover.stamp() + 1;
  }

  /**
   * Begins a snapshot of the table as it is now. Items are handed over in no order, each once, on
   * this thread: by {@link #walk}, and ahead of it when they are about to change.
   */
  public final void beginSnapshot(SnapshotTaker taker) {
    handover.begin(taker);
    walked = 0;
  }

  /**
   * Hands over the items of some more segments.
   *
   * @return whether all were handed over
   */
  public final boolean walk(int segments) {
    for (int i = 0; i < segments && handover.isWalking(); i++) {
      Segment segment = directory[(int) (walked >>> (32 - depth))];
      handover.touchAll(segment);
      walked = positionAfter(segment, walked);
      if (walked == POSITIONS) {
        handover.endWalk();
      }
    }
    return !handover.isWalking();
  }

  /** Nobody reads what was handed over any more, or nobody cares what comes of it. */
  public final void endSnapshot() {
    handover.end();
  }
}
