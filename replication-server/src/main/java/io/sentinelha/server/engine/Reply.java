package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sentinelha.resp.Bytes;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.Slice;

/**
 * Writes replies, straight into an array, in the protocol of the client. What exists in RESP3 alone
 * is written to RESP2 as Redis does. An aggregate is announced with its size, and exactly so many
 * values must follow; nobody checks.
 */
public final class Reply {

  /** A fuller array is handed over before the command has ended. */
  static final int CHUNK = 64 << 10;

  private static final byte[] EMPTY = new byte[0];
  private static final int SMALL = 1 << 10;
  private static final byte[] OK = ascii("+OK\r\n");
  private static final byte[] NULL2 = ascii("$-1\r\n");
  private static final byte[] NULL_ARRAY2 = ascii("*-1\r\n");
  private static final byte[] NULL3 = ascii("_\r\n");

  private final Drain drain;
  private final Buffers buffers;
  private byte[] out = EMPTY;
  private int at;
  private boolean resp3;
  private boolean muted;
  private long errors;
  private byte[] lastError = EMPTY;
  private long handedOver;

  /** Takes what was written when it becomes too much for one array. */
  @FunctionalInterface
  public interface Drain {
    /** The bytes are good until this returns. */
    void accept(byte[] bytes, int from, int length);
  }

  Reply(Drain drain, Buffers buffers) {
    this.drain = drain;
    this.buffers = buffers;
  }

  public boolean isResp3() {
    return resp3;
  }

  /** From here on in this protocol: 2 or 3. */
  public void protocol(int number) {
    resp3 = number == 3;
  }

  /** Whether what is written from here on is thrown away; returns how it was. */
  boolean mute(boolean on) {
    boolean before = muted;
    muted = on;
    return before;
  }

  /** Error replies so far. */
  public long errors() {
    return errors;
  }

  /** The last of them. */
  public byte[] lastError() {
    return lastError;
  }

  /** Bytes that wait to be handed over. */
  public int pending() {
    return at;
  }

  /** Memory that is held. */
  public int capacity() {
    return out.length;
  }

  /** Bytes that were written so far, handed over or not. */
  public long written() {
    return handedOver + at;
  }

  /** Hands over what was written. */
  public void drain() {
    if (at > 0) {
      int length = at;
      at = 0;
      pass(out, 0, length);
    }
  }

  private void pass(byte[] bytes, int from, int length) {
    handedOver += length;
    drain.accept(bytes, from, length);
  }

  /** Gives the memory back, when nothing is pending. */
  public void release() {
    if (at == 0) {
      buffers.give(out);
      out = EMPTY;
    }
  }

  public Reply ok() {
    return raw(OK);
  }

  /** A simple string, of ASCII characters. */
  public Reply simple(String text) {
    int length = text.length();
    if (begin(length + 3)) {
      out[at++] = '+';
      for (int i = 0; i < length; i++) {
        out[at++] = (byte) text.charAt(i);
      }
      end();
    }
    return this;
  }

  private static boolean isLineEnd(byte b) {
    return b == '\r' || b == '\n';
  }

  /** An error; line ends in it become blanks, those behind it go. */
  public Reply error(String message) {
    return error(message.getBytes(UTF_8));
  }

  /** As {@link #error(String)}, for messages that repeat bytes of the client. */
  public Reply error(byte[] message) {
    errors++;
    lastError = message;
    if (begin(message.length + 3)) {
      out[at++] = '-';
      int end = message.length;
      while (end > 0 && isLineEnd(message[end - 1])) {
        end--;
      }
      for (int i = 0; i < end; i++) {
        out[at++] = isLineEnd(message[i]) ? (byte) ' ' : message[i];
      }
      end();
    }
    return this;
  }

  public Reply integer(long value) {
    return header(':', value);
  }

  /** A bulk string. */
  public Reply bulk(byte[] bytes, int from, int length) {
    if (begin(length + Numbers.LONGEST + 5)) {
      out[at++] = '$';
      at = Numbers.write(out, at, length);
      end();
      System.arraycopy(bytes, from, out, at, length);
      at += length;
      end();
    } else if (!muted) {
      header('$', length);
      drain();
      pass(bytes, from, length);
      begin(2);
      end();
    }
    return this;
  }

  public Reply bulk(byte[] bytes) {
    return bulk(bytes, 0, bytes.length);
  }

  public Reply bulk(Slice slice) {
    return bulk(slice.array(), slice.start(), slice.length());
  }

  public Reply bulk(Bytes bytes) {
    return bulk(bytes.toArray());
  }

  /** A bulk string in UTF-8. */
  public Reply bulk(String text) {
    return bulk(text.getBytes(UTF_8));
  }

  /** A number as a bulk string. */
  public Reply bulk(long value) {
    if (begin(2 * Numbers.LONGEST + 5)) {
      out[at++] = '$';
      at = Numbers.write(out, at, Numbers.length(value));
      end();
      at = Numbers.write(out, at, value);
      end();
    }
    return this;
  }

  /** The text of a string of the store as a bulk string. */
  public Reply text(Object string) {
    return bulk(Items.textArray(string), Items.textStart(string), Items.textLength(string));
  }

  /** No value: {@code $-1}, or RESP3's null. */
  public Reply nil() {
    return raw(resp3 ? NULL3 : NULL2);
  }

  /** No array: {@code *-1}, or RESP3's null. */
  public Reply nilArray() {
    return raw(resp3 ? NULL3 : NULL_ARRAY2);
  }

  public Reply array(long size) {
    return header('*', size);
  }

  /** A map; keys and values must follow alternating, {@code 2 * pairs} in all. */
  public Reply map(long pairs) {
    return resp3 ? header('%', pairs) : header('*', 2 * pairs);
  }

  public Reply set(long size) {
    return header(resp3 ? '~' : '*', size);
  }

  /** An out-of-band message; so many values must follow. */
  public Reply push(long size) {
    return header(resp3 ? '>' : '*', size);
  }

  /** A truth value; 1 or 0 in RESP2. */
  public Reply bool(boolean value) {
    if (!resp3) {
      return integer(value ? 1 : 0);
    }
    return raw(value ? ascii("#t\r\n") : ascii("#f\r\n"));
  }

  /** A double, in 17 significant digits as Redis 7.0 prints it. */
  public Reply dbl(double value) {
    byte[] digits = ascii(Doubles.format(value));
    if (!resp3) {
      return bulk(digits);
    }
    if (begin(digits.length + 3)) {
      out[at++] = ',';
      System.arraycopy(digits, 0, out, at, digits.length);
      at += digits.length;
      end();
    }
    return this;
  }

  /** Text for people: {@code txt} or {@code mkd}. */
  public Reply verbatim(String format, String text) {
    if (!resp3) {
      return bulk(text);
    }
    byte[] content = (format + ":" + text).getBytes(UTF_8);
    header('=', content.length);
    return raw(content).raw(new byte[] {'\r', '\n'});
  }

  /** Bytes that are encoded already. */
  public Reply raw(byte[] bytes) {
    return raw(bytes, 0, bytes.length);
  }

  /** Bytes that are encoded already. */
  public Reply raw(byte[] bytes, int from, int length) {
    if (begin(length)) {
      System.arraycopy(bytes, from, out, at, length);
      at += length;
    } else if (!muted) {
      drain();
      pass(bytes, from, length);
    }
    return this;
  }

  private Reply header(char type, long number) {
    if (begin(Numbers.LONGEST + 3)) {
      out[at++] = (byte) type;
      at = Numbers.write(out, at, number);
      end();
    }
    return this;
  }

  private void end() {
    out[at++] = '\r';
    out[at++] = '\n';
  }

  /** Whether so many bytes may be written into the array now; if not, they are too many for it. */
  private boolean begin(int more) {
    if (muted) {
      return false;
    }
    if (out.length - at >= more) {
      return true;
    }
    if (more > CHUNK) {
      return false;
    }
    if (at + more > CHUNK) {
      drain();
    }
    if (out.length < at + more) {
      int size = Math.max(SMALL, Integer.highestOneBit(at + more - 1) << 1);
      byte[] grown = buffers.take(Math.min(CHUNK, Math.max(size, at + more)));
      System.arraycopy(out, 0, grown, 0, at);
      buffers.give(out);
      out = grown;
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(UTF_8);
  }
}
