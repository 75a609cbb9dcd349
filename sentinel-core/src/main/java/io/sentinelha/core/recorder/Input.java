package io.sentinelha.core.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads what {@link Output} wrote. What cannot be read is a {@link BadRecording}. */
final class Input {

  private final References references = new References();
  private final List<String> known = new ArrayList<>();
  private final List<Object> shared = new ArrayList<>();
  private byte[] bytes = {};
  private int at;
  private int end;

  References references() {
    return references;
  }

  /** Reads these bytes next; what is known stays so. */
  void open(byte[] source, int from, int to) {
    bytes = source;
    at = from;
    end = to;
  }

  int remaining() {
    return end - at;
  }

  int octet() {
    if (at == end) {
      throw new BadRecording("the record ends too early");
    }
    return bytes[at++] & 0xff;
  }

  int fixed() {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      value |= octet() << shift;
    }
    return value;
  }

  long count() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = octet();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new BadRecording("a number is too long");
  }

  long number() {
    long value = count();
    return (value >>> 1) ^ -(value & 1);
  }

  /** How many of something follow, each at least one byte. */
  int length() {
    long length = count();
    if (length < 0 || length > remaining()) {
      throw new BadRecording("a length of " + length + " where " + remaining() + " bytes are left");
    }
    return (int) length;
  }

  /** A number that must be below a bound. */
  int index(int bound) {
    long value = count();
    if (value < 0 || value >= bound) {
      throw new BadRecording("number " + value + " of " + bound);
    }
    return (int) value;
  }

  String text() {
    int number = index(known.size() + 1);
    if (number > 0) {
      return known.get(number - 1);
    }
    String text = literal();
    if (Output.isWorthKnowing(text, known.size())) {
      known.add(text);
    }
    return text;
  }

  private String literal() {
    char[] chars = new char[length()];
    for (int i = 0; i < chars.length; i++) {
      int first = octet();
      if (first < 0x80) {
        chars[i] = (char) first;
      } else if (first < 0xe0) {
        chars[i] = (char) (((first & 0x1f) << 6) | (octet() & 0x3f));
      } else {
        chars[i] = (char) (((first & 0x0f) << 12) | ((octet() & 0x3f) << 6) | (octet() & 0x3f));
      }
    }
    return new String(chars);
  }

  Object shared(Supplier<Object> read) {
    int number = index(shared.size() + 1);
    if (number > 0) {
      return shared.get(number - 1);
    }
    Object value = read.get();
    shared.add(value);
    return value;
  }

  Object reference(Class<?> type) {
    return references.find(type, number());
  }
}
