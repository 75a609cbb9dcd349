package io.sentinelha.server.diff;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/** Replies as trees: a leaf is a text with its type in front, an aggregate a list. */
final class Replies {

  /**
   * An aggregate.
   *
   * @param type its first character
   */
  record Aggregate(char type, List<Object> items) {}

  /** No value, in RESP2; nothing else begins with its letter. */
  private static final String NIL = "nil";

  private final String text;
  private int at;

  private Replies(byte[] bytes) {
    text = new String(bytes, ISO_8859_1);
  }

  static Object tree(byte[] bytes) {
    return new Replies(bytes).next();
  }

  private Object next() {
    int end = text.indexOf("\r\n", at);
    char type = text.charAt(at);
    String head = text.substring(at, end);
    at = end + 2;
    if (type == '*' || type == '~' || type == '>' || type == '%') {
      int count = Integer.parseInt(head.substring(1));
      if (count < 0) {
        return head;
      }
      List<Object> items = new ArrayList<>();
      for (int i = 0; i < (type == '%' ? 2 * count : count); i++) {
        items.add(next());
      }
      return new Aggregate(type, items);
    }
    if (head.equals("$-1")) {
      return NIL;
    }
    if (type == '$' || type == '=') {
      int length = Integer.parseInt(head.substring(1));
      String content = text.substring(at, at + length);
      at += length + 2;
      return type + content;
    }
    return head;
  }

  /**
   * Where a reply ends.
   *
   * @return -1 if it is not complete
   */
  static int end(byte[] bytes, int from, int limit) {
    int line = from;
    while (line < limit && bytes[line] != '\n') {
      line++;
    }
    if (line >= limit) {
      return -1;
    }
    int behind = line + 1;
    switch (bytes[from]) {
      case '*', '~', '>', '%' -> {
        long left = number(bytes, from + 1) * (bytes[from] == '%' ? 2 : 1);
        for (; left > 0 && behind >= 0; left--) {
          behind = end(bytes, behind, limit);
        }
        return behind;
      }
      case '$', '=' -> {
        long length = number(bytes, from + 1);
        long all = length < 0 ? behind : behind + length + 2;
        return all <= limit ? (int) all : -1;
      }
      default -> {
        return behind;
      }
    }
  }

  private static long number(byte[] bytes, int from) {
    int at = bytes[from] == '-' ? from + 1 : from;
    long value = 0;
    for (; bytes[at] != '\r'; at++) {
      value = 10 * value + (bytes[at] - '0');
    }
    return bytes[from] == '-' ? -value : value;
  }
}
