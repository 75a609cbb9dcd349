package io.sentinelha.server.store.collection;

import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.Value;
import io.sentinelha.server.store.ValueType;
import io.sentinelha.server.store.packed.Decimal;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A set. As long as all members are whole numbers and not too many, it is an {@link IntSet}; else a
 * row, as long as it is small, or a {@link Table}. To clients row and table are the same.
 *
 * <p>To build one from a file: {@link #ofIntset}, or {@link #add} again and again. To write one:
 * {@link #intset}, or if that is null a {@link #cursor}.
 */
public final class SetValue implements Value {

  private static final int OVERHEAD = 32;
  private static final int PACKED_MEMBERS = 64;
  private static final int PACKED_LENGTH = 64;

  private final Forms forms;
  private @Nullable IntSet numbers;
  private @Nullable Listpack packed;
  private @Nullable Table table;

  /** Whether a twin has the same numbers or row, so that they must be copied before they change. */
  private boolean shared;

  public SetValue(Forms forms) {
    this.forms = forms;
    this.numbers = new IntSet();
  }

  private SetValue(SetValue other) {
    forms = other.forms;
    numbers = other.numbers;
    packed = other.packed;
    table = other.table == null ? null : other.table.twin();
    shared = true;
  }

  /**
   * A set from the intset of a file.
   *
   * @throws IllegalArgumentException if it is damaged
   */
  public static SetValue ofIntset(Forms forms, byte[] encoded) {
    SetValue set = new SetValue(forms);
    IntSet members = IntSet.decode(encoded);
    set.numbers = members;
    if (members.count() > forms.setIntegers) {
      set.toTexts();
    }
    return set;
  }

  /** The numbers as they stand in files; null if it is not kept as numbers. */
  public byte @Nullable [] intset() {
    return numbers == null ? null : numbers.encoded();
  }

  private Table table() {
    if (table == null) {
      throw new IllegalStateException("a set without form");
    }
    return table;
  }

  public boolean has(byte[] member, int from, int length) {
    if (numbers != null) {
      return Decimal.isNumber(member, from, length)
          && numbers.has(Decimal.parse(member, from, length));
    }
    Listpack row = packed;
    return row != null
        ? row.find(row.first(), 1, member, from, length) != row.end()
        : table().find(member, from, length) != null;
  }

  /** As {@link #has(byte[], int, int)}. */
  public boolean has(Text member) {
    return has(member.array(), member.start(), member.length());
  }

  /** As {@link #add(byte[], int, int)}. */
  public boolean add(Slice member) {
    return add(member.array(), member.start(), member.length());
  }

  /** As {@link #add(byte[], int, int)}. */
  public boolean add(Text member) {
    return add(member.array(), member.start(), member.length());
  }

  /** Adds a member; returns whether it is new. */
  public boolean add(byte[] member, int from, int length) {
    if (numbers != null) {
      if (Decimal.isNumber(member, from, length)) {
        return addNumber(numbers, Decimal.parse(member, from, length));
      }
      toTexts();
    }
    Listpack row = packed;
    if (row != null) {
      if (row.find(row.first(), 1, member, from, length) != row.end()) {
        return false;
      }
      if (row.count() < PACKED_MEMBERS && length <= PACKED_LENGTH) {
        own(row).append(member, from, length);
        return true;
      }
      toTable();
    }
    byte[] item = Arrays.copyOfRange(member, from, from + length);
    return table().put(item) == null;
  }

  private boolean addNumber(IntSet set, long value) {
    if (set.has(value)) {
      return false;
    }
    IntSet mine = own(set);
    mine.add(value);
    if (mine.count() > forms.setIntegers) {
      toTexts();
    }
    return true;
  }

  /** Removes a member; returns whether it was there. */
  public boolean remove(byte[] member, int from, int length) {
    if (numbers != null) {
      return Decimal.isNumber(member, from, length)
          && numbers.has(Decimal.parse(member, from, length))
          && own(numbers).remove(Decimal.parse(member, from, length));
    }
    if (packed == null) {
      return table().remove(member, from, length) != null;
    }
    int found = packed.find(packed.first(), 1, member, from, length);
    if (found == packed.end()) {
      return false;
    }
    int distance = found - packed.first();
    Listpack row = own(packed);
    row.remove(row.first() + distance, 1);
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

  private IntSet own(IntSet set) {
    if (!shared) {
      return set;
    }
    IntSet mine = set.copy();
    numbers = mine;
    shared = false;
    return mine;
  }

  /** The form for members that are no numbers. */
  private void toTexts() {
    if (size() > PACKED_MEMBERS) {
      toTable();
      return;
    }
    Listpack row = new Listpack();
    for (Cursor cursor = cursor(); cursor.next(); ) {
      Text member = cursor.member;
      row.append(member.array(), member.start(), member.length());
    }
    packed = row;
    numbers = null;
    shared = false;
  }

  private void toTable() {
    Table all = new Table(Layout.MEMBER, forms.hash);
    for (Cursor cursor = cursor(); cursor.next(); ) {
      all.put(cursor.member.toArray());
    }
    table = all;
    packed = null;
    numbers = null;
    shared = false;
  }

  // --- Walking ---

  /** Goes through all members. The set must not change meanwhile. */
  public final class Cursor {

    private final Text member = new Text();
    private long position = packed == null ? 0 : packed.first();

    private Cursor() {}

    /** Goes to the next member, or the first; false if there is none. */
    public boolean next() {
      if (numbers != null) {
        if (position >= numbers.count()) {
          return false;
        }
        member.set(numbers.get((int) position++));
        return true;
      }
      Listpack row = packed;
      if (row != null) {
        int at = (int) position;
        if (at >= row.end()) {
          return false;
        }
        row.read(at, member);
        position = row.next(at);
        return true;
      }
      position = table().next(position);
      if (position == Part.NONE) {
        return false;
      }
      byte[] item = table().item(position++);
      member.set(item, 0, item.length);
      return true;
    }

    public Text member() {
      return member;
    }
  }

  /** A cursor before the first member. */
  public Cursor cursor() {
    return new Cursor();
  }

  /**
   * Hands over some members; every member that is there from the first call to the last is among
   * them. All at once if there are few.
   *
   * @param from 0 to begin
   * @param into gets a text that is good until it returns
   * @return where to go on; 0 when everything was seen
   */
  public long scan(long from, long most, Consumer<Text> into) {
    if (table == null) {
      for (Cursor cursor = cursor(); cursor.next(); ) {
        into.accept(cursor.member);
      }
      return 0;
    }
    Text member = new Text();
    return table.scan(
        from,
        most,
        item -> {
          member.set(item, 0, item.length);
          into.accept(member);
        });
  }

  /** Reads any member, each as likely as another. There must be one. */
  public void random(RandomGenerator random, Text into) {
    if (numbers != null) {
      into.set(numbers.get(random.nextInt(numbers.count())));
    } else if (packed != null) {
      packed.read(packed.at(random.nextInt(packed.count())), into);
    } else {
      byte[] item = table().random(random);
      into.set(item, 0, item.length);
    }
  }

  // --- Value ---

  @Override
  public ValueType type() {
    return ValueType.SET;
  }

  @Override
  public String encoding() {
    return numbers != null ? "intset" : "hashtable";
  }

  @Override
  public long memory() {
    if (numbers != null) {
      return OVERHEAD + 40L + numbers.capacity();
    }
    return OVERHEAD + (packed != null ? Listpack.OVERHEAD + packed.capacity() : table().memory());
  }

  @Override
  public long size() {
    return numbers != null ? numbers.count() : packed != null ? packed.count() : table().size();
  }

  @Override
  public SetValue copy() {
    shared = true;
    return new SetValue(this);
  }

  @Override
  public SetValue frozen() {
    return copy();
  }
}
