package io.sentinelha.server.store.collection;

import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.Value;
import io.sentinelha.server.store.ValueType;
import io.sentinelha.server.store.packed.PackedEntry;

/**
 * A list: {@link Nodes} of some kilobytes each.
 *
 * <p>To build one from a file: {@link #addListpack} and {@link #push} at the tail. To write one:
 * {@link #nodes} and {@link #listpack}, or a {@link #cursor}.
 */
public final class ListValue implements Value {

  private static final int OVERHEAD = 56;

  /** For what has not come yet: no more than a chunk has by default. */
  private static final int MOST_ROOM = 8 << 10;

  private final Forms forms;
  private final Nodes nodes;
  private long size;

  public ListValue(Forms forms) {
    this.forms = forms;
    this.nodes = new Nodes();
  }

  private ListValue(ListValue other) {
    forms = other.forms;
    nodes = other.nodes.twin();
    size = other.size;
  }

  // --- Files ---

  /**
   * Adds the elements of a listpack at the tail, as a chunk of its own if it is not too large.
   *
   * @param encoded kept, not copied
   * @throws IllegalArgumentException if it is damaged
   */
  public void addListpack(byte[] encoded) {
    Listpack row = Listpack.decode(encoded);
    if (row.count() == 0) {
      return;
    }
    if (forms.fitsNode(row.count(), row.size() + Listpack.FRAME)) {
      nodes.insert(nodes.count(), row);
      size += row.count();
      return;
    }
    Text element = new Text();
    for (int at = row.first(); at < row.end(); at = row.next(at)) {
      row.read(at, element);
      push(true, element.array(), element.start(), element.length());
    }
  }

  /** How many chunks there are. */
  public int nodes() {
    return nodes.count();
  }

  /** A chunk as it stands in files: a listpack. */
  public byte[] listpack(int node) {
    return nodes.get(node).encoded();
  }

  // --- Ends ---

  /** Adds an element at the tail, or at the head. */
  public void push(boolean tail, byte[] text, int from, int length) {
    if (nodes.count() == 0) {
      nodes.insert(0, new Listpack());
    }
    int end = tail ? nodes.count() - 1 : 0;
    Listpack row = nodes.get(end);
    if (row.count() > 0 && !fits(row, text, from, length)) {
      nodes.trim(end);
      // A list that has filled one will most likely fill the next: growing it would be garbage.
      int room = Math.min((row.size() + 7) & ~7, MOST_ROOM);
      end = tail ? nodes.count() : 0;
      nodes.insert(end, new Listpack(room, !tail));
    }
    row = nodes.own(end);
    if (tail) {
      row.append(text, from, length);
    } else {
      row.prepend(text, from, length);
    }
    nodes.changed(row);
    size++;
  }

  /** As {@link #push(boolean, byte[], int, int)}. */
  public void push(boolean tail, Slice element) {
    push(tail, element.array(), element.start(), element.length());
  }

  private boolean fits(Listpack row, byte[] text, int from, int length) {
    return forms.fitsNode(
        row.count() + 1, row.size() + Listpack.FRAME + PackedEntry.size(text, from, length));
  }

  /** Removes the element at the tail, or at the head, and reads it. There must be one. */
  public void pop(boolean tail, Text into) {
    int end = tail ? nodes.count() - 1 : 0;
    Listpack row = nodes.own(end);
    int at = tail ? row.previous(row.end()) : row.first();
    row.read(at, into);
    row.remove(at, 1);
    nodes.changed(row);
    if (row.count() == 0) {
      nodes.remove(end);
    }
    size--;
  }

  // --- Anywhere ---

  /** Reads the element with an index, which must be there. */
  public void get(long index, Text into) {
    int node = nodes.find(index, size);
    Listpack row = nodes.get(node);
    row.read(row.at(nodes.foundIndex()), into);
  }

  /** Replaces the element with an index, which must be there. */
  public void set(long index, Slice element) {
    int node = nodes.find(index, size);
    Listpack row = nodes.own(node);
    row.replace(row.at(nodes.foundIndex()), element.array(), element.start(), element.length());
    nodes.changed(row);
  }

  /** Puts an element where another is; that and all behind it move on. */
  public void insert(long index, Slice element) {
    if (index == 0 || index == size) {
      push(index != 0, element);
      return;
    }
    int node = nodes.find(index, size);
    int inside = nodes.foundIndex();
    Listpack row = nodes.own(node);
    if (!fits(row, element.array(), element.start(), element.length())) {
      if (inside > 0) {
        Listpack tail = row.cut(row.at(inside));
        nodes.changed(row);
        nodes.insert(node + 1, tail);
        if (!fits(row, element.array(), element.start(), element.length())) {
          nodes.insert(++node, new Listpack());
          inside = 0;
        }
      } else {
        nodes.insert(node, new Listpack());
      }
      row = nodes.own(node);
    }
    row.insert(row.at(inside), element.array(), element.start(), element.length());
    nodes.changed(row);
    size++;
  }

  /**
   * Removes elements that are this text.
   *
   * @param most how many, from the head on; from the tail on if negative; 0 for all
   * @return how many it were
   */
  public long remove(Slice text, long most) {
    boolean all = most == 0 || most == Long.MIN_VALUE; // The latter has no absolute value.
    long left = all ? Long.MAX_VALUE : Math.abs(most);
    long before = size;
    boolean backwards = most < 0;
    int node = backwards ? nodes.count() - 1 : 0;
    while (left > 0 && node >= 0 && node < nodes.count()) {
      int removed = removeIn(node, text, (int) Math.min(left, Integer.MAX_VALUE), backwards);
      left -= removed;
      size -= removed;
      boolean gone = removed > 0 && nodes.tidy(node, forms);
      node = backwards ? node - 1 : gone ? node : node + 1;
    }
    return before - size;
  }

  private int removeIn(int node, Slice text, int most, boolean backwards) {
    Listpack row = nodes.get(node);
    int there = row.find(row.first(), 1, text.array(), text.start(), text.length());
    if (there == row.end()) {
      return 0;
    }
    row = nodes.own(node);
    int removed = 0;
    int at = backwards ? row.end() : row.first();
    while (removed < most && (backwards ? at > row.first() : at < row.end())) {
      if (backwards) {
        at = row.previous(at);
      }
      if (row.is(at, text.array(), text.start(), text.length())) {
        at = row.remove(at, 1);
        removed++;
      } else if (!backwards) {
        at = row.next(at);
      }
    }
    nodes.changed(row);
    return removed;
  }

  /** Removes elements at the head, or at the tail; there must be so many. */
  public void drop(boolean tail, long count) {
    long left = count;
    while (left > 0) {
      int end = tail ? nodes.count() - 1 : 0;
      int there = nodes.get(end).count();
      if (there <= left) {
        nodes.remove(end);
        left -= there;
      } else {
        Listpack row = nodes.own(end);
        row.remove(tail ? row.at(there - (int) left) : row.first(), (int) left);
        nodes.changed(row);
        left = 0;
      }
    }
    size -= count;
  }

  // --- Walking ---

  /** Goes through elements in either direction. The list must not change meanwhile. */
  public final class Cursor {

    private final Text element = new Text();
    private final boolean backwards;
    private long left;
    private int node;
    private int at;

    private Cursor(long from, boolean backwards) {
      this.backwards = backwards;
      this.left = backwards ? from + 1 : size - from;
      if (left > 0) {
        node = nodes.find(from, size);
        Listpack row = nodes.get(node);
        at = row.at(nodes.foundIndex());
        if (backwards) {
          at = row.next(at);
        }
      }
    }

    /** Goes to the next element, or the first; false if there is none. */
    public boolean next() {
      if (left <= 0) {
        return false;
      }
      left--;
      Listpack row = nodes.get(node);
      if (backwards) {
        if (at == row.first()) {
          row = nodes.get(--node);
          at = row.end();
        }
        at = row.previous(at);
        row.read(at, element);
      } else {
        if (at == row.end()) {
          row = nodes.get(++node);
          at = row.first();
        }
        row.read(at, element);
        at = row.next(at);
      }
      return true;
    }

    public Text element() {
      return element;
    }
  }

  /**
   * A cursor before an element.
   *
   * @param from the index of the first that it reads
   * @param backwards whether it goes to the head then
   */
  public Cursor cursor(long from, boolean backwards) {
    return new Cursor(from, backwards);
  }

  // --- Value ---

  @Override
  public ValueType type() {
    return ValueType.LIST;
  }

  @Override
  public String encoding() {
    return "quicklist";
  }

  @Override
  public long memory() {
    return OVERHEAD + nodes.memory();
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public ListValue copy() {
    return new ListValue(this);
  }

  @Override
  public ListValue frozen() {
    return copy();
  }
}
