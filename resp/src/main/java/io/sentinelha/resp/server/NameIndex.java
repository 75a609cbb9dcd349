package io.sentinelha.resp.server;

import io.sentinelha.resp.Request;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds things by a name that is still in the bytes of a request, whatever its case, without
 * allocating. A hash table with open addressing, at most half full. Immutable.
 */
final class NameIndex<T> {

  private final @Nullable String[] names;
  private final @Nullable Object[] values;
  private final int mask;

  NameIndex(Map<String, T> all) {
    int size = Integer.highestOneBit(Math.max(1, all.size())) << 2;
    mask = size - 1;
    names = new String[size];
    values = new Object[size];
    all.forEach(this::put);
  }

  /** What the argument names; null if nothing. */
  @SuppressWarnings("unchecked") // Only put stores values, and it takes T alone.
  @Nullable T find(Request request, int argument) {
    for (int slot = spread(request.foldedHash(argument)); ; slot = (slot + 1) & mask) {
      String name = names[slot];
      if (name == null) {
        return null;
      }
      if (request.is(argument, name)) {
        return (T) values[slot];
      }
    }
  }

  private void put(String name, T value) {
    int slot = spread(Request.foldedHash(name));
    while (names[slot] != null) {
      slot = (slot + 1) & mask;
    }
    names[slot] = name;
    values[slot] = value;
  }

  private int spread(int hash) {
    return (hash ^ hash >>> 15) & mask;
  }
}
