package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.store.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What SORT is told.
 *
 * @param by null to sort by the elements themselves
 * @param gets patterns of what is told of every element; empty for the element itself
 * @param store the argument that is the key for the result; 0 if it is told
 * @param offset of the first element that is wanted
 * @param most how many; all if negative
 */
record SortOptions(
    boolean alpha,
    boolean descending,
    @Nullable Slice by,
    List<Slice> gets,
    int store,
    long offset,
    long most) {

  static SortOptions parse(Args args, boolean mayStore) {
    boolean alpha = false;
    boolean descending = false;
    Slice by = null;
    List<Slice> gets = new ArrayList<>();
    int store = 0;
    long offset = 0;
    long most = -1;
    for (int i = 2; i < args.count(); i++) {
      int left = args.count() - i - 1;
      if (args.is(i, "ASC")) {
        descending = false;
      } else if (args.is(i, "DESC")) {
        descending = true;
      } else if (args.is(i, "ALPHA")) {
        alpha = true;
      } else if (args.is(i, "LIMIT") && left >= 2) {
        offset = args.number(i + 1);
        most = args.number(i + 2);
        i += 2;
      } else if (mayStore && args.is(i, "STORE") && left >= 1) {
        store = ++i;
      } else if (args.is(i, "BY") && left >= 1) {
        by = args.slice(++i);
      } else if (args.is(i, "GET") && left >= 1) {
        gets.add(args.slice(++i));
      } else {
        throw CommandError.SYNTAX;
      }
    }
    return new SortOptions(alpha, descending, by, gets, store, offset, most);
  }

  /** Whether there is anything to sort: a pattern without an asterisk leaves the order alone. */
  boolean sorts() {
    return by == null || by.toString().indexOf('*') >= 0;
  }

  /** The same, by the texts of the elements. */
  SortOptions alphabetical() {
    return new SortOptions(true, descending, null, gets, store, offset, most);
  }

  /** The elements that are wanted. */
  List<byte[]> slice(List<byte[]> elements) {
    int size = elements.size();
    long from = Math.max(0, offset);
    if (from >= size) {
      return List.of();
    }
    long to = most < 0 ? size : Math.min(size, from + Math.min(most, size));
    return elements.subList((int) from, (int) to);
  }
}
