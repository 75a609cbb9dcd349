package io.sentinelha.resp;

import io.netty.buffer.ByteBuf;
import java.util.OptionalLong;

/**
 * Finds requests in the bytes of one connection, as they arrive: arrays of bulk strings and the
 * inline form. No byte is looked at twice, however small the pieces are in which it arrives.
 *
 * <p>The bytes of a request stay in the caller's buffer, from its reader index on, until {@link
 * #consume}. Between calls the caller may append to the buffer, or carry its readable bytes over to
 * another one.
 *
 * <p>Differs from Redis in one point: a line longer than {@link Limits#inlineBytes} is refused
 * whether or not its end has arrived, where Redis' verdict depends on how the network cut the
 * stream.
 */
public final class RequestParser {

  private static final int UNKNOWN = -1;

  /** Longest length that is read digit by digit; anything longer takes the careful way. */
  private static final int SHORT_LENGTH = 9;

  private final Limits limits;
  private final Request request = new Request();

  /** Of the stream, before the reader index. */
  private long consumed;

  /** Of the next byte to look at, from the reader index. */
  private int position;

  /** Bytes of the current line that were searched for its end in vain. */
  private int searched;

  /** Arguments still to come; 0 between requests. */
  private int missing;

  /** Length of the argument that is arriving. */
  private int bulk = UNKNOWN;

  private boolean complete;

  public RequestParser(Limits limits) {
    this.limits = limits;
  }

  /**
   * Looks for a request. Empty ones (blank lines, arrays without elements) are skipped. Once it has
   * said yes, it goes on saying so until {@link #consume}.
   *
   * @param authenticated whether the full limits hold, or those before authentication
   * @return whether {@link #request} is complete; if not, more bytes are needed
   * @throws ProtocolException if the bytes are not a request; the stream cannot be read any further
   */
  public boolean parse(ByteBuf in, boolean authenticated) throws ProtocolException {
    while (!complete) {
      if (!in.isReadable()) {
        return false;
      }
      boolean progress =
          in.getByte(in.readerIndex()) == '*' ? parseArray(in, authenticated) : parseInline(in);
      if (!progress) {
        refuseIfTooLarge(in.readableBytes());
        return false;
      }
    }
    request.bind(in, in.readerIndex());
    return true;
  }

  /** The request that {@link #parse} found; valid until {@link #consume}. */
  public Request request() {
    return request;
  }

  /** Drops the request that {@link #parse} found, from the buffer too. */
  public void consume(ByteBuf in) {
    request.clear();
    complete = false;
    skip(in, position);
  }

  /** Bytes of the pending request that are known to be needed in all; 0 when that is not known. */
  public int wanted() {
    return bulk == UNKNOWN ? 0 : position + bulk + 2;
  }

  private boolean parseArray(ByteBuf in, boolean authenticated) throws ProtocolException {
    if (missing == 0) {
      int count = lengthLine(in, "too big mbulk count string", "invalid multibulk length");
      if (count == UNKNOWN) {
        return false;
      }
      if (count == 0) {
        skip(in, position);
        return true;
      }
      if (count > limits.arguments()) {
        throw error("invalid multibulk length", 0);
      }
      if (!authenticated && count > limits.unauthenticatedArguments()) {
        throw error("unauthenticated multibulk length", 0);
      }
      missing = count;
    }
    while (missing > 0) {
      if (!parseArgument(in, authenticated)) {
        return false;
      }
    }
    complete = true;
    return true;
  }

  private boolean parseArgument(ByteBuf in, boolean authenticated) throws ProtocolException {
    if (bulk == UNKNOWN) {
      int line = position;
      int length = lengthLine(in, "too big bulk count string", "invalid bulk length");
      if (length == UNKNOWN) {
        return false;
      }
      if (length > limits.bulkBytes()) {
        throw error("invalid bulk length", line);
      }
      if (!authenticated && length > limits.unauthenticatedBulkBytes()) {
        throw error("unauthenticated bulk length", line);
      }
      refuseIfTooLarge((long) position + length + 2);
      bulk = length;
    }
    // The two bytes behind an argument are skipped, not examined, as Redis does.
    if (in.readableBytes() < position + bulk + 2) {
      return false;
    }
    request.add(position, bulk);
    position += bulk + 2;
    bulk = UNKNOWN;
    missing--;
    return true;
  }

  /**
   * Reads a line of one type character and a length, and moves behind it. A negative count is 0: it
   * announces an empty request.
   *
   * @return {@link #UNKNOWN} while the line has not arrived
   */
  private int lengthLine(ByteBuf in, String tooLong, String invalid) throws ProtocolException {
    int start = in.readerIndex() + position;
    int end = lineEnd(in, start, '\r', tooLong);
    if (end == UNKNOWN || end + 1 >= in.writerIndex()) {
      return UNKNOWN;
    }
    boolean ofArray = position == 0;
    byte type = in.getByte(start);
    if (!ofArray && type != '$') {
      throw error("expected '$', got '" + (char) (type & 0xff) + "'", position);
    }
    long length = length(in, start + 1, end, invalid);
    if (length > Integer.MAX_VALUE || (length < 0 && !ofArray)) {
      throw error(invalid, position);
    }
    position += end + 2 - start;
    searched = 0;
    return (int) Math.max(0, length);
  }

  private long length(ByteBuf in, int from, int end, String invalid) throws ProtocolException {
    int digits = end - from;
    if (digits > 0 && digits <= SHORT_LENGTH && in.getByte(from) > '0') {
      int value = 0;
      int at = from;
      for (int digit; at < end && (digit = in.getByte(at) - '0') >= 0 && digit <= 9; at++) {
        value = 10 * value + digit;
      }
      if (at == end) {
        return value;
      }
    }
    OptionalLong length = Decimal.parse(in, from, digits);
    if (length.isEmpty()) {
      throw error(invalid, position);
    }
    return length.getAsLong();
  }

  private boolean parseInline(ByteBuf in) throws ProtocolException {
    int start = in.readerIndex();
    int end = lineEnd(in, start, '\n', "too big inline request");
    if (end == UNKNOWN) {
      return false;
    }
    int stop = end > start && in.getByte(end - 1) == '\r' ? end - 1 : end;
    if (!InlineArguments.split(in, stop, request)) {
      throw error("unbalanced quotes in request", 0);
    }
    position = end + 1 - start;
    searched = 0;
    if (request.argc() == 0) {
      skip(in, position);
    } else {
      complete = true;
    }
    return true;
  }

  /** Index of the line's end, or {@link #UNKNOWN} while it has not arrived. */
  private int lineEnd(ByteBuf in, int start, char mark, String tooLong) throws ProtocolException {
    int known = in.writerIndex();
    int bound = (int) Math.min(known, (long) start + limits.inlineBytes() + 1);
    int end = in.indexOf(start + searched, bound, (byte) mark);
    if (end >= 0) {
      return end;
    }
    if (bound - start > limits.inlineBytes()) {
      throw error(tooLong, position);
    }
    searched = bound - start;
    return UNKNOWN;
  }

  private void refuseIfTooLarge(long bytes) throws RequestTooLargeException {
    if (bytes > limits.requestBytes()) {
      throw new RequestTooLargeException(limits.requestBytes(), consumed);
    }
  }

  private void skip(ByteBuf in, int bytes) {
    in.skipBytes(bytes);
    consumed += bytes;
    position = 0;
  }

  private ProtocolException error(String message, int offset) {
    return new ProtocolException("Protocol error: " + message, consumed + offset);
  }
}
