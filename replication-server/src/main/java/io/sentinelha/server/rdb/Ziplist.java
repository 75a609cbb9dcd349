package io.sentinelha.server.rdb;

/**
 * A ziplist, which versions before 7.0 wrote: length (4 bytes), where the last element stands (4),
 * count (2), elements, 0xFF. An element is the length of the one before it, its kind and content.
 */
final class Ziplist extends Packed {

  private static final int HEADER = 10;
  private static final int END = 0xff;
  private static final int LONG_LENGTH = 0xfe;
  private static final int UNKNOWN_COUNT = 0xffff;

  private final int count;
  private int seen;
  private int before;
  private int last;

  Ziplist(byte[] bytes, long offset) throws RdbException {
    super("ziplist", bytes, offset);
    if (bytes.length < HEADER + 1 || u32(0) != bytes.length || u8(bytes.length - 1) != END) {
      throw corrupt("its length is wrong or its end is missing");
    }
    count = u16(8);
    at = HEADER;
    last = HEADER;
  }

  @Override
  boolean next() throws RdbException {
    if (at == bytes.length - 1) {
      if (count != UNKNOWN_COUNT && seen != count) {
        throw corrupt(seen + " elements where " + count + " were announced");
      }
      if (u32(4) != last) {
        throw corrupt("the last element is not where it is said to be");
      }
      return false;
    }
    int begin = at;
    lengthBefore();
    need(1);
    int first = u8(at);
    switch (first >>> 6) {
      case 0 -> text(1, first & 0x3f);
      case 1 -> {
        need(2);
        text(2, (first & 0x3f) << 8 | u8(at + 1));
      }
      case 2 -> {
        need(5);
        text(5, Integer.toUnsignedLong(Integer.reverseBytes(i32(at + 1))));
      }
      default -> number(first);
    }
    before = at - begin;
    last = begin;
    seen++;
    return true;
  }

  private void lengthBefore() throws RdbException {
    long length = u8(at);
    if (length == LONG_LENGTH) {
      need(5);
      length = u32(at + 1);
      at += 5;
    } else {
      at++;
    }
    if (length != before) {
      throw corrupt("the length of the element before is wrong");
    }
  }

  private void text(int head, long length) throws RdbException {
    need(head + length);
    found(at + head, (int) length);
    at += head + (int) length;
  }

  private void number(int first) throws RdbException {
    int width =
        switch (first) {
          case 0xc0 -> 2;
          case 0xd0 -> 4;
          case 0xe0 -> 8;
          case 0xf0 -> 3;
          case 0xfe -> 1;
          default -> 0;
        };
    if (width == 0 && (first < 0xf1 || first > 0xfd)) {
      throw corrupt("unknown kind of element: " + first);
    }
    need(1L + width);
    int value = at + 1;
    found(
        switch (width) {
          case 1 -> bytes[value];
          case 2 -> i16(value);
          case 3 -> i24(value);
          case 4 -> i32(value);
          case 8 -> i64(value);
          default -> first - 0xf1;
        });
    at += 1 + width;
  }
}
