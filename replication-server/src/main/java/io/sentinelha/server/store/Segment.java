package io.sentinelha.server.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A part of a {@link BucketTable}: 64 buckets of 16 slots, open addressing by whole buckets. An
 * item stands in its home bucket or, if that is full, in one of the next. Every bucket counts the
 * items that had to pass it, so a search ends at the first bucket that nobody passed, and removing
 * leaves no marks behind.
 */
final class Segment {

  static final int BUCKETS = 64;
  static final int WIDTH = 16;
  static final int SLOTS = BUCKETS * WIDTH;

  /** More items than this are not taken: searches would become long. */
  static final int FULL = SLOTS / 8 * 7;

  static final int NONE = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  /** How many of the leading bits of the hash all items here have in common. */
  final int depth;

  final @Nullable Object[] slots = new Object[SLOTS];

  /** Seven bits of the hash with the top bit set; 0 for a free slot. */
  private final byte[] tags = new byte[SLOTS];

  private final short[] passed = new short[BUCKETS];

  /** The number of the last snapshot that has, or needs not have, the bucket. */
  private final int[] versions = new int[BUCKETS];

  /** One bit per slot whose item expires; null as long as there was none. */
  private long @Nullable [] expiring;

  private int expiringCount;

  /** No item expires before. */
  long nextExpiry = Long.MAX_VALUE;

  int size;

  Segment(int depth, int version) {
    this.depth = depth;
    Arrays.fill(versions, version);
  }

  static int home(long hash) {
    return (int) hash & (BUCKETS - 1);
  }

  private static byte tag(long hash) {
    return (byte) (0x80 | ((hash >>> 6) & 0x7f));
  }

  /** The slot of the item with this key, or {@link #NONE}. */
  int find(BucketTable table, long hash, byte[] key, int from, int length) {
    long pattern = (tag(hash) & 0xffL) * ONES;
    int bucket = home(hash);
    for (int i = 0; i < BUCKETS; i++) {
      int base = bucket * WIDTH;
      for (int half = base; half < base + WIDTH; half += 8) {
        long difference = (long) LONGS.get(tags, half) ^ pattern;
        long equal = (difference - ONES) & ~difference & HIGHS;
        while (equal != 0) {
          int slot = half + (Long.numberOfTrailingZeros(equal) >>> 3);
          Object item = slots[slot];
          if (item != null && table.matches(item, key, from, length)) {
            return slot;
          }
          equal &= equal - 1;
        }
      }
      if (passed[bucket] == 0) {
        return NONE;
      }
      bucket = (bucket + 1) & (BUCKETS - 1);
    }
    return NONE;
  }

  /** The slot where the item with this hash probably is, if it is in its home bucket. */
  int likely(long hash) {
    long pattern = (tag(hash) & 0xffL) * ONES;
    int base = home(hash) * WIDTH;
    long low = (long) LONGS.get(tags, base) ^ pattern;
    long equal = (low - ONES) & ~low & HIGHS;
    if (equal != 0) {
      return base + (Long.numberOfTrailingZeros(equal) >>> 3);
    }
    long high = (long) LONGS.get(tags, base + 8) ^ pattern;
    equal = (high - ONES) & ~high & HIGHS;
    return equal == 0 ? base : base + 8 + (Long.numberOfTrailingZeros(equal) >>> 3);
  }

  /** The slot that a new item with this hash shall have; {@link #take} must follow. */
  int room(long hash) {
    int bucket = home(hash);
    for (int i = 0; i < BUCKETS; i++) {
      for (int half = bucket * WIDTH; half < (bucket + 1) * WIDTH; half += 8) {
        long free = ~(long) LONGS.get(tags, half) & HIGHS;
        if (free != 0) {
          return half + (Long.numberOfTrailingZeros(free) >>> 3);
        }
      }
      bucket = (bucket + 1) & (BUCKETS - 1);
    }
    throw new IllegalStateException("no free slot among " + size + " items");
  }

  /** Puts a new item into the slot that {@link #room} found. */
  void take(int slot, Object item, long hash, long expireAt) {
    for (int b = home(hash); b != slot / WIDTH; b = (b + 1) & (BUCKETS - 1)) {
      passed[b]++;
    }
    slots[slot] = item;
    tags[slot] = tag(hash);
    size++;
    markExpiry(slot, expireAt);
  }

  void replace(int slot, Object item, long expireAt) {
    slots[slot] = item;
    markExpiry(slot, expireAt);
  }

  void remove(int slot, long hash) {
    for (int b = home(hash); b != slot / WIDTH; b = (b + 1) & (BUCKETS - 1)) {
      passed[b]--;
    }
    slots[slot] = null;
    tags[slot] = 0;
    size--;
    markExpiry(slot, Items.NEVER);
  }

  private void markExpiry(int slot, long expireAt) {
    long[] bits = expiring;
    if (expireAt == Items.NEVER) {
      if (bits != null && (bits[slot >>> 6] & (1L << slot)) != 0) {
        bits[slot >>> 6] &= ~(1L << slot);
        expiringCount--;
      }
      return;
    }
    if (bits == null) {
      bits = new long[SLOTS / 64];
      expiring = bits;
    }
    if ((bits[slot >>> 6] & (1L << slot)) == 0) {
      bits[slot >>> 6] |= 1L << slot;
      expiringCount++;
    }
    nextExpiry = Math.min(nextExpiry, expireAt);
  }

  int expiringCount() {
    return expiringCount;
  }

  /** The first slot from this one on whose item expires, or {@link #NONE}. */
  int nextExpiring(int slot) {
    long[] bits = expiring;
    for (int word = slot >>> 6; bits != null && word < bits.length; word++) {
      long rest = word == (slot >>> 6) ? bits[word] & (-1L << slot) : bits[word];
      if (rest != 0) {
        return word * 64 + Long.numberOfTrailingZeros(rest);
      }
    }
    return NONE;
  }

  /** The slot of the expiring item with this number among them; there must be as many. */
  int expiringAt(int rank) {
    int left = rank;
    for (int word = 0; expiring != null && word < expiring.length; word++) {
      long bits = expiring[word];
      int here = Long.bitCount(bits);
      if (left >= here) {
        left -= here;
        continue;
      }
      for (; left > 0; left--) {
        bits &= bits - 1;
      }
      return word * 64 + Long.numberOfTrailingZeros(bits);
    }
    throw new IllegalStateException("not more than " + rank + " items expire");
  }

  /** Whether items with this home may stand in the bucket after this one too. */
  boolean wasPassed(int bucket) {
    return passed[bucket] != 0;
  }

  int version(int bucket) {
    return versions[bucket];
  }

  void version(int bucket, int version) {
    versions[bucket] = version;
  }
}
