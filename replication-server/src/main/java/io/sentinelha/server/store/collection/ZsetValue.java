package io.sentinelha.server.store.collection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.Value;
import io.sentinelha.server.store.ValueType;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A sorted set: members in the order of their scores, and of their bytes where scores are equal. A
 * small one is a {@link PackedZset}, a larger one {@link IndexedZset}.
 *
 * <p>To build one from a file: {@link #ofListpack}, or {@link #put} again and again. To write one:
 * {@link #listpack}, or if that is null a {@link #cursor}.
 */
public final class ZsetValue implements Value {

  private static final int OVERHEAD = 40;
  private static final long MOST_WHOLE = Long.MAX_VALUE / 2;

  private final Forms forms;
  private final Text scratch = new Text();
  private @Nullable PackedZset packed;
  private @Nullable IndexedZset indexed;

  /** Whether a twin has the same packed form, so that it must be copied before it changes. */
  private boolean shared;

  public ZsetValue(Forms forms) {
    this.forms = forms;
    this.packed = new PackedZset();
  }

  private ZsetValue(ZsetValue other) {
    forms = other.forms;
    packed = other.packed;
    indexed = other.indexed == null ? null : other.indexed.twin();
    shared = true;
  }

  private IndexedZset indexed() {
    if (indexed == null) {
      throw new IllegalStateException("a sorted set without form");
    }
    return indexed;
  }

  // --- Files ---

  /**
   * A sorted set from the listpack of a file.
   *
   * @param encoded members and scores by turns
   * @return null if there are duplicates
   * @throws IllegalArgumentException if it is damaged
   */
  public static @Nullable ZsetValue ofListpack(Forms forms, byte[] encoded) {
    Listpack row = Listpack.decode(encoded);
    if (row.count() % 2 != 0) {
      throw new IllegalArgumentException("listpack: a member without a score");
    }
    ZsetValue zset = new ZsetValue(forms);
    Text member = new Text();
    Text score = new Text();
    for (int at = row.first(); at < row.end(); at = row.next(row.next(at))) {
      row.read(at, member);
      row.read(row.next(at), score);
      if (!zset.put(score(score), member.array(), member.start(), member.length())) {
        return null;
      }
    }
    return zset;
  }

  private static double score(Text text) {
    String digits = new String(text.array(), text.start(), text.length(), ISO_8859_1);
    double score =
        switch (digits) {
          case "inf" -> Double.POSITIVE_INFINITY;
          case "-inf" -> Double.NEGATIVE_INFINITY;
          default -> Double.parseDouble(digits);
        };
    if (Double.isNaN(score)) {
      throw new IllegalArgumentException("listpack: a score that is no number");
    }
    return score;
  }

  /**
   * The row of members and scores as it stands in files; null if it is not kept packed.
   *
   * @param format of a score that is no whole number
   */
  public byte @Nullable [] listpack(DoubleFunction<String> format) {
    if (packed == null) {
      return null;
    }
    Listpack row = new Listpack();
    for (Cursor cursor = cursor(0, false); cursor.next(); ) {
      Text member = cursor.member();
      row.append(member.array(), member.start(), member.length());
      double score = cursor.score();
      boolean whole = Math.abs(score) <= MOST_WHOLE && score == (long) score;
      byte[] text =
          (whole ? Long.toString((long) score) : format.apply(score)).getBytes(ISO_8859_1);
      row.append(text, 0, text.length);
    }
    return row.encoded();
  }

  // --- Members ---

  /** The score of a member; NaN if it is not there. */
  public double score(byte[] member, int from, int length) {
    PackedZset small = packed;
    if (small == null) {
      return indexed().score(member, from, length);
    }
    int index = small.members.indexOf(member, from, length);
    return index < 0 ? Double.NaN : small.score(index);
  }

  /** As {@link #score(byte[], int, int)}. */
  public double score(Slice member) {
    return score(member.array(), member.start(), member.length());
  }

  /** As {@link #put(double, byte[], int, int)}. */
  public boolean put(double score, Slice member) {
    return put(score, member.array(), member.start(), member.length());
  }

  /**
   * Gives a member a score; returns whether the member is new.
   *
   * @param score not NaN
   */
  public boolean put(double score, byte[] member, int from, int length) {
    if (Double.isNaN(score)) {
      throw new IllegalArgumentException("a score that is no number");
    }
    if (packed == null) {
      return indexed().put(score, member, from, length);
    }
    int index = packed.members.indexOf(member, from, length);
    if (index < 0 && (packed.size() >= forms.zsetEntries || length > forms.zsetValue)) {
      unpack(packed);
      return indexed().put(score, member, from, length);
    }
    if (index >= 0 && packed.score(index) == score) {
      return false;
    }
    PackedZset small = own(packed);
    if (index >= 0) {
      small.remove(index);
    }
    small.add(score, member, from, length, scratch);
    return index < 0;
  }

  /** Removes a member; returns whether it was there. */
  public boolean remove(byte[] member, int from, int length) {
    if (packed == null) {
      return indexed().remove(member, from, length);
    }
    int index = packed.members.indexOf(member, from, length);
    if (index >= 0) {
      own(packed).remove(index);
    }
    return index >= 0;
  }

  private PackedZset own(PackedZset small) {
    if (!shared) {
      return small;
    }
    PackedZset mine = small.copy();
    packed = mine;
    shared = false;
    return mine;
  }

  private void unpack(PackedZset small) {
    IndexedZset large = new IndexedZset(forms.hash);
    for (Cursor cursor = cursor(0, false); cursor.next(); ) {
      Text member = cursor.member();
      large.put(cursor.score(), member.array(), member.start(), member.length());
    }
    if (large.size() != small.size()) {
      throw new IllegalStateException(small.size() + " members became " + large.size());
    }
    indexed = large;
    packed = null;
    shared = false;
  }

  /** Keeps it as if it had been large. */
  public void spread() {
    if (packed != null) {
      unpack(packed);
    }
  }

  /** An equal value in the packed form, if that has room for it; this one otherwise. */
  public ZsetValue settled() {
    if (packed != null || size() > forms.zsetEntries) {
      return this;
    }
    ZsetValue small = new ZsetValue(forms);
    for (Cursor cursor = cursor(0, false); cursor.next(); ) {
      Text member = cursor.member();
      small.put(cursor.score(), member.array(), member.start(), member.length());
      if (small.packed == null) {
        return this;
      }
    }
    return small;
  }

  // --- Ranks ---

  /** How many members come before this one; -1 if it is not there. */
  public long rank(byte[] member, int from, int length) {
    return packed != null
        ? packed.members.indexOf(member, from, length)
        : indexed().rank(member, from, length);
  }

  /** How many have a lower score, or with {@code orEqual} one that is not higher. */
  public long below(double score, boolean orEqual) {
    return packed != null ? packed.below(score, orEqual) : indexed().below(score, orEqual);
  }

  /**
   * How many, from a rank on, have lower bytes, or with {@code orEqual} the same or lower ones,
   * before the first that has not. Scores are taken to be equal.
   */
  public long belowText(long first, Slice text, boolean orEqual) {
    byte[] array = text.array();
    if (packed != null) {
      return packed.belowText((int) first, array, text.start(), text.length(), orEqual, new Text());
    }
    return indexed().belowText(array, text.start(), text.length(), orEqual) - first;
  }

  // --- Walking ---

  /** Goes through members in either direction. The set must not change meanwhile. */
  public final class Cursor {

    private final Text member = new Text();
    private final boolean backwards;
    private final Ranking.@Nullable Cursor items;
    private double score;
    private long left;
    private int index;
    private int at;

    private Cursor(long from, boolean backwards) {
      this.backwards = backwards;
      left = backwards ? from + 1 : size() - from;
      if (packed != null) {
        items = null;
        index = (int) from;
        at = left > 0 ? packed.members.at((int) from) : 0;
      } else {
        items = indexed().cursor(from, backwards);
      }
    }

    /** Goes to the next member, or the first; false if there is none. */
    public boolean next() {
      if (left <= 0) {
        return false;
      }
      left--;
      if (items != null) {
        byte[] item = items.next();
        member.set(item, Layout.SCORE, item.length - Layout.SCORE);
        score = Layout.score(item);
        return true;
      }
      if (packed == null) {
        throw new IllegalStateException("the set has changed");
      }
      Listpack row = packed.members;
      row.read(at, member);
      if (backwards) {
        score = packed.score(index--);
        at = left > 0 ? row.previous(at) : at;
      } else {
        score = packed.score(index++);
        at = row.next(at);
      }
      return true;
    }

    public Text member() {
      return member;
    }

    public double score() {
      return score;
    }
  }

  /**
   * A cursor before a member.
   *
   * @param from the rank of the first that it reads
   * @param backwards whether it goes to lower scores then
   */
  public Cursor cursor(long from, boolean backwards) {
    return new Cursor(from, backwards);
  }

  /** Takes a member and its score. */
  @FunctionalInterface
  public interface Taker {
    /** The member is good until this returns. */
    void accept(Text member, double score);
  }

  /**
   * Hands over some members; every member that is there from the first call to the last is among
   * them. All at once if they are packed.
   *
   * @param from 0 to begin
   * @return where to go on; 0 when everything was seen
   */
  public long scan(long from, long most, Taker into) {
    if (packed != null) {
      for (Cursor cursor = cursor(0, false); cursor.next(); ) {
        into.accept(cursor.member, cursor.score);
      }
      return 0;
    }
    return indexed().scan(from, most, into);
  }

  // --- Value ---

  @Override
  public ValueType type() {
    return ValueType.ZSET;
  }

  @Override
  public String encoding() {
    return packed != null ? "listpack" : "skiplist";
  }

  @Override
  public long memory() {
    return OVERHEAD + (packed != null ? packed.memory() : indexed().memory());
  }

  @Override
  public long size() {
    return packed != null ? packed.size() : indexed().size();
  }

  @Override
  public ZsetValue copy() {
    shared = true;
    return new ZsetValue(this);
  }

  @Override
  public ZsetValue frozen() {
    return copy();
  }
}
