package io.sentinelha.server.rdb;

/** A string of a dump where it was read to: good until the next one is read to it. */
final class RdbText {

  /** Enough for a key and for what becomes a record. */
  private static final int USUAL = 4 << 10;

  private final byte[] usual = new byte[USUAL];
  private byte[] array = usual;
  private int length;

  byte[] array() {
    return array;
  }

  int length() {
    return length;
  }

  /** Somewhere to put so many bytes, which are its text from now on. */
  byte[] room(int size) {
    array = size <= USUAL ? usual : new byte[size];
    length = size;
    return array;
  }

  /** From now on it is this array, whole. */
  void set(byte[] whole) {
    array = whole;
    length = whole.length;
  }
}
