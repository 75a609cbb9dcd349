package io.sentinelha.resp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * Appends replies to a buffer, in the protocol of the connection. What exists in RESP3 alone is
 * written to RESP2 as Redis does: a map as a flat array, a set or a push as an array, a boolean as
 * 1 or 0, a double or verbatim text as a bulk string.
 *
 * <p>An aggregate is announced with its size, and exactly so many values must follow; nobody
 * checks. All methods return the writer itself.
 */
public final class RespWriter {

  private static final int CRLF = '\r' << 8 | '\n';
  private static final byte[] OK = {'+', 'O', 'K', '\r', '\n'};

  private ByteBuf out;
  private Protocol protocol;
  private long errors;

  public RespWriter(ByteBuf out, Protocol protocol) {
    this.out = out;
    this.protocol = protocol;
  }

  /** From here on replies go to another buffer. */
  public void redirect(ByteBuf target) {
    out = target;
  }

  /** From here on replies are in this protocol. */
  public void protocol(Protocol newProtocol) {
    protocol = newProtocol;
  }

  public Protocol protocol() {
    return protocol;
  }

  /** How many error replies were written so far. */
  public long errors() {
    return errors;
  }

  /** The simple string {@code OK}. */
  public RespWriter ok() {
    out.writeBytes(OK);
    return this;
  }

  /** A simple string; line ends in it become blanks. */
  public RespWriter simple(String text) {
    return line('+', text.getBytes(UTF_8));
  }

  /**
   * An error; line ends in it become blanks.
   *
   * @param message begins with the code word: {@code ERR syntax error}
   */
  public RespWriter error(String message) {
    return error(message.getBytes(UTF_8));
  }

  /** As {@link #error(String)}, for messages that repeat bytes of the client. */
  public RespWriter error(byte[] message) {
    errors++;
    return line('-', message);
  }

  public RespWriter integer(long value) {
    header(':', value);
    return this;
  }

  /** A bulk string. */
  public RespWriter bulk(byte[] value) {
    header('$', value.length);
    out.writeBytes(value);
    return end();
  }

  /** A bulk string. */
  public RespWriter bulk(Bytes value) {
    return bulk(value.content());
  }

  /** A bulk string in UTF-8. */
  public RespWriter bulk(String text) {
    int length = ByteBufUtil.utf8Bytes(text);
    header('$', length);
    ByteBufUtil.reserveAndWriteUtf8(out, text, length);
    return end();
  }

  /** A number as a bulk string, as most numbers in Redis' maps are. */
  public RespWriter bulk(long value) {
    header('$', Decimal.length(value));
    Decimal.write(out, value);
    return end();
  }

  /** An argument of a request as a bulk string. */
  public RespWriter bulk(Request request, int index) {
    header('$', request.length(index));
    request.writeTo(out, index);
    return end();
  }

  /** No bulk string: {@code $-1}, or RESP3's null. */
  public RespWriter nullBulk() {
    return isResp3() ? resp3Null() : raw('$', '-', '1');
  }

  /** No array: {@code *-1}, or RESP3's null. */
  public RespWriter nullArray() {
    return isResp3() ? resp3Null() : raw('*', '-', '1');
  }

  /** An array; so many values must follow. */
  public RespWriter array(int size) {
    header('*', size);
    return this;
  }

  /** A map; keys and values must follow alternating, {@code 2 * pairs} in all. */
  public RespWriter map(int pairs) {
    if (isResp3()) {
      header('%', pairs);
    } else {
      header('*', 2L * pairs);
    }
    return this;
  }

  /** A set; so many values must follow. */
  public RespWriter set(int size) {
    header(isResp3() ? '~' : '*', size);
    return this;
  }

  /** An out-of-band message; so many values must follow, the first of which names its kind. */
  public RespWriter push(int size) {
    header(isResp3() ? '>' : '*', size);
    return this;
  }

  /** A floating-point number, in the fewest digits that read back as the same number. */
  public RespWriter dbl(double value) {
    String digits = Decimal.format(value);
    if (!isResp3()) {
      return bulk(digits);
    }
    return line(',', digits.getBytes(UTF_8));
  }

  /** A truth value; 1 or 0 in RESP2. */
  public RespWriter bool(boolean value) {
    if (!isResp3()) {
      return integer(value ? 1 : 0);
    }
    out.writeByte('#').writeByte(value ? 't' : 'f');
    return end();
  }

  /**
   * Text for people, which tools show as it is.
   *
   * @param format of exactly three ASCII characters: {@code txt} or {@code mkd}
   */
  public RespWriter verbatim(String format, String text) {
    if (!isResp3()) {
      return bulk(text);
    }
    if (format.length() != 3) {
      throw new IllegalArgumentException("format must have 3 characters: got '" + format + "'");
    }
    byte[] content = text.getBytes(UTF_8);
    header('=', content.length + 4L);
    ByteBufUtil.writeAscii(out, format);
    out.writeByte(':').writeBytes(content);
    return end();
  }

  private boolean isResp3() {
    return protocol == Protocol.RESP3;
  }

  private RespWriter resp3Null() {
    out.writeByte('_');
    return end();
  }

  private RespWriter raw(char first, char second, char third) {
    out.writeByte(first).writeByte(second).writeByte(third);
    return end();
  }

  private RespWriter line(char type, byte[] text) {
    out.ensureWritable(text.length + 3).writeByte(type);
    for (byte value : text) {
      out.writeByte(value == '\r' || value == '\n' ? ' ' : value);
    }
    return end();
  }

  private void header(char type, long number) {
    if (number >= 0 && number <= 9) {
      out.writeInt(type << 24 | ('0' + (int) number) << 16 | CRLF);
      return;
    }
    out.writeByte(type);
    Decimal.write(out, number);
    end();
  }

  private RespWriter end() {
    out.writeShort(CRLF);
    return this;
  }
}
