package io.sentinelha.core.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line and its words. Lines and words are byte strings here (one character per byte, 0 to 255);
 * {@link #toText} and {@link #toBytes} lead to real text and back.
 *
 * <p>Words are parted by blanks. A word, or the rest of one, may be quoted: between double quotes
 * {@code \n \r \t \b \a} and {@code \xHH} mean what they mean in C and a backslash takes the
 * meaning from anything else; between single quotes only {@code \'} is special. A closing quote
 * ends the word, so a blank or the end of the line must follow it.
 *
 * @see "redis: src/sds.c, sdssplitargs"
 */
final class Words {

  private static final int UNBALANCED = -1;

  private Words() {}

  /** The words of a line; empty when a quote is not closed or something sticks to a closing one. */
  static Optional<List<String>> split(String line) {
    List<String> words = new ArrayList<>();
    int at = afterBlanks(line, 0);
    while (at < line.length()) {
      StringBuilder word = new StringBuilder();
      at = readWord(line, at, word);
      if (at == UNBALANCED) {
        return Optional.empty();
      }
      words.add(word.toString());
      at = afterBlanks(line, at);
    }
    return Optional.of(words);
  }

  /** Where the first character that is no blank stands, from an index on. */
  static int afterBlanks(String line, int from) {
    int at = from;
    while (at < line.length() && isBlank(line.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** Vertical tab and form feed are skipped before a word but do not end one. */
  private static boolean endsWord(char c) {
    return isBlank(c) && c != '\u000b' && c != '\f';
  }

  private static int readWord(String line, int from, StringBuilder word) {
    int at = from;
    while (at < line.length() && !endsWord(line.charAt(at))) {
      char c = line.charAt(at++);
      if (c == '"') {
        return afterClosingQuote(line, readDoubleQuoted(line, at, word));
      }
      if (c == '\'') {
        return afterClosingQuote(line, readSingleQuoted(line, at, word));
      }
      word.append(c);
    }
    return at;
  }

  private static int afterClosingQuote(String line, int at) {
    boolean followed = at != UNBALANCED && at < line.length() && !isBlank(line.charAt(at));
    return followed ? UNBALANCED : at;
  }

  private static int readDoubleQuoted(String line, int from, StringBuilder word) {
    int at = from;
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '"') {
        return at;
      }
      if (c == '\\' && isHexByte(line, at)) {
        word.append((char) Integer.parseInt(line, at + 1, at + 3, 16));
        at += 3;
      } else if (c == '\\' && at < line.length()) {
        word.append(unescaped(line.charAt(at++)));
      } else {
        word.append(c);
      }
    }
    return UNBALANCED;
  }

  private static boolean isHexByte(String line, int at) {
    return at + 2 < line.length()
        && line.charAt(at) == 'x'
        && isHexDigit(line.charAt(at + 1))
        && isHexDigit(line.charAt(at + 2));
  }

  private static boolean isHexDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static char unescaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> '\u0007';
      default -> c;
    };
  }

  private static int readSingleQuoted(String line, int from, StringBuilder word) {
    int at = from;
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '\'') {
        return at;
      }
      if (c == '\\' && at < line.length() && line.charAt(at) == '\'') {
        word.append('\'');
        at++;
      } else {
        word.append(c);
      }
    }
    return UNBALANCED;
  }

  /** A line that splits into exactly these words; each is quoted only when it must be. */
  static String join(List<String> words) {
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      line.append(line.isEmpty() ? "" : " ").append(quote(word));
    }
    return line.toString();
  }

  /**
   * A spelling of the word that is read back as one word. Bytes above 127 are quoted too, though
   * Redis would read them bare: other tools split at blanks that only their locale knows.
   */
  static String quote(String word) {
    return needsQuotes(word) ? quoted(word) : word;
  }

  private static boolean needsQuotes(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c <= ' ' || c > '~' || c == '"' || c == '\'') {
        return true;
      }
    }
    return word.isEmpty();
  }

  private static String quoted(String word) {
    StringBuilder text = new StringBuilder("\"");
    word.chars().forEach(c -> text.append(escaped((char) c)));
    return text.append('"').toString();
  }

  private static String escaped(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\b' -> "\\b";
      case '\u0007' -> "\\a";
      default -> c < ' ' || c == 127 ? String.format("\\x%02x", (int) c) : String.valueOf(c);
    };
  }

  /** The bytes of a text in UTF-8, one character each. */
  static String toBytes(String text) {
    return isAscii(text)
        ? text
        : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** The text whose UTF-8 bytes these are; empty when they are no UTF-8. */
  static Optional<String> toText(String bytes) {
    if (isAscii(bytes)) {
      return Optional.of(bytes);
    }
    try {
      ByteBuffer raw = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(raw).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }

  /** A text as it can stand in a message: on one line, with control characters made visible. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                shown.append(String.format("\\x%02x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }
}
