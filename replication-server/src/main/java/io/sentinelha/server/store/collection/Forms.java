package io.sentinelha.server.store.collection;

import io.sentinelha.server.store.SipHash;
import java.util.random.RandomGenerator;

/**
 * How collections are kept: up to which size in the packed form. One for all collections of a
 * server; changing a limit concerns later changes of collections, what is packed stays packed.
 */
public final class Forms {

  private static final int[] LIST_NODE_BYTES = {4096, 8192, 16384, 32768, 65536};
  private static final int MOST_NODE_BYTES = 8192;

  final SipHash hash;
  int hashEntries = 128;
  int hashValue = 64;
  int setIntegers = 512;
  int zsetEntries = 128;
  int zsetValue = 64;
  private int listNode = -2;

  /** With the limits that Redis has by default. */
  public Forms(RandomGenerator random) {
    hash = SipHash.seeded(random);
  }

  /**
   * Of a packed hash.
   *
   * @param entries fields, at most
   * @param value bytes of a field or value, at most
   */
  public void hash(long entries, long value) {
    hashEntries = clip(entries);
    hashValue = clip(value);
  }

  /** How many numbers a set may have to be kept as a sorted array. */
  public void set(long integers) {
    setIntegers = clip(integers);
  }

  /**
   * Of a packed sorted set.
   *
   * @param entries members, at most
   * @param value bytes of a member, at most
   */
  public void zset(long entries, long value) {
    zsetEntries = clip(entries);
    zsetValue = clip(value);
  }

  /**
   * Of a chunk of a list.
   *
   * @param limit elements if positive; -1 to -5 for 4 to 64 KB
   */
  public void list(int limit) {
    listNode = limit;
  }

  /** Whether a chunk of a list may have so many elements and bytes. */
  boolean fitsNode(int elements, int bytes) {
    if (listNode >= 0) {
      return elements <= Math.max(1, listNode) && bytes <= MOST_NODE_BYTES;
    }
    return bytes <= LIST_NODE_BYTES[Math.min(-listNode, LIST_NODE_BYTES.length) - 1];
  }

  private static int clip(long limit) {
    return (int) Math.min(limit, Integer.MAX_VALUE - 1);
  }
}
