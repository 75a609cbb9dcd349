package io.sentinelha.resp;

import io.netty.buffer.ByteBuf;

/**
 * Splits an inline request into arguments as a shell would. Between double quotes {@code \n \r \t
 * \b \a} and {@code \xHH} stand for one byte, and any other escaped character for itself; between
 * single quotes only {@code \'} is special. Behind a closing quote comes a blank or the end.
 *
 * <p>Works in place: an argument never grows by being unquoted, so its bytes are moved to the left
 * within the line.
 */
final class InlineArguments {

  private final ByteBuf line;
  private final int end;
  private int read;
  private int write;

  private InlineArguments(ByteBuf line, int end) {
    this.line = line;
    this.end = end;
    this.read = line.readerIndex();
    this.write = read;
  }

  /**
   * Adds the arguments to the request.
   *
   * @param in the line begins at its reader index
   * @param end index behind the line's last byte
   * @return false if quotes are not balanced
   */
  static boolean split(ByteBuf in, int end, Request into) {
    InlineArguments line = new InlineArguments(in, end);
    while (line.skipBlanks()) {
      int start = line.write;
      if (!line.argument()) {
        return false;
      }
      into.add(start - in.readerIndex(), line.write - start);
    }
    return true;
  }

  private boolean skipBlanks() {
    while (read < end && isBlank(line.getByte(read))) {
      read++;
    }
    return read < end;
  }

  private boolean argument() {
    while (read < end) {
      byte next = line.getByte(read++);
      if (next == '"') {
        return doubleQuoted() && atBoundary();
      }
      if (next == '\'') {
        return singleQuoted() && atBoundary();
      }
      if (endsWord(next)) {
        return true;
      }
      put(next);
    }
    return true;
  }

  private boolean doubleQuoted() {
    while (read < end) {
      byte next = line.getByte(read++);
      if (next == '"') {
        return true;
      }
      if (next == '\\' && read < end) {
        put(escaped());
      } else {
        put(next);
      }
    }
    return false;
  }

  private byte escaped() {
    byte letter = line.getByte(read++);
    if (letter == 'x' && read + 1 < end) {
      int high = Character.digit(line.getByte(read), 16);
      int low = Character.digit(line.getByte(read + 1), 16);
      if (high >= 0 && low >= 0) {
        read += 2;
        return (byte) (16 * high + low);
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

  private boolean singleQuoted() {
    while (read < end) {
      byte next = line.getByte(read++);
      if (next == '\'') {
        return true;
      }
      if (next == '\\' && read < end && line.getByte(read) == '\'') {
        put(line.getByte(read++));
      } else {
        put(next);
      }
    }
    return false;
  }

  private boolean atBoundary() {
    return read == end || isBlank(line.getByte(read));
  }

  private void put(byte value) {
    line.setByte(write++, value);
  }

  /** Fewer than {@link #isBlank}: a vertical tab or a form feed is part of a word, as in Redis. */
  private static boolean endsWord(byte value) {
    return value == ' ' || value == '\t' || value == '\n' || value == '\r';
  }

  /** What C's isspace says. */
  private static boolean isBlank(byte value) {
    return value == ' ' || (value >= '\t' && value <= '\r');
  }
}
