package io.sentinelha.server.store.collection;

import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.Value;
import io.sentinelha.server.store.ValueType;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A hash: names and values. Small ones are one row of names and values by turns, in the order in
 * which they were added; larger ones a {@link Table}.
 *
 * <p>To build one from a file: {@link #ofListpack}, or {@link #put} again and again. To write one:
 * {@link #listpack}, or if that is null a {@link #cursor}.
 */
public final class HashValue implements Value {

  private static final int OVERHEAD = 32;

  private final Forms forms;
  private @Nullable Listpack packed;
  private @Nullable Table table;

  /** Whether a twin has the same row, so that it must be copied before it changes. */
  private boolean shared;

  public HashValue(Forms forms) {
    this.forms = forms;
    this.packed = new Listpack();
  }

  private HashValue(Forms forms, @Nullable Listpack packed, @Nullable Table table) {
    this.forms = forms;
    this.packed = packed;
    this.table = table;
    this.shared = true;
  }

  /**
   * A hash from the listpack of a file.
   *
   * @param encoded names and values by turns; kept, not copied
   * @return null if there are duplicates
   * @throws IllegalArgumentException if it is damaged
   */
  public static @Nullable HashValue ofListpack(Forms forms, byte[] encoded) {
    Listpack row = Listpack.decode(encoded);
    if (row.count() % 2 != 0) {
      throw new IllegalArgumentException("listpack: a name without a value");
    }
    HashValue hash = new HashValue(forms);
    boolean fits = row.count() / 2 <= forms.hashEntries;
    Text name = new Text();
    Text value = new Text();
    Table seen = new Table(Layout.PAIR, forms.hash);
    for (int at = row.first(); at < row.end(); at = row.next(at)) {
      row.read(at, name);
      at = row.next(at);
      row.read(at, value);
      fits &= name.length() <= forms.hashValue && value.length() <= forms.hashValue;
      if (seen.put(pair(name, value)) != null) {
        return null;
      }
    }
    if (fits) {
      hash.packed = row;
    } else {
      hash.packed = null;
      hash.table = seen;
    }
    return hash;
  }

  private static byte[] pair(Text name, Text value) {
    return Layout.pair(
        name.array(), name.start(), name.length(), value.array(), value.start(), value.length());
  }

  /** The row of names and values as it stands in files; null if it is not kept as one. */
  public byte @Nullable [] listpack() {
    return packed == null ? null : packed.encoded();
  }

  private Table table() {
    if (table == null) {
      throw new IllegalStateException("a hash without form");
    }
    return table;
  }

  /** Reads the value of a name; returns whether there is one. */
  public boolean get(byte[] name, int from, int length, Text into) {
    Listpack row = packed;
    if (row != null) {
      int at = row.find(row.first(), 2, name, from, length);
      if (at == row.end()) {
        return false;
      }
      row.read(row.next(at), into);
      return true;
    }
    byte[] pair = table().find(name, from, length);
    if (pair == null) {
      return false;
    }
    readValue(pair, into);
    return true;
  }

  private static void readName(byte[] pair, Text into) {
    into.set(pair, Layout.PAIR.keyStart(pair), Layout.PAIR.keyLength(pair));
  }

  private static void readValue(byte[] pair, Text into) {
    int start = Layout.valueStart(pair);
    into.set(pair, start, pair.length - start);
  }

  public boolean has(byte[] name, int from, int length) {
    Listpack row = packed;
    return row != null
        ? row.find(row.first(), 2, name, from, length) != row.end()
        : table().find(name, from, length) != null;
  }

  /** As {@link #put(byte[], int, int, byte[], int, int)}. */
  public boolean put(Slice name, Slice value) {
    return put(
        name.array(), name.start(), name.length(), value.array(), value.start(), value.length());
  }

  /** Gives a name a value; returns whether the name is new. */
  public boolean put(
      byte[] name, int nameFrom, int nameLength, byte[] value, int valueFrom, int valueLength) {
    if (packed != null && (nameLength > forms.hashValue || valueLength > forms.hashValue)) {
      unpack();
    }
    if (packed == null) {
      return table().putPair(name, nameFrom, nameLength, value, valueFrom, valueLength);
    }
    Listpack row = own(packed);
    int at = row.find(row.first(), 2, name, nameFrom, nameLength);
    if (at != row.end()) {
      row.replace(row.next(at), value, valueFrom, valueLength);
      return false;
    }
    row.append(name, nameFrom, nameLength);
    row.append(value, valueFrom, valueLength);
    if (row.count() / 2 > forms.hashEntries) {
      unpack();
    }
    return true;
  }

  /** Removes a name; returns whether it was there. */
  public boolean remove(byte[] name, int from, int length) {
    if (packed == null) {
      return table().remove(name, from, length) != null;
    }
    int found = packed.find(packed.first(), 2, name, from, length);
    if (found == packed.end()) {
      return false;
    }
    int distance = found - packed.first();
    Listpack row = own(packed);
    row.remove(row.first() + distance, 2);
    return true;
  }

  private Listpack own(Listpack row) {
    if (!shared) {
      return row;
    }
    Listpack mine = row.copy();
    packed = mine;
    shared = false;
    return mine;
  }

  private void unpack() {
    Table all = new Table(Layout.PAIR, forms.hash);
    for (Cursor cursor = cursor(); cursor.next(); ) {
      all.put(pair(cursor.name, cursor.value));
    }
    table = all;
    packed = null;
    shared = false;
  }

  // --- Walking ---

  /** Goes through all names and values. The hash must not change meanwhile. */
  public final class Cursor {

    private final Text name = new Text();
    private final Text value = new Text();
    private long position = packed == null ? 0 : packed.first();

    private Cursor() {}

    /** Goes to the next pair, or the first; false if there is none. */
    public boolean next() {
      Listpack row = packed;
      if (row != null) {
        int at = (int) position;
        if (at >= row.end()) {
          return false;
        }
        row.read(at, name);
        at = row.next(at);
        row.read(at, value);
        position = row.next(at);
        return true;
      }
      position = table().next(position);
      if (position == Part.NONE) {
        return false;
      }
      byte[] pair = table().item(position++);
      readName(pair, name);
      readValue(pair, value);
      return true;
    }

    public Text name() {
      return name;
    }

    public Text value() {
      return value;
    }
  }

  /** A cursor before the first pair. */
  public Cursor cursor() {
    return new Cursor();
  }

  /** Takes a name and its value. */
  @FunctionalInterface
  public interface Taker {
    /** Both are good until this returns. */
    void accept(Text name, Text value);
  }

  /**
   * Hands over some pairs; every pair that is there from the first call to the last is among them.
   * All at once if they are packed.
   *
   * @param from 0 to begin
   * @return where to go on; 0 when everything was seen
   */
  public long scan(long from, long most, Taker into) {
    if (packed != null) {
      for (Cursor cursor = cursor(); cursor.next(); ) {
        into.accept(cursor.name, cursor.value);
      }
      return 0;
    }
    Text name = new Text();
    Text value = new Text();
    return table()
        .scan(
            from,
            most,
            pair -> {
              readName(pair, name);
              readValue(pair, value);
              into.accept(name, value);
            });
  }

  /** Reads any pair, each as likely as another. There must be one. */
  public void random(RandomGenerator random, Text name, Text value) {
    Listpack row = packed;
    if (row != null) {
      int at = row.at(2 * random.nextInt(row.count() / 2));
      row.read(at, name);
      row.read(row.next(at), value);
    } else {
      byte[] pair = table().random(random);
      readName(pair, name);
      readValue(pair, value);
    }
  }

  // --- Value ---

  @Override
  public ValueType type() {
    return ValueType.HASH;
  }

  @Override
  public String encoding() {
    return packed != null ? "listpack" : "hashtable";
  }

  @Override
  public long memory() {
    return OVERHEAD + (packed != null ? Listpack.OVERHEAD + packed.capacity() : table().memory());
  }

  @Override
  public long size() {
    return packed != null ? packed.count() / 2 : table().size();
  }

  @Override
  public HashValue copy() {
    shared = true;
    return new HashValue(forms, packed, table == null ? null : table.twin());
  }

  @Override
  public HashValue frozen() {
    return copy();
  }
}
