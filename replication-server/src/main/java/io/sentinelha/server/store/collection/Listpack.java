package io.sentinelha.server.store.collection;

import io.sentinelha.server.store.packed.Decimal;
import io.sentinelha.server.store.packed.PackedEntry;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A row of texts in one array. Entries have the form of Redis' listpacks ({@link PackedEntry}), so
 * files get and bring them as they are.
 *
 * <p>The entries stand somewhere in the array, with room on either side, so that rows grow cheaply
 * at both ends. A place in a row is an index into the array; it is good until the row changes.
 */
final class Listpack {

  /** Bytes of the header and of the mark at the end, in files only. */
  static final int FRAME = 7;

  /** Of the object and its array, in memory. */
  static final int OVERHEAD = 48;

  private static final byte[] EMPTY = new byte[0];
  private static final int ROOM = 16;
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int start;
  private int end;
  private int count;

  /** Of the list that may change it; other collections do not use this. */
  int epoch;

  Listpack() {
    this(EMPTY, 0, 0, 0);
  }

  /**
   * An empty row that will not have to grow soon.
   *
   * @param room bytes that there is room for
   * @param atHead whether they will come at the head rather than at the tail
   */
  Listpack(int room, boolean atHead) {
    this(new byte[room], atHead ? room : 0, atHead ? room : 0, 0);
  }

  private Listpack(byte[] bytes, int start, int end, int count) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.count = count;
  }

  /** Another with the same entries. */
  Listpack copy() {
    return new Listpack(Arrays.copyOfRange(bytes, start, end), 0, end - start, count);
  }

  int count() {
    return count;
  }

  /** Bytes of all entries. */
  int size() {
    return end - start;
  }

  /** Bytes of the array. */
  int capacity() {
    return bytes.length;
  }

  /** The place of the first entry; the end, if there is none. */
  int first() {
    return start;
  }

  /** The place behind the last entry. */
  int end() {
    return end;
  }

  int next(int at) {
    return PackedEntry.next(bytes, at);
  }

  /** The place of the entry before this one, which must not be the first. */
  int previous(int at) {
    return PackedEntry.previous(bytes, at);
  }

  /** The place of the entry with this number. */
  int at(int index) {
    if (index <= count / 2) {
      int at = start;
      for (int i = 0; i < index; i++) {
        at = next(at);
      }
      return at;
    }
    int at = end;
    for (int i = count; i > index; i--) {
      at = previous(at);
    }
    return at;
  }

  /** Reads an entry. */
  void read(int at, Text into) {
    if (PackedEntry.isNumber(bytes, at)) {
      into.set(PackedEntry.number(bytes, at));
    } else {
      into.set(bytes, PackedEntry.textStart(bytes, at), PackedEntry.textLength(bytes, at));
    }
  }

  // --- Searching ---

  /**
   * Looks for a text.
   *
   * @param from a place to begin at
   * @param step looks at every step-th entry only
   * @return its place; {@link #end()} if it is not there
   */
  int find(int from, int step, byte[] text, int textStart, int length) {
    boolean number = Decimal.isNumber(text, textStart, length);
    long value = number ? Decimal.parse(text, textStart, length) : 0;
    int at = from;
    while (at < end) {
      if (PackedEntry.is(bytes, at, text, textStart, length, number, value)) {
        return at;
      }
      at = next(at);
      for (int i = 1; i < step && at < end; i++) {
        at = next(at);
      }
    }
    return end;
  }

  /** The number of the entry that is this text; -1 if none is. */
  int indexOf(byte[] text, int textStart, int length) {
    boolean number = Decimal.isNumber(text, textStart, length);
    long value = number ? Decimal.parse(text, textStart, length) : 0;
    int index = 0;
    for (int at = start; at < end; at = next(at)) {
      if (PackedEntry.is(bytes, at, text, textStart, length, number, value)) {
        return index;
      }
      index++;
    }
    return -1;
  }

  /** Whether an entry is this text. */
  boolean is(int at, byte[] text, int textStart, int length) {
    boolean number = Decimal.isNumber(text, textStart, length);
    long value = number ? Decimal.parse(text, textStart, length) : 0;
    return PackedEntry.is(bytes, at, text, textStart, length, number, value);
  }

  // --- Changing ---

  void append(byte[] text, int from, int length) {
    insert(end, text, from, length);
  }

  void prepend(byte[] text, int from, int length) {
    insert(start, text, from, length);
  }

  /** Puts a text before the entry at a place; returns the place of the new entry. */
  int insert(int at, byte[] text, int from, int length) {
    int size = PackedEntry.size(text, from, length);
    int place = resize(at, 0, size);
    PackedEntry.write(bytes, place, text, from, length);
    count++;
    return place;
  }

  /** Puts a text in the place of an entry; returns the place, which may have moved. */
  int replace(int at, byte[] text, int from, int length) {
    int place = resize(at, next(at) - at, PackedEntry.size(text, from, length));
    PackedEntry.write(bytes, place, text, from, length);
    return place;
  }

  /** Removes entries; returns the place of the one behind them. */
  int remove(int at, int entries) {
    int behind = at;
    for (int i = 0; i < entries; i++) {
      behind = next(behind);
    }
    count -= entries;
    int place = resize(at, behind - at, 0);
    if (bytes.length > 64 && end - start < bytes.length / 4) {
      place -= start;
      trim();
    }
    return place;
  }

  /** Adds the entries of another behind these. */
  void appendAll(Listpack other) {
    int place = resize(end, 0, other.size());
    System.arraycopy(other.bytes, other.start, bytes, place, other.size());
    count += other.count;
  }

  /** Takes the entries from a place on away and returns them. */
  Listpack cut(int at) {
    int kept = 0;
    for (int i = start; i < at; i = next(i)) {
      kept++;
    }
    Listpack tail = new Listpack(Arrays.copyOfRange(bytes, at, end), 0, end - at, count - kept);
    bytes = Arrays.copyOfRange(bytes, start, at);
    start = 0;
    end = bytes.length;
    count = kept;
    return tail;
  }

  /** Gives back what is not used of the array. */
  void trim() {
    if (bytes.length > end - start) {
      bytes = Arrays.copyOfRange(bytes, start, end);
      end -= start;
      start = 0;
    }
  }

  /** Makes so many bytes at a place out of so many; returns where the place is now. */
  private int resize(int at, int before, int after) {
    int more = after - before;
    int head = at - start;
    int tail = end - at - before;
    if (more <= 0 || Math.max(start, bytes.length - end) >= more) {
      boolean left = head < tail ? start >= more : bytes.length - end < more;
      if (left) {
        System.arraycopy(bytes, start, bytes, start - more, head);
        start -= more;
        return at - more;
      }
      System.arraycopy(bytes, at + before, bytes, at + after, tail);
      end += more;
      return at;
    }
    int size = end - start + more;
    int room = Math.max(Math.min(size / 2, 1 << 12), ROOM);
    byte[] grown = new byte[size > 1 << 20 ? size : (size + room + 7) & ~7];
    int newStart = head < tail ? grown.length - size : 0;
    System.arraycopy(bytes, start, grown, newStart, head);
    System.arraycopy(bytes, at + before, grown, newStart + head + after, tail);
    bytes = grown;
    start = newStart;
    end = newStart + size;
    return newStart + head;
  }

  // --- Files ---

  /** As it stands in files: with its header and the mark at the end. */
  byte[] encoded() {
    int size = end - start;
    byte[] all = new byte[size + FRAME];
    INTS.set(all, 0, all.length);
    int told = Math.min(count, PackedEntry.COUNT_UNKNOWN);
    all[4] = (byte) told;
    all[5] = (byte) (told >> 8);
    System.arraycopy(bytes, start, all, PackedEntry.HEADER, size);
    all[all.length - 1] = PackedEntry.END;
    return all;
  }

  /**
   * Takes what {@link #encoded} gives, after checking every byte of its structure.
   *
   * @throws IllegalArgumentException if it is damaged
   */
  static Listpack decode(byte[] all) {
    int entries = PackedEntry.check(all);
    return new Listpack(all, PackedEntry.HEADER, all.length - 1, entries);
  }
}
