package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The words of a line, as inline requests and configuration files have them: parted by blanks; a
 * word or the rest of one may be quoted, with C's escapes between double quotes and only {@code \'}
 * between single ones. A closing quote ends the word.
 *
 * @see "redis: src/sds.c, sdssplitargs"
 */
public final class Words {

  private final byte[] line;
  private final int end;
  private int at;

  private Words(byte[] line, int from, int end) {
    this.line = line;
    this.at = from;
    this.end = end;
  }

  /** The words; null when a quote is not closed or something sticks to a closing one. */
  public static byte @Nullable [][] split(byte[] line, int from, int end) {
    Words words = new Words(line, from, endOfText(line, from, end));
    List<byte[]> all = new ArrayList<>();
    while (words.skipBlanks()) {
      byte[] word = words.next();
      if (word == null) {
        return null;
      }
      all.add(word);
    }
    return all.toArray(byte[][]::new);
  }

  /** A byte 0 ends the line, whatever comes behind it. */
  private static int endOfText(byte[] line, int from, int end) {
    int at = from;
    while (at < end && line[at] != 0) {
      at++;
    }
    return at;
  }

  /** The text as one word: between quotes unless it is plain. */
  public static String quoted(String text) {
    if (!text.isEmpty()
        && text.chars().allMatch(c -> c > '"' && c < 0x7f && c != '\'' && c != '\\')) {
      return text;
    }
    return inQuotes(text.getBytes(UTF_8));
  }

  /** A word between quotes, of printable ASCII characters only. */
  static String inQuotes(byte[] text) {
    StringBuilder word = new StringBuilder(text.length + 2).append('"');
    for (byte b : text) {
      int c = b & 0xff;
      switch (c) {
        case '"', '\\' -> word.append('\\').append((char) c);
        case '\n' -> word.append("\\n");
        case '\r' -> word.append("\\r");
        case '\t' -> word.append("\\t");
        case '\b' -> word.append("\\b");
        case 7 -> word.append("\\a");
        default -> {
          if (c >= ' ' && c < 0x7f) {
            word.append((char) c);
          } else {
            word.append(String.format(Locale.ROOT, "\\x%02x", c));
          }
        }
      }
    }
    return word.append('"').toString();
  }

  private boolean skipBlanks() {
    while (at < end && isBlank(line[at])) {
      at++;
    }
    return at < end;
  }

  private byte @Nullable [] next() {
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    while (at < end && !endsWord(line[at])) {
      byte c = line[at++];
      if (c == '"' || c == '\'') {
        boolean closed = c == '"' ? doubleQuoted(word) : singleQuoted(word);
        return closed && (at == end || isBlank(line[at])) ? word.toByteArray() : null;
      }
      word.write(c);
    }
    return word.toByteArray();
  }

  private boolean doubleQuoted(ByteArrayOutputStream word) {
    while (at < end) {
      byte c = line[at++];
      if (c == '"') {
        return true;
      }
      word.write(c == '\\' && at < end ? escaped() : c);
    }
    return false;
  }

  private int escaped() {
    byte letter = line[at++];
    if (letter == 'x' && at + 1 < end) {
      int high = Character.digit(line[at], 16);
      int low = Character.digit(line[at + 1], 16);
      if (high >= 0 && low >= 0) {
        at += 2;
        return 16 * high + low;
      }
    }
    return switch (letter) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> 7;
      default -> letter;
    };
  }

  private boolean singleQuoted(ByteArrayOutputStream word) {
    while (at < end) {
      byte c = line[at++];
      if (c == '\'') {
        return true;
      }
      boolean quote = c == '\\' && at < end && line[at] == '\'';
      word.write(quote ? line[at++] : c);
    }
    return false;
  }

  /** Fewer than {@link #isBlank}: a vertical tab or a form feed is part of a word, as in Redis. */
  private static boolean endsWord(byte c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  /** What C's isspace says. */
  private static boolean isBlank(byte c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
