package io.sentinelha.server.store.collection;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a list, in an array with room on either side. A twin shares array and chunks until
 * they change, as {@link Table} does with its parts.
 */
final class Nodes {

  private @Nullable Listpack[] array = new Listpack[1];
  private int first;
  private int count;
  private int epoch;
  private boolean sharesArray;
  private long bytes;

  /** Of the chunk that was made ours last, when it was. */
  private long before;

  private int foundIndex;

  Nodes() {}

  private Nodes(Nodes other) {
    array = other.array;
    first = other.first;
    count = other.count;
    epoch = other.epoch;
    sharesArray = true;
    bytes = other.bytes;
  }

  /** Another with the same chunks; takes time that does not grow with their number. */
  Nodes twin() {
    epoch++;
    sharesArray = true;
    return new Nodes(this);
  }

  int count() {
    return count;
  }

  long memory() {
    return bytes + 16 + 4L * array.length;
  }

  private static long memory(Listpack row) {
    return Listpack.OVERHEAD + ((row.capacity() + 7L) & ~7L);
  }

  Listpack get(int node) {
    return Objects.requireNonNull(array[first + Objects.checkIndex(node, count)]);
  }

  /** A chunk that may be changed; then {@link #changed} must be called. */
  Listpack own(int node) {
    Listpack row = get(node);
    before = memory(row);
    if (row.epoch != epoch) {
      row = row.copy();
      row.epoch = epoch;
      ownArray();
      array[first + node] = row;
    }
    return row;
  }

  /** The chunk that {@link #own} returned last has changed. */
  void changed(Listpack row) {
    bytes += memory(row) - before;
    before = memory(row);
  }

  /** Gives back what a chunk does not use, if it is ours and that is worth a copy. */
  void trim(int node) {
    Listpack there = get(node);
    if (there.epoch == epoch && there.capacity() - there.size() > there.size() / 32) {
      Listpack row = own(node);
      row.trim();
      changed(row);
    }
  }

  private void ownArray() {
    if (sharesArray) {
      array = array.clone();
      sharesArray = false;
    }
  }

  /** Puts a chunk before the one with this index. */
  void insert(int node, Listpack row) {
    row.epoch = epoch;
    bytes += memory(row);
    boolean left = node < count / 2 || (node == 0 && count == 1);
    if (left ? first == 0 : first + count == array.length) {
      int room = Math.max(1, count / 2);
      @Nullable Listpack[] grown = new Listpack[count + room];
      int start = left ? room : 0;
      System.arraycopy(array, first, grown, start, count);
      array = grown;
      first = start;
      sharesArray = false;
    }
    ownArray();
    if (left) {
      System.arraycopy(array, first, array, first - 1, node);
      first--;
    } else {
      System.arraycopy(array, first + node, array, first + node + 1, count - node);
    }
    array[first + node] = row;
    count++;
  }

  void remove(int node) {
    bytes -= memory(get(node));
    ownArray();
    if (node < count / 2 || node == 0) {
      System.arraycopy(array, first, array, first + 1, node);
      array[first++] = null;
    } else {
      System.arraycopy(array, first + node + 1, array, first + node, count - node - 1);
      array[first + count - 1] = null;
    }
    count--;
    if (count < array.length / 4) {
      array = Arrays.copyOfRange(array, first, first + Math.max(1, count));
      first = 0;
    }
  }

  /**
   * After elements were removed from a chunk: removes it if it is empty, joins it to the one before
   * if both are small.
   *
   * @return whether it is gone
   */
  boolean tidy(int node, Forms forms) {
    Listpack row = get(node);
    if (row.count() > 0) {
      if (node == 0) {
        return false;
      }
      Listpack left = get(node - 1);
      if (!forms.fitsNode(2 * (left.count() + row.count()), 2 * (left.size() + row.size()))) {
        return false;
      }
      left = own(node - 1);
      left.appendAll(row);
      changed(left);
    }
    remove(node);
    return true;
  }

  /**
   * The chunk that has the element with an index; {@link #foundIndex} tells where in it.
   *
   * @param size of all chunks together
   */
  int find(long index, long size) {
    Objects.checkIndex(index, size);
    if (index < size / 2) {
      long left = index;
      int node = 0;
      for (int there = get(0).count(); left >= there; there = get(node).count()) {
        left -= there;
        node++;
      }
      foundIndex = (int) left;
      return node;
    }
    long left = size - index; // Counted from the tail, from 1 on.
    int node = count - 1;
    for (int there = get(node).count(); left > there; there = get(node).count()) {
      left -= there;
      node--;
    }
    foundIndex = get(node).count() - (int) left;
    return node;
  }

  int foundIndex() {
    return foundIndex;
  }
}
