package io.sentinelha.resp;

import java.math.BigInteger;
import java.util.List;

/** One value of the protocol, as a client receives it. Immutable. */
public sealed interface RespValue {

  /** A short text without line ends. */
  record SimpleString(String text) implements RespValue {}

  /** An error; the first word is its code. */
  record ErrorReply(String message) implements RespValue {

    /** The code word: {@code ERR}, {@code NOAUTH}. */
    public String code() {
      int blank = message.indexOf(' ');
      return blank < 0 ? message : message.substring(0, blank);
    }
  }

  /** A signed 64-bit number. */
  record Int(long value) implements RespValue {}

  /** Any bytes. */
  record Bulk(Bytes bytes) implements RespValue {

    public String text() {
      return bytes.text();
    }
  }

  /** No value: RESP3's null, or RESP2's null bulk string or null array. */
  record Null() implements RespValue {}

  record Array(List<RespValue> items) implements RespValue {
    public Array {
      items = List.copyOf(items);
    }
  }

  /** Pairs in the order of their arrival. Keys may be any value, and nobody says they differ. */
  record MapValue(List<Pair> pairs) implements RespValue {
    public MapValue {
      pairs = List.copyOf(pairs);
    }
  }

  /** One entry of a {@link MapValue}. */
  record Pair(RespValue key, RespValue value) {}

  /** Items in the order of their arrival; nobody says they differ. */
  record SetValue(List<RespValue> items) implements RespValue {
    public SetValue {
      items = List.copyOf(items);
    }
  }

  /** A message that answers no request; its first item names its kind. */
  record Push(List<RespValue> items) implements RespValue {
    public Push {
      items = List.copyOf(items);
    }
  }

  record Dbl(double value) implements RespValue {}

  record Bool(boolean value) implements RespValue {}

  /**
   * Text for people.
   *
   * @param format three characters: {@code txt} or {@code mkd}
   */
  record Verbatim(String format, String text) implements RespValue {}

  record BigNumber(BigInteger value) implements RespValue {}
}
