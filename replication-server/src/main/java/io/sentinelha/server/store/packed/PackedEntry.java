package io.sentinelha.server.store.packed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An entry of a listpack: a kind with the content, a number where the text is one, then the length
 * of both, to be read backwards. A place is the index of an entry's first byte. Unless a method
 * says otherwise, the bytes are trusted to hold an entry there.
 */
public final class PackedEntry {

  /** Of the whole pack, which frames the entries in files: its size and how many they are. */
  public static final int HEADER = 6;

  /** What the number of entries in the header is when they must be counted. */
  public static final int COUNT_UNKNOWN = 0xffff;

  /** The byte behind the last entry in files. */
  public static final byte END = (byte) 0xff;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private PackedEntry() {}

  /** The place behind the entry. */
  public static int next(byte[] bytes, int at) {
    int size = contentSize(bytes, at);
    return at + size + lengthSize(size);
  }

  /** The place of the entry that ends before a place. */
  public static int previous(byte[] bytes, int at) {
    int shift = 0;
    int size = 0;
    int last = at - 1;
    for (int b = bytes[last]; ; b = bytes[--last]) {
      size |= (b & 0x7f) << shift;
      if (b >= 0) {
        return last - size;
      }
      shift += 7;
    }
  }

  /** Whether the entry is kept as a number. */
  public static boolean isNumber(byte[] bytes, int at) {
    return isNumber(bytes[at] & 0xff);
  }

  private static boolean isNumber(int kind) {
    return kind < 0x80 || (kind >= 0xc0 && kind < 0xe0) || kind > 0xf0;
  }

  /** The number that an entry is for which {@link #isNumber} holds. */
  public static long number(byte[] bytes, int at) {
    int kind = bytes[at] & 0xff;
    if (kind < 0x80) {
      return kind;
    }
    if (kind < 0xe0) {
      int high = (kind << 27) >> 19;
      return high | (bytes[at + 1] & 0xff);
    }
    return switch (kind) {
      case 0xf1 -> (bytes[at + 2] << 8) | (bytes[at + 1] & 0xff);
      case 0xf2 -> (bytes[at + 3] << 16) | ((bytes[at + 2] & 0xff) << 8) | (bytes[at + 1] & 0xff);
      case 0xf3 -> (int) INTS.get(bytes, at + 1);
      default -> (long) LONGS.get(bytes, at + 1);
    };
  }

  /** Where the text begins of an entry for which {@link #isNumber} does not hold. */
  public static int textStart(byte[] bytes, int at) {
    int kind = bytes[at] & 0xff;
    return at + (kind < 0xc0 ? 1 : kind < 0xf0 ? 2 : 5);
  }

  /** The length of the text of an entry for which {@link #isNumber} does not hold. */
  public static int textLength(byte[] bytes, int at) {
    int kind = bytes[at] & 0xff;
    if (kind < 0xc0) {
      return kind & 0x3f;
    }
    if (kind < 0xf0) {
      return ((kind & 0xf) << 8) | (bytes[at + 1] & 0xff);
    }
    return (int) INTS.get(bytes, at + 1);
  }

  /**
   * Whether the entry is this text.
   *
   * @param isNumber whether the text is one, which then is the value
   */
  public static boolean is(
      byte[] bytes, int at, byte[] text, int from, int length, boolean isNumber, long value) {
    if (isNumber(bytes, at)) {
      return isNumber && number(bytes, at) == value;
    }
    if (textLength(bytes, at) != length) {
      return false;
    }
    int start = textStart(bytes, at);
    return Arrays.equals(bytes, start, start + length, text, from, from + length);
  }

  /** Kind and content, without the length behind them. */
  private static int contentSize(byte[] bytes, int at) {
    int kind = bytes[at] & 0xff;
    if (kind < 0x80) {
      return 1;
    }
    if (kind < 0xc0) {
      return 1 + (kind & 0x3f);
    }
    if (kind < 0xe0) {
      return 2;
    }
    if (kind < 0xf0) {
      return 2 + textLength(bytes, at);
    }
    return switch (kind) {
      case 0xf0 -> 5 + textLength(bytes, at);
      case 0xf1 -> 3;
      case 0xf2 -> 4;
      case 0xf3 -> 5;
      default -> 9;
    };
  }

  private static int lengthSize(int size) {
    if (size <= 127) {
      return 1;
    }
    if (size < 16383) {
      return 2;
    }
    if (size < 2097151) {
      return 3;
    }
    return size < 268435455 ? 4 : 5;
  }

  // --- Writing ---

  /** Bytes that an entry with this text has. */
  public static int size(byte[] text, int from, int length) {
    if (Decimal.isNumber(text, from, length)) {
      return size(Decimal.parse(text, from, length));
    }
    int size = length + (length < 64 ? 1 : length < 4096 ? 2 : 5);
    return size + lengthSize(size);
  }

  /** Bytes that an entry with this number has. */
  public static int size(long number) {
    int size = numberSize(number);
    return size + lengthSize(size);
  }

  private static int numberSize(long number) {
    if (number >= 0 && number <= 127) {
      return 1;
    }
    if (number >= -4096 && number <= 4095) {
      return 2;
    }
    if (number == (short) number) {
      return 3;
    }
    if (number >= -(1 << 23) && number < 1 << 23) {
      return 4;
    }
    return number == (int) number ? 5 : 9;
  }

  /** Writes an entry with a text, as a number if it is one, where there is room for it. */
  public static void write(byte[] bytes, int at, byte[] text, int from, int length) {
    if (Decimal.isNumber(text, from, length)) {
      write(bytes, at, Decimal.parse(text, from, length));
      return;
    }
    int head;
    if (length < 64) {
      bytes[at] = (byte) (0x80 | length);
      head = 1;
    } else if (length < 4096) {
      bytes[at] = (byte) (0xe0 | (length >> 8));
      bytes[at + 1] = (byte) length;
      head = 2;
    } else {
      bytes[at] = (byte) 0xf0;
      INTS.set(bytes, at + 1, length);
      head = 5;
    }
    System.arraycopy(text, from, bytes, at + head, length);
    writeLength(bytes, at + head + length, head + length);
  }

  /** Writes an entry with a number where there is room for it. */
  public static void write(byte[] bytes, int at, long number) {
    int size = numberSize(number);
    switch (size) {
      case 1 -> bytes[at] = (byte) number;
      case 2 -> {
        bytes[at] = (byte) (0xc0 | ((number >> 8) & 0x1f));
        bytes[at + 1] = (byte) number;
      }
      default -> {
        bytes[at] = (byte) (size == 3 ? 0xf1 : size == 4 ? 0xf2 : size == 5 ? 0xf3 : 0xf4);
        for (int i = 1; i < size; i++) {
          bytes[at + i] = (byte) (number >> (8 * (i - 1)));
        }
      }
    }
    writeLength(bytes, at + size, size);
  }

  private static void writeLength(byte[] bytes, int from, int size) {
    int rest = size;
    for (int i = from + lengthSize(size) - 1; i >= from; i--, rest >>>= 7) {
      bytes[i] = (byte) (i == from ? rest : (rest & 0x7f) | 0x80);
    }
  }

  // --- Distrust ---

  /**
   * How many entries stand in a whole pack, with header and end, after a look at every byte of its
   * structure.
   *
   * @throws IllegalArgumentException if it is damaged
   */
  public static int check(byte[] pack) {
    int end = pack.length - 1;
    if (end < HEADER || (int) INTS.get(pack, 0) != pack.length || pack[end] != END) {
      throw new IllegalArgumentException("its length is wrong or its end is missing");
    }
    int entries = 0;
    for (int at = HEADER; at < end; at = checkedNext(pack, at, end)) {
      entries++;
    }
    int told = (pack[4] & 0xff) | ((pack[5] & 0xff) << 8);
    if (told != COUNT_UNKNOWN && told != entries) {
      throw new IllegalArgumentException(entries + " elements where " + told + " were announced");
    }
    return entries;
  }

  private static int checkedNext(byte[] bytes, int at, int limit) {
    int kind = bytes[at] & 0xff;
    if (kind > 0xf4) {
      throw new IllegalArgumentException("unknown kind of element: " + kind);
    }
    // What the size of a text is read from must be there before it is read.
    int head = isNumber(kind) ? 1 : textStart(bytes, at) - at;
    long size = Long.MAX_VALUE;
    if (at + head <= limit) {
      int behindKind = contentSize(bytes, at); // Of a text of 2^31 bytes or more, negative.
      size = behindKind < head ? Long.MAX_VALUE : behindKind;
    }
    if (size > limit - at || at + size + lengthSize((int) size) > limit) {
      throw new IllegalArgumentException("an element reaches behind the end, at " + at);
    }
    int next = at + (int) size + lengthSize((int) size);
    if (!isLength(bytes, at + (int) size, next, (int) size)) {
      throw new IllegalArgumentException("the length behind an element is wrong, at " + at);
    }
    return next;
  }

  private static boolean isLength(byte[] bytes, int from, int to, int size) {
    int rest = size;
    for (int i = to - 1; i >= from; i--, rest >>>= 7) {
      if (bytes[i] != (byte) (i == from ? rest : (rest & 0x7f) | 0x80)) {
        return false;
      }
    }
    return true;
  }
}
