package io.sentinelha.core.recorder;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Bytes in the making. Small numbers are short; a text that came before in the same segment is a
 * number, so that a hello which is heard again and again costs two bytes.
 */
class Output {

  /** Shorter texts are not worth a number; longer ones are unlikely to come again. */
  static final int SHORTEST_KNOWN = 4;

  static final int LONGEST_KNOWN = 512;
  static final int MOST_KNOWN = 1 << 14;

  private static final int FIRST_SIZE = 1 << 10;
  private static final int LARGEST_IDLE = 1 << 20;

  private final Redaction redaction;
  private final References references = new References();
  private final Map<String, Integer> known = new HashMap<>();
  private final IdentityHashMap<Object, Integer> shared = new IdentityHashMap<>();
  private byte[] bytes = new byte[FIRST_SIZE];
  private int size;

  Output(Redaction redaction) {
    this.redaction = redaction;
  }

  Redaction redaction() {
    return redaction;
  }

  References references() {
    return references;
  }

  /** Begins a segment: nothing is known. */
  void forget() {
    known.clear();
    shared.clear();
  }

  /** Begins a record; what is known stays so. */
  void clear() {
    size = 0;
    if (bytes.length > LARGEST_IDLE) {
      bytes = new byte[FIRST_SIZE];
    }
  }

  int size() {
    return size;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }

  /** CRC32C of what was written. */
  int checksum() {
    return checksum(0);
  }

  private int checksum(int from) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, size - from);
    return (int) crc.getValue();
  }

  /** Takes away what was written from there on, and returns its checksum. */
  final int cut(int from) {
    int checksum = checksum(from);
    size = from;
    return checksum;
  }

  void octet(int value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = (byte) value;
  }

  /** Four bytes, the lowest first. */
  void fixed(int value) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      octet(value >>> shift);
    }
  }

  /** Seven bits a byte, the lowest first. */
  void count(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      octet((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    octet((int) rest);
  }

  /** Any number; those near zero are short. */
  void number(long value) {
    count((value << 1) ^ (value >> 63));
  }

  /** A text, or the number of one that is known. */
  void text(String text) {
    Integer number = known.get(text);
    if (number != null) {
      count(number + 1);
      return;
    }
    count(0);
    literal(text);
    if (isWorthKnowing(text, known.size())) {
      known.put(text, known.size());
    }
  }

  static boolean isWorthKnowing(String text, int known) {
    return text.length() >= SHORTEST_KNOWN && text.length() <= LONGEST_KNOWN && known < MOST_KNOWN;
  }

  /**
   * Each char by itself, as UTF-8 writes one: unlike with real UTF-8, every text comes back as it
   * was, half a surrogate pair included.
   */
  final void literal(String text) {
    count(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        octet(c);
      } else if (c < 0x800) {
        octet(0xc0 | (c >> 6));
        octet(0x80 | (c & 0x3f));
      } else {
        octet(0xe0 | (c >> 12));
        octet(0x80 | ((c >> 6) & 0x3f));
        octet(0x80 | (c & 0x3f));
      }
    }
  }

  /** An object that many others contain: written once, by number from then on. */
  void shared(Object value, Runnable write) {
    Integer number = shared.get(value);
    if (number != null) {
      count(number + 1);
      return;
    }
    count(0);
    write.run();
    shared.put(value, shared.size());
  }

  /** Whether maps must be written in the order of their keys, whatever their own order is. */
  boolean isSorting() {
    return false;
  }

  /** Appends another's bytes as they are. */
  final void append(Output other) {
    for (int i = 0; i < other.size; i++) {
      octet(other.bytes[i]);
    }
  }

  /** Writes a record around what another wrote: its length, the bytes, their checksum. */
  void frame(Output body) {
    count(body.size);
    append(body);
    fixed(body.checksum());
  }

  /** Something that is archived elsewhere, by its name. */
  final void reference(Class<?> type, Object value) {
    number(references.name(type, value));
  }
}
