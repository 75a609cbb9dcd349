package io.sentinelha.resp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads replies from the bytes of one connection as they arrive, in either protocol. What belongs
 * to a complete value, or to a complete part of one, is taken from the buffer at once.
 *
 * <p>Attributes and streamed values of RESP3 are refused: no server sends them unasked.
 */
public final class RespReader {

  private static final int CRLF_LENGTH = 2;

  private final ReplyLimits limits;
  private final Deque<Aggregate> open = new ArrayDeque<>();
  private long consumed;
  private long elements;

  /** Bytes of the current line that were searched for its end in vain. */
  private int searched;

  public RespReader(ReplyLimits limits) {
    this.limits = limits;
  }

  /**
   * Reads one value.
   *
   * @param in read from its reader index on; what is left over must come again, followed by more
   * @return empty while the value is not complete
   * @throws ProtocolException if the bytes are not RESP or exceed a limit; the stream cannot be
   *     read any further
   */
  public Optional<RespValue> read(ByteBuf in) throws ProtocolException {
    while (true) {
      int depth = open.size();
      RespValue value = readPart(in);
      if (value == null) {
        if (open.size() > depth) {
          continue; // An aggregate was opened; its first item may be there already.
        }
        return Optional.empty();
      }
      value = close(value);
      if (value != null) {
        elements = 0;
        return Optional.of(value);
      }
    }
  }

  /** Puts a value into the innermost aggregate, and that into the next if it is full now. */
  private @Nullable RespValue close(RespValue complete) {
    RespValue value = complete;
    while (true) {
      Aggregate innermost = open.peek();
      if (innermost == null) {
        return value;
      }
      innermost.items.add(value);
      if (innermost.items.size() < innermost.size) {
        return null;
      }
      open.pop();
      value = innermost.toValue();
    }
  }

  /** A value without parts; null when bytes are missing or an aggregate was opened. */
  private @Nullable RespValue readPart(ByteBuf in) throws ProtocolException {
    int start = in.readerIndex();
    int end = lineEnd(in, start);
    if (end < 0) {
      return null;
    }
    char type = (char) in.getByte(start);
    RespValue value;
    switch (type) {
      case '$', '=', '!' -> {
        int length = length(in, start, end, limits.bulkBytes(), type == '$');
        if (length >= 0) {
          return readBulk(in, type, end + CRLF_LENGTH, length);
        }
        value = new RespValue.Null();
      }
      case '*', '%', '~', '>' -> {
        int size = length(in, start, end, limits.elements(), type == '*');
        if (size > 0) {
          open(type, size);
          take(in, end + CRLF_LENGTH);
          return null;
        }
        value = size < 0 ? new RespValue.Null() : new Aggregate(type, 0).toValue();
      }
      default -> value = scalar(in, type, start, end);
    }
    take(in, end + CRLF_LENGTH);
    return value;
  }

  private RespValue scalar(ByteBuf in, char type, int start, int end) throws ProtocolException {
    String line = in.toString(start + 1, end - start - 1, UTF_8);
    RespValue value = ScalarLine.parse(type, line);
    if (value == null) {
      throw error("not a RESP value: '" + type + "' and " + line.length() + " characters");
    }
    return value;
  }

  private @Nullable RespValue readBulk(ByteBuf in, char type, int from, int length)
      throws ProtocolException {
    int end = from + length;
    if (in.writerIndex() - CRLF_LENGTH < end) {
      return null;
    }
    if (in.getByte(end) != '\r' || in.getByte(end + 1) != '\n') {
      throw error("bulk string of " + length + " bytes does not end with CRLF");
    }
    RespValue value;
    if (type == '$') {
      byte[] content = new byte[length];
      in.getBytes(from, content);
      value = new RespValue.Bulk(Bytes.adopt(content));
    } else if (type == '!') {
      value = new RespValue.ErrorReply(in.toString(from, length, UTF_8));
    } else if (length >= 4 && in.getByte(from + 3) == ':') {
      value =
          new RespValue.Verbatim(
              in.toString(from, 3, UTF_8), in.toString(from + 4, length - 4, UTF_8));
    } else {
      throw error("verbatim string without a format");
    }
    take(in, end + CRLF_LENGTH);
    return value;
  }

  /** Index of the line's carriage return; negative while the line has not arrived. */
  private int lineEnd(ByteBuf in, int start) throws ProtocolException {
    int known = in.writerIndex();
    int bound = (int) Math.min(known, (long) start + limits.lineBytes() + 1);
    int end = in.indexOf(start + searched, bound, (byte) '\n');
    if (end < 0) {
      if (bound - start > limits.lineBytes()) {
        throw error("line of more than " + limits.lineBytes() + " bytes");
      }
      searched = bound - start;
      return -1;
    }
    if (end - 1 <= start || in.getByte(end - 1) != '\r') {
      throw error("line is empty or does not end with CRLF");
    }
    return end - 1;
  }

  /** A length or a size; -1, where that is allowed, says null. */
  private int length(ByteBuf in, int start, int end, int most, boolean nullable)
      throws ProtocolException {
    long length = Decimal.parse(in, start + 1, end - start - 1).orElse(Long.MIN_VALUE);
    if (length < (nullable ? -1 : 0)) {
      throw error("invalid length");
    }
    if (length > most) {
      throw error("length " + length + " is more than " + most);
    }
    return (int) length;
  }

  private void open(char type, int size) throws ProtocolException {
    if (open.size() >= limits.depth()) {
      throw error("more than " + limits.depth() + " aggregates within each other");
    }
    long items = type == '%' ? 2L * size : size;
    // Announced items count at once: what can never be accepted is refused at its first line.
    elements += items;
    if (elements > limits.elements()) {
      throw error("reply of more than " + limits.elements() + " values");
    }
    open.push(new Aggregate(type, (int) items));
  }

  private void take(ByteBuf in, int end) {
    consumed += end - in.readerIndex();
    in.readerIndex(end);
    searched = 0;
  }

  private ProtocolException error(String message) {
    return new ProtocolException(message, consumed);
  }

  /**
   * An aggregate whose items are arriving. Its list grows with them, not with what is announced.
   */
  private static final class Aggregate {
    private final char type;
    private final int size;
    private final List<RespValue> items = new ArrayList<>();

    Aggregate(char type, int size) {
      this.type = type;
      this.size = size;
    }

    RespValue toValue() {
      return switch (type) {
        case '~' -> new RespValue.SetValue(items);
        case '>' -> new RespValue.Push(items);
        case '%' -> new RespValue.MapValue(pairs());
        default -> new RespValue.Array(items);
      };
    }

    private List<RespValue.Pair> pairs() {
      List<RespValue.Pair> pairs = new ArrayList<>();
      for (int i = 0; i < items.size(); i += 2) {
        pairs.add(new RespValue.Pair(items.get(i), items.get(i + 1)));
      }
      return pairs;
    }
  }
}
