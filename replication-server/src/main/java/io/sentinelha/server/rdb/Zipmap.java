package io.sentinelha.server.rdb;

/**
 * A zipmap, which versions before 2.6 wrote: count (1 byte), then field and value by turns, 0xFF.
 * Behind the length of a value stands how many bytes behind it are unused.
 */
final class Zipmap extends Packed {

  private static final int END = 0xff;
  private static final int LONG_LENGTH = 0xfe;

  private int seen;
  private boolean isValue;

  Zipmap(byte[] bytes, long offset) throws RdbException {
    super("zipmap", bytes, offset);
    if (bytes.length < 2 || u8(bytes.length - 1) != END) {
      throw corrupt("its end is missing");
    }
    at = 1;
  }

  @Override
  boolean next() throws RdbException {
    if (at == bytes.length - 1) {
      int count = u8(0);
      if (isValue || (count < LONG_LENGTH && seen != 2 * count)) {
        throw corrupt(seen / 2 + " fields where " + count + " were announced");
      }
      return false;
    }
    long length = u8(at);
    if (length == LONG_LENGTH) {
      need(5);
      length = u32(at + 1);
      at += 5;
    } else if (length == END) {
      throw corrupt("an end in the middle");
    } else {
      at++;
    }
    int unused = 0;
    if (isValue) {
      need(1);
      unused = u8(at++);
    }
    need(length + unused);
    found(at, (int) length);
    at += (int) length + unused;
    isValue = !isValue;
    seen++;
    return true;
  }
}
