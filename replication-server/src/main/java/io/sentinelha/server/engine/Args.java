package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sentinelha.resp.Bytes;
import io.sentinelha.server.store.Slice;
import java.util.Arrays;
import java.util.Objects;

/**
 * The arguments of one request: places in the array that it was received in. Argument 0 is the name
 * of the command. Valid until the command has run; whoever needs them longer takes a {@link #copy}.
 */
public final class Args {

  private static final int FEW = 8;
  private static final int KEPT = 256;

  private byte[] buffer = new byte[0];

  /** Start and length, alternating. */
  private int[] places = new int[2 * FEW];

  private int count;

  /** The request as it came, if it is an array of bulk strings in its shortest form. */
  private int rawStart;

  private int rawEnd;

  public Args() {}

  /** A request of its own, encoded. */
  public static Args of(byte[]... arguments) {
    Encoder encoder = new Encoder();
    encoder.array(arguments.length);
    Args args = new Args();
    for (byte[] argument : arguments) {
      encoder.bulk(argument, 0, argument.length);
      args.add(encoder.length() - 2 - argument.length, argument.length);
    }
    args.bind(encoder.array(), 0, encoder.length());
    return args;
  }

  /** A request of its own, with these arguments in UTF-8. */
  public static Args of(String... arguments) {
    return of(Arrays.stream(arguments).map(a -> a.getBytes(UTF_8)).toArray(byte[][]::new));
  }

  /** The number of arguments, the command's name included. */
  public int count() {
    return count;
  }

  /** The array that all arguments are in; see {@link #start} and {@link #length}. */
  public byte[] buffer() {
    return buffer;
  }

  public int start(int index) {
    return places[2 * Objects.checkIndex(index, count)];
  }

  public int length(int index) {
    return places[2 * Objects.checkIndex(index, count) + 1];
  }

  /** An argument where it stands. */
  public Slice slice(int index) {
    return new Slice(buffer, start(index), length(index));
  }

  /** A copy of an argument. */
  public byte[] bytes(int index) {
    int start = start(index);
    return Arrays.copyOfRange(buffer, start, start + length(index));
  }

  /** A copy of an argument, as a value. */
  public Bytes value(int index) {
    return Bytes.of(bytes(index));
  }

  /** An argument as errors repeat it: one character per byte, up to a byte 0, as C prints it. */
  public String printed(int index) {
    int from = start(index);
    int length = 0;
    while (length < length(index) && buffer[from + length] != 0) {
      length++;
    }
    return new String(buffer, from, length, ISO_8859_1);
  }

  /** An argument read as UTF-8; what is not UTF-8 becomes U+FFFD. */
  public String text(int index) {
    return new String(buffer, start(index), length(index), UTF_8);
  }

  /**
   * Whether an argument is this word, whatever the case of its ASCII letters.
   *
   * @param word of ASCII characters only
   */
  public boolean is(int index, String word) {
    int length = length(index);
    if (length != word.length()) {
      return false;
    }
    int start = start(index);
    for (int i = 0; i < length; i++) {
      if (fold(buffer[start + i]) != fold(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** An argument as a 64-bit number, refused with Redis' usual words. */
  public long number(int index) {
    return Numbers.parse(buffer, start(index), length(index), CommandError.NOT_AN_INTEGER);
  }

  /** As {@link #number(int)}, with another refusal. */
  public long number(int index, CommandError refusal) {
    return Numbers.parse(buffer, start(index), length(index), refusal);
  }

  /** The request as it goes into a stream: an array of bulk strings. */
  public void encode(Encoder into) {
    if (rawEnd > rawStart) {
      into.raw(buffer, rawStart, rawEnd - rawStart);
      return;
    }
    into.array(count);
    for (int i = 0; i < count; i++) {
      into.bulk(buffer, start(i), length(i));
    }
  }

  /** Where the request stands in {@link #buffer} as it goes into a stream; -1 if it does not. */
  public int rawStart() {
    return rawEnd > rawStart ? rawStart : -1;
  }

  public int rawEnd() {
    return rawEnd;
  }

  /** A request of its own, valid for ever. */
  public Args copy() {
    return from(0);
  }

  /** As {@link #copy()}, without the first arguments. */
  public Args from(int first) {
    byte[][] all = new byte[count - first][];
    for (int i = first; i < count; i++) {
      all[i - first] = bytes(i);
    }
    return of(all);
  }

  /** Bytes of all arguments together. */
  public long size() {
    long size = 0;
    for (int i = 0; i < count; i++) {
      size += length(i);
    }
    return size;
  }

  void clear() {
    count = 0;
    rawStart = 0;
    rawEnd = 0;
    if (places.length > 2 * KEPT) {
      places = new int[2 * FEW];
    }
  }

  void add(int start, int length) {
    int at = 2 * count;
    if (at == places.length) {
      places = Arrays.copyOf(places, 2 * places.length);
    }
    places[at] = start;
    places[at + 1] = length;
    count++;
  }

  /**
   * Says where the arguments are.
   *
   * @param from of the request as it came; {@code to} if it is in no form that may be passed on
   */
  void bind(byte[] array, int from, int to) {
    buffer = array;
    rawStart = from;
    rawEnd = to;
  }

  /** Moves all places: those so far were relative to the start of the request. */
  void shift(int by) {
    for (int i = 0; i < 2 * count; i += 2) {
      places[i] += by;
    }
  }

  private static int fold(int character) {
    return character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
  }
}
