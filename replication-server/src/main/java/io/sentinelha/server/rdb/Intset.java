package io.sentinelha.server.rdb;

/** A set of whole numbers: width of one (4 bytes), count (4), the numbers in ascending order. */
final class Intset extends Packed {

  private static final int HEADER = 8;

  private final int width;
  private long before;

  Intset(byte[] bytes, long offset) throws RdbException {
    super("intset", bytes, offset);
    width = bytes.length < HEADER ? 0 : i32(0);
    if ((width != 2 && width != 4 && width != 8) || u32(4) * width != bytes.length - HEADER) {
      throw corrupt("its width or its length is wrong");
    }
    at = HEADER;
  }

  @Override
  boolean next() throws RdbException {
    if (at == bytes.length) {
      return false;
    }
    long value = width == 2 ? i16(at) : width == 4 ? i32(at) : i64(at);
    if (at > HEADER && value <= before) {
      throw corrupt("the numbers do not ascend");
    }
    found(value);
    before = value;
    at += width;
    return true;
  }
}
