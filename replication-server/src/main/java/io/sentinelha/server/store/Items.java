package io.sentinelha.server.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What a slot of the table holds: either a short string with its key in one {@code byte[]}, or an
 * {@link Entry}.
 *
 * <p>The array never changes, but for the three bytes that say when it was last used, and its text
 * by {@link #overwrite}: whoever allows that has seen to it that no other thread has it. Its parts:
 * flags (1 byte), last use (3), length of the key (1, or 4 when it is longer than 255), time of
 * expiry (8, if it has one), key, text.
 */
public final class Items {

  /** No expiry. */
  public static final long NEVER = -1;

  /** A string whose record would be larger is an {@link Entry} with a {@link LongString}. */
  public static final int LARGEST_RECORD = 4096;

  private static final int EXPIRES = 1;
  private static final int LONG_KEY = 2;
  private static final int RAW = 4;
  private static final int HEADER = 5;

  /** Of an array, and of an entry with its key's array, beside the content. */
  private static final int ARRAY_OVERHEAD = 16;

  private static final int ENTRY_OVERHEAD = 32 + ARRAY_OVERHEAD;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Items() {}

  /**
   * A string.
   *
   * @param raw whether it was made by changing a string in place, which OBJECT ENCODING tells
   */
  public static Object string(Slice key, Slice text, long expireAt, boolean raw) {
    return string(
        key.array(),
        key.start(),
        key.length(),
        text.array(),
        text.start(),
        text.length(),
        expireAt,
        raw);
  }

  /** As {@link #string(Slice, Slice, long, boolean)}. */
  public static Object string(
      byte[] keyArray,
      int keyStart,
      int keyLength,
      byte[] textArray,
      int textStart,
      int textLength,
      long expireAt,
      boolean raw) {
    boolean expires = expireAt != NEVER;
    boolean longKey = keyLength > 255;
    int head = (longKey ? HEADER + 3 : HEADER) + (expires ? 8 : 0);
    long size = (long) head + keyLength + textLength;
    if (size > LARGEST_RECORD) {
      return new Entry(
          Arrays.copyOfRange(keyArray, keyStart, keyStart + keyLength),
          new LongString(Arrays.copyOfRange(textArray, textStart, textStart + textLength)),
          expireAt);
    }
    byte[] record = new byte[(int) size];
    record[0] = (byte) ((expires ? EXPIRES : 0) | (longKey ? LONG_KEY : 0) | (raw ? RAW : 0));
    int at = HEADER;
    if (longKey) {
      INTS.set(record, 4, keyLength);
      at += 3;
    } else {
      record[4] = (byte) keyLength;
    }
    if (expires) {
      LONGS.set(record, at, expireAt);
      at += 8;
    }
    System.arraycopy(keyArray, keyStart, record, at, keyLength);
    System.arraycopy(textArray, textStart, record, at + keyLength, textLength);
    return record;
  }

  /** Whether the record of a string would be the same but for its text. */
  public static boolean fits(Object old, int length, long expireAt, boolean raw) {
    return old instanceof byte[] record
        && raw == ((record[0] & RAW) != 0)
        && expireAt == expireAt(old)
        && textLength(old) == length;
  }

  /** Writes another text over that of a record that it {@linkplain #fits fits}. */
  public static void overwrite(Object old, byte[] text, int from, int length) {
    System.arraycopy(text, from, old, textStart(old), length);
  }

  /**
   * Writes another text over that of a long string, if it is about as long and nobody else has it;
   * returns whether it was.
   */
  public static boolean overwriteLong(Object old, byte[] text, int from, int length) {
    return length > LARGEST_RECORD
        && ((LongString) ((Entry) old).value()).overwrite(text, from, length);
  }

  public static boolean isString(Object item) {
    return item instanceof byte[] || ((Entry) item).value().type() == ValueType.STRING;
  }

  public static ValueType type(Object item) {
    return item instanceof Entry entry ? entry.value().type() : ValueType.STRING;
  }

  /** Milliseconds since the epoch; {@link #NEVER} for none. */
  public static long expireAt(Object item) {
    if (item instanceof byte[] record) {
      return (record[0] & EXPIRES) == 0
          ? NEVER
          : (long) LONGS.get(record, (record[0] & LONG_KEY) == 0 ? HEADER : HEADER + 3);
    }
    return ((Entry) item).expireAt();
  }

  /** The same with another time of expiry. */
  public static Object withExpireAt(Object item, long expireAt) {
    if (item instanceof byte[] record) {
      Slice key = new Slice(record, keyStart(record), keyLength(record));
      Object changed = string(key, text(item), expireAt, isRaw(item));
      access(changed, access(item));
      return changed;
    }
    Entry entry = (Entry) item;
    Entry changed = new Entry(entry.key(), entry.value(), expireAt);
    changed.access = entry.access;
    return changed;
  }

  /** The state of this moment, for another thread; see {@link Value#frozen}. */
  public static Object frozen(Object item) {
    if (item instanceof byte[]) {
      return item;
    }
    Entry entry = (Entry) item;
    Entry twin = new Entry(entry.key(), entry.value().frozen(), entry.expireAt());
    twin.access = entry.access;
    return twin;
  }

  /** The same under another key. */
  public static Object withKey(Object item, Slice key, long expireAt) {
    if (item instanceof byte[]) {
      return string(key, text(item), expireAt, isRaw(item));
    }
    return new Entry(key.toArray(), ((Entry) item).value(), expireAt);
  }

  /** A copy of its key. */
  public static byte[] key(Object item) {
    if (item instanceof byte[] record) {
      int start = keyStart(record);
      return Arrays.copyOfRange(record, start, start + keyLength(record));
    }
    return ((Entry) item).key().clone();
  }

  /** Its key where it stands. */
  public static Slice keySlice(Object item) {
    if (item instanceof byte[] record) {
      return new Slice(record, keyStart(record), keyLength(record));
    }
    byte[] key = ((Entry) item).key();
    return new Slice(key, 0, key.length);
  }

  static boolean hasKey(Object item, byte[] bytes, int from, int length) {
    if (item instanceof byte[] record) {
      int size = keyLength(record);
      int start = keyStart(record);
      return size == length
          && Arrays.equals(record, start, start + size, bytes, from, from + length);
    }
    byte[] key = ((Entry) item).key;
    return key.length == length && Arrays.equals(key, 0, length, bytes, from, from + length);
  }

  static long hash(Object item, SipHash hash) {
    if (item instanceof byte[] record) {
      return hash.hash(record, keyStart(record), keyLength(record));
    }
    byte[] key = ((Entry) item).key;
    return hash.hash(key, 0, key.length);
  }

  /** The text of a string, where it stands: not to be changed, and not to be kept. */
  public static Slice text(Object string) {
    if (string instanceof byte[] record) {
      int start = keyStart(record) + keyLength(record);
      return new Slice(record, start, record.length - start);
    }
    return ((LongString) ((Entry) string).value()).slice();
  }

  /** The array that holds the text of a string; see {@link #textStart}. */
  public static byte[] textArray(Object string) {
    return string instanceof byte[] record
        ? record
        : ((LongString) ((Entry) string).value()).array();
  }

  /** Where in {@link #textArray} the text begins. */
  public static int textStart(Object string) {
    return string instanceof byte[] record ? keyStart(record) + keyLength(record) : 0;
  }

  /** The length of a string. */
  public static int textLength(Object string) {
    if (string instanceof byte[] record) {
      return record.length - keyStart(record) - keyLength(record);
    }
    return (int) ((Entry) string).value().size();
  }

  /** Whether a string was made by changing another in place. */
  public static boolean isRaw(Object string) {
    return !(string instanceof byte[] record) || (record[0] & RAW) != 0;
  }

  /** When it was last used, or how often: 24 bits whose meaning is the caller's. */
  public static int access(Object item) {
    if (item instanceof byte[] record) {
      return (int) INTS.get(record, 0) >>> 8;
    }
    return ((Entry) item).access;
  }

  /** See {@link #access(Object)}. */
  public static void access(Object item, int bits) {
    if (item instanceof byte[] record) {
      INTS.set(record, 0, (bits << 8) | (record[0] & 0xff));
    } else {
      ((Entry) item).access = bits;
    }
  }

  /** Bytes of memory, about, without the slot. */
  public static long memory(Object item) {
    if (item instanceof byte[] record) {
      return (ARRAY_OVERHEAD + record.length + 7L) & ~7L;
    }
    Entry entry = (Entry) item;
    return ENTRY_OVERHEAD + ((entry.key().length + 7L) & ~7L) + entry.value().memory();
  }

  private static int keyLength(byte[] record) {
    return (record[0] & LONG_KEY) == 0 ? record[4] & 0xff : (int) INTS.get(record, 4);
  }

  private static int keyStart(byte[] record) {
    int flags = record[0];
    return HEADER + ((flags & LONG_KEY) == 0 ? 0 : 3) + ((flags & EXPIRES) == 0 ? 0 : 8);
  }
}
