package io.sentinelha.server.engine;

import io.sentinelha.resp.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Finds requests in the bytes of one connection as they arrive, and remembers how far it got in one
 * that is not complete, so that no byte is looked at twice.
 *
 * <p>Positions are kept relative to the start of the request: the caller may move its bytes between
 * calls.
 */
public final class RequestReader {

  /** Longest inline request, and longest line that declares a length. */
  private static final int LINE = 64 << 10;

  private static final int UNKNOWN = -1;

  /** An argument that is more than ten times as long is read with more care. */
  private static final int SHORT = 100_000;

  private static final int UNAUTHENTICATED_ARGUMENTS = 10;
  private static final int UNAUTHENTICATED_BULK = 16 << 10;

  private final Args args = new Args();

  /** Of the next byte to look at. */
  private int position;

  private int missing;
  private int bulk = UNKNOWN;

  /** Whether every length so far was written as we would write it. */
  private boolean canonical;

  public RequestReader() {}

  /** The arguments that {@link #read} found. */
  public Args args() {
    return args;
  }

  /** Bytes that the pending request needs in all, as far as that is known; else 0. */
  public int wanted() {
    return bulk == UNKNOWN ? 0 : position + bulk + 2;
  }

  /**
   * Looks for a request in {@code bytes[from, to)}.
   *
   * @param from where the request that is looked for begins
   * @param most longest argument
   * @return where the next request begins; -1 when more bytes are needed. {@link Args#count} is 0
   *     for an empty request.
   * @throws ProtocolException if the bytes are no request; the stream cannot be read any further
   */
  public int read(byte[] bytes, int from, int to, long most, boolean authenticated)
      throws ProtocolException {
    if (position == 0) {
      args.clear();
      if (from == to) {
        return UNKNOWN;
      }
      int end = authenticated ? readWhole(bytes, from, to, most) : UNKNOWN;
      if (end != UNKNOWN) {
        return end;
      }
      args.clear();
    }
    if (bytes[from] != '*') {
      return readInline(bytes, from, to);
    }
    if (missing == 0 && !readCount(bytes, from, to, authenticated)) {
      return UNKNOWN;
    }
    while (missing > 0) {
      if (!readArgument(bytes, from, to, most, authenticated)) {
        return UNKNOWN;
      }
    }
    int end = from + position;
    args.shift(from);
    args.bind(bytes, canonical ? from : end, end);
    position = 0;
    return end;
  }

  /**
   * Reads a request as nearly all are: it has arrived whole, with few arguments, every length in
   * its shortest form. Nothing is known about one that is not like this.
   */
  private int readWhole(byte[] bytes, int from, int to, long most) {
    if (to - from < 4
        || bytes[from] != '*'
        || bytes[from + 1] < '1'
        || bytes[from + 1] > '9'
        || bytes[from + 2] != '\r'
        || bytes[from + 3] != '\n') {
      return UNKNOWN;
    }
    int at = from + 4;
    for (int i = bytes[from + 1] - '0'; i > 0; i--) {
      if (to - at < 6 || bytes[at] != '$') {
        return UNKNOWN;
      }
      int length = bytes[at + 1] - '0';
      if (length < 0 || length > 9) {
        return UNKNOWN;
      }
      at += 2;
      while (bytes[at] != '\r') {
        int digit = bytes[at] - '0';
        if (digit < 0 || digit > 9 || length == 0 || length > SHORT || ++at == to) {
          return UNKNOWN;
        }
        length = 10 * length + digit;
      }
      int start = at + 2;
      at = start + length;
      if (to - at < 2
          || length > most
          || bytes[start - 1] != '\n'
          || bytes[at] != '\r'
          || bytes[at + 1] != '\n') {
        return UNKNOWN;
      }
      args.add(start, length);
      at += 2;
    }
    args.bind(bytes, from, at);
    return at;
  }

  private boolean readCount(byte[] bytes, int from, int to, boolean authenticated)
      throws ProtocolException {
    int end = lineEnd(bytes, from + 1, to, "too big mbulk count string");
    if (end == UNKNOWN) {
      return false;
    }
    long count = number(bytes, from + 1, end, "invalid multibulk length");
    if (count > Integer.MAX_VALUE) {
      throw error("invalid multibulk length");
    }
    if (count > UNAUTHENTICATED_ARGUMENTS && !authenticated) {
      throw error("unauthenticated multibulk length");
    }
    canonical = true;
    position = end + 2 - from;
    missing = (int) Math.max(0, count);
    return true;
  }

  private boolean readArgument(byte[] bytes, int from, int to, long most, boolean authenticated)
      throws ProtocolException {
    if (bulk == UNKNOWN) {
      int start = from + position;
      int end = lineEnd(bytes, start + 1, to, "too big bulk count string");
      if (end == UNKNOWN) {
        return false;
      }
      if (bytes[start] != '$') {
        throw error("expected '$', got '" + (char) (bytes[start] & 0xff) + "'");
      }
      long length = number(bytes, start + 1, end, "invalid bulk length");
      if (length < 0 || length > most) {
        throw error("invalid bulk length");
      }
      if (length > UNAUTHENTICATED_BULK && !authenticated) {
        throw error("unauthenticated bulk length");
      }
      position = end + 2 - from;
      bulk = (int) length;
    }
    if (to - from - position < bulk + 2L) {
      return false;
    }
    args.add(position, bulk);
    position += bulk;
    // The two bytes behind an argument are skipped, not examined, as Redis does.
    canonical &= bytes[from + position] == '\r' && bytes[from + position + 1] == '\n';
    position += 2;
    bulk = UNKNOWN;
    missing--;
    return true;
  }

  /** Index of the carriage return that ends a line whose end has arrived too. */
  private int lineEnd(byte[] bytes, int from, int to, String tooLong) throws ProtocolException {
    int bound = Math.min(to - 1, from + LINE);
    for (int at = from; at < bound; at++) {
      if (bytes[at] == '\r') {
        return at;
      }
    }
    if (to - from > LINE) {
      throw error(tooLong);
    }
    return UNKNOWN;
  }

  private long number(byte[] bytes, int from, int to, String invalid) throws ProtocolException {
    if (to - from == 1 && bytes[from] >= '0' && bytes[from] <= '9') {
      return (long) bytes[from] - '0';
    }
    try {
      return Numbers.parse(bytes, from, to - from, CommandError.NOT_AN_INTEGER);
    } catch (CommandError e) {
      throw error(invalid);
    }
  }

  private int readInline(byte[] bytes, int from, int to) throws ProtocolException {
    int bound = Math.min(to, from + LINE + 1);
    int at = from + position;
    while (at < bound && bytes[at] != '\n') {
      at++;
    }
    if (at == bound) {
      if (to - from > LINE) {
        throw error("too big inline request");
      }
      position = at - from;
      return UNKNOWN;
    }
    position = 0;
    int end = at > from && bytes[at - 1] == '\r' ? at - 1 : at;
    byte @Nullable [][] words = Words.split(bytes, from, end);
    if (words == null) {
      throw error("unbalanced quotes in request");
    }
    args.clear();
    if (words.length > 0) {
      Args copy = Args.of(words);
      for (int i = 0; i < copy.count(); i++) {
        args.add(copy.start(i), copy.length(i));
      }
      args.bind(copy.buffer(), 0, copy.rawEnd());
    }
    return at + 1;
  }

  private static ProtocolException error(String message) {
    return new ProtocolException("Protocol error: " + message, 0);
  }
}
