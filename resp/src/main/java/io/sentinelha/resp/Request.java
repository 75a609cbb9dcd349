package io.sentinelha.resp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * One request: a view of the received bytes, argument by argument. Argument 0 is the name of the
 * command. An argument costs memory only when it is asked for as an array or as text.
 *
 * <p>The view is reused: it is valid until the handler that it was given to returns. Who answers
 * later keeps a {@link #copy()}.
 */
public final class Request {

  /** After a request with more arguments than this the memory for their places is given back. */
  private static final int KEPT_ARGUMENTS = 256;

  private static final int FEW_ARGUMENTS = 8;

  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
  private int base;
  private int argc;

  /** Offset from {@link #base} and length, alternating. */
  private int[] places = new int[2 * FEW_ARGUMENTS];

  Request() {}

  /** A request of its own, with these arguments in UTF-8. */
  public static Request of(String... arguments) {
    return of(Arrays.stream(arguments).map(a -> a.getBytes(UTF_8)).toArray(byte[][]::new));
  }

  /** A request of its own, with copies of these arguments. */
  public static Request of(byte[]... arguments) {
    Request request = new Request();
    int offset = 0;
    for (byte[] argument : arguments) {
      request.add(offset, argument.length);
      offset += argument.length;
    }
    ByteBuf all = Unpooled.buffer(Math.max(1, offset));
    for (byte[] argument : arguments) {
      all.writeBytes(argument);
    }
    request.bind(all, 0);
    return request;
  }

  /** The number of arguments, the command's name included; at least 1. */
  public int argc() {
    return argc;
  }

  /** The length of an argument in bytes. */
  public int length(int index) {
    return places[2 * checked(index) + 1];
  }

  /** A copy of an argument. */
  public byte[] bytes(int index) {
    return prefix(index, Integer.MAX_VALUE);
  }

  /** A copy of an argument, as a value. */
  public Bytes value(int index) {
    return Bytes.adopt(bytes(index));
  }

  /** A copy of the first bytes of an argument, all of them if it is no longer than {@code most}. */
  public byte[] prefix(int index, int most) {
    byte[] copy = new byte[Math.min(length(index), most)];
    buffer.getBytes(start(index), copy);
    return copy;
  }

  /** An argument read as UTF-8; what is not UTF-8 becomes U+FFFD. */
  public String text(int index) {
    return buffer.toString(start(index), length(index), UTF_8);
  }

  /**
   * Whether an argument is this word, whatever the case of its ASCII letters. Allocates nothing.
   *
   * @param word of ASCII characters only, in any case
   */
  public boolean is(int index, String word) {
    int length = length(index);
    if (length != word.length()) {
      return false;
    }
    int start = start(index);
    for (int i = 0; i < length; i++) {
      if (fold(buffer.getByte(start + i)) != fold(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * An argument as a signed 64-bit number, exactly as strict as Redis: an optional minus and digits
   * without leading zeros, nothing else.
   *
   * @return empty when it is not such a number
   */
  public OptionalLong integer(int index) {
    return Decimal.parse(buffer, start(index), length(index));
  }

  /** A hash of an argument that is the same for any case of ASCII letters; for name tables. */
  public int foldedHash(int index) {
    int start = start(index);
    int end = start + length(index);
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + fold(buffer.getByte(i));
    }
    return hash;
  }

  /** What {@link #foldedHash(int)} gives for an argument that is this word in ASCII. */
  public static int foldedHash(String word) {
    int hash = 0;
    for (int i = 0; i < word.length(); i++) {
      hash = 31 * hash + fold(word.charAt(i));
    }
    return hash;
  }

  /** A request of its own, with copies of the arguments; valid for ever, for any thread. */
  public Request copy() {
    return tail(0);
  }

  /**
   * As {@link #copy()}, without the first arguments: the request inside a request, as {@code ping}
   * is inside {@code COMMAND GETKEYS ping}.
   *
   * @param first index of the argument that becomes argument 0; less than {@link #argc()}
   */
  public Request tail(int first) {
    Objects.checkIndex(first, argc);
    byte[][] arguments = new byte[argc - first][];
    for (int i = first; i < argc; i++) {
      arguments[i - first] = bytes(i);
    }
    return of(arguments);
  }

  /** Appends an argument's bytes to a buffer. */
  void writeTo(ByteBuf out, int index) {
    out.writeBytes(buffer, start(index), length(index));
  }

  void add(int offset, int length) {
    int at = 2 * argc;
    if (at == places.length) {
      places = Arrays.copyOf(places, 2 * places.length);
    }
    places[at] = offset;
    places[at + 1] = length;
    argc++;
  }

  void bind(ByteBuf bytes, int start) {
    buffer = bytes;
    base = start;
  }

  /** Ends the view: from here on every access fails instead of reading somebody else's bytes. */
  void clear() {
    argc = 0;
    buffer = Unpooled.EMPTY_BUFFER;
    if (places.length > 2 * KEPT_ARGUMENTS) {
      places = new int[2 * FEW_ARGUMENTS];
    }
  }

  private int start(int index) {
    return base + places[2 * checked(index)];
  }

  private int checked(int index) {
    return Objects.checkIndex(index, argc);
  }

  private static int fold(int character) {
    return character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
  }
}
