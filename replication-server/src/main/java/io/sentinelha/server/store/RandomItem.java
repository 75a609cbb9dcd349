package io.sentinelha.server.store;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Draws items from the segments of a {@link BucketTable}. */
final class RandomItem {

  /** Drawing slots until one is taken is quicker than counting, unless so few of them are. */
  private static final int FEW = Segment.SLOTS / 32;

  private RandomItem() {}

  /** Any item, each as likely as another; null if there is none. */
  static @Nullable Object any(Segment[] directory, long size, RandomGenerator random) {
    while (size > 0) {
      Segment segment = directory[random.nextInt(directory.length)];
      if (segment.size < FEW && size < (long) FEW * directory.length) {
        return ofFew(directory, size, random.nextLong(size));
      }
      Object item = segment.slots[random.nextInt(Segment.SLOTS)];
      if (item != null) {
        return item;
      }
    }
    return null;
  }

  private static Object ofFew(Segment[] directory, long size, long rank) {
    long left = rank;
    for (int i = 0; i < directory.length; i += span(directory, directory[i])) {
      Segment segment = directory[i];
      if (left >= segment.size) {
        left -= segment.size;
        continue;
      }
      for (Object item : segment.slots) {
        if (item != null && left-- == 0) {
          return item;
        }
      }
    }
    throw new IllegalStateException("fewer than " + size + " items");
  }

  /** How many entries of the directory point to a segment. */
  private static int span(Segment[] directory, Segment segment) {
    return directory.length >> segment.depth;
  }

  /** Any item that expires; there must be one. */
  static Object expiring(Segment[] directory, RandomGenerator random) {
    int start = random.nextInt(directory.length);
    for (int i = 0; i < directory.length; i++) {
      Segment segment = directory[(start + i) & (directory.length - 1)];
      if (segment.expiringCount() > 0) {
        Object item = segment.slots[segment.expiringAt(random.nextInt(segment.expiringCount()))];
        if (item != null) {
          return item;
        }
      }
    }
    throw new IllegalStateException("no expiring item found");
  }
}
