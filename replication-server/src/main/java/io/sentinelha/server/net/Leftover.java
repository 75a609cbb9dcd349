package io.sentinelha.server.net;

import io.netty.buffer.ByteBuf;
import io.sentinelha.server.engine.Buffers;

/**
 * What a client has sent and the server has not run, in an array that is lent as long as it is so.
 */
final class Leftover {

  private static final byte[] NONE = new byte[0];

  private byte[] bytes = NONE;
  private int from;
  private int to;

  Leftover() {}

  int length() {
    return to - from;
  }

  /** Bytes that the array has room for beside them. */
  int free() {
    return bytes.length - length();
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where in the array it begins. */
  int from() {
    return from;
  }

  /** Where in the array it ends. */
  int to() {
    return to;
  }

  /**
   * Takes over what has not been run of an array that belongs to others; nothing was left before.
   */
  void take(byte[] others, int start, int end, int room, Buffers buffers) {
    bytes = buffers.take(Math.max(end - start, room));
    System.arraycopy(others, start, bytes, 0, end - start);
    to = end - start;
  }

  /** Puts it at the beginning of an array, and is empty then. */
  void moveTo(byte[] other, Buffers buffers) {
    System.arraycopy(bytes, from, other, 0, length());
    clear(buffers);
  }

  /**
   * More has come.
   *
   * @param wanted bytes of the request that it is the beginning of, as far as that is known
   */
  void append(ByteBuf more, int length, int wanted, Buffers buffers) {
    if (bytes.length - to < length) {
      int size = length();
      long grown = Math.max((long) size + length, Math.min(2L * size, Integer.MAX_VALUE - 8L));
      long hoped = Math.min(wanted, 2L * size + NetServer.INBOX);
      long enough = Math.min(Math.max(grown, hoped), Integer.MAX_VALUE - 8L);
      byte[] larger = buffers.take((int) enough);
      System.arraycopy(bytes, from, larger, 0, size);
      buffers.give(bytes);
      bytes = larger;
      from = 0;
      to = size;
    }
    more.readBytes(bytes, to, length);
    to += length;
  }

  /** It was run up to there in the array. */
  void ranTo(int end, Buffers buffers) {
    from = end;
    if (from >= to) { // It may have been cleared meanwhile.
      clear(buffers);
    }
  }

  /** Nobody is interested in it any more. */
  void clear(Buffers buffers) {
    buffers.give(bytes);
    bytes = NONE;
    from = 0;
    to = 0;
  }
}
