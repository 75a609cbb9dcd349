package io.sentinelha.server.command;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Sorts the beginning of a list, with the quicksort of Bentley and McIlroy that Redis uses there:
 * which of several equal elements come first, and are returned or stored, follows from its swaps.
 *
 * @see "Bentley, McIlroy: Engineering a Sort Function (1993)"
 */
final class PartialSort<T> {

  private static final int SMALL = 7;
  private static final int LARGE = 40;

  private final List<T> list;
  private final Comparator<? super T> order;
  private final int last;

  private PartialSort(List<T> list, Comparator<? super T> order, int last) {
    this.list = list;
    this.order = order;
    this.last = last;
  }

  /** Puts the first elements of an order, so many of them, in their places. */
  static <T> void first(List<T> list, Comparator<? super T> order, int count) {
    new PartialSort<>(list, order, count - 1).sort(0, list.size());
  }

  private int compare(int one, int other) {
    return order.compare(list.get(one), list.get(other));
  }

  private void swap(int one, int other) {
    Collections.swap(list, one, other);
  }

  private void swap(int one, int other, int count) {
    for (int i = 0; i < count; i++) {
      swap(one + i, other + i);
    }
  }

  private void sort(int from, int to) {
    if (to - from < SMALL) {
      insert(from, to);
      return;
    }
    swap(from, pivot(from, to));
    // Equal ones gather at both ends until everything has been looked at.
    int equalLow = from + 1;
    int low = from + 1;
    int high = to - 1;
    int equalHigh = to - 1;
    while (true) {
      for (int c; low <= high && (c = compare(low, from)) <= 0; low++) {
        if (c == 0) {
          swap(equalLow++, low);
        }
      }
      for (int c; low <= high && (c = compare(high, from)) >= 0; high--) {
        if (c == 0) {
          swap(high, equalHigh--);
        }
      }
      if (low > high) {
        break;
      }
      swap(low++, high--);
    }
    int count = Math.min(equalLow - from, low - equalLow);
    swap(from, low - count, count);
    count = Math.min(equalHigh - high, to - equalHigh - 1);
    swap(low, to - count, count);
    part(from, from + low - equalLow);
    part(to - (equalHigh - high), to);
  }

  /** Sorts a part if what is wanted reaches into it. */
  private void part(int from, int to) {
    if (to - from > 1 && from <= last) {
      sort(from, to);
    }
  }

  private void insert(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      for (int j = i; j > from && compare(j - 1, j) > 0; j--) {
        swap(j, j - 1);
      }
    }
  }

  private int pivot(int from, int to) {
    int count = to - from;
    int low = from;
    int middle = from + count / 2;
    int high = to - 1;
    if (count == SMALL) {
      return middle;
    }
    if (count > LARGE) {
      int step = count / 8;
      low = median(low, low + step, low + 2 * step);
      middle = median(middle - step, middle, middle + step);
      high = median(high - 2 * step, high - step, high);
    }
    return median(low, middle, high);
  }

  private int median(int a, int b, int c) {
    if (compare(a, b) < 0) {
      return compare(b, c) < 0 ? b : compare(a, c) < 0 ? c : a;
    }
    return compare(b, c) > 0 ? b : compare(a, c) < 0 ? a : c;
  }
}
