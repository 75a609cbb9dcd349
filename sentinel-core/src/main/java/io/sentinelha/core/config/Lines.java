package io.sentinelha.core.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The lines of a file as byte strings, and back. */
final class Lines {

  private Lines() {}

  /** Splits at line feeds. Blanks, and carriage returns with them, are cut from the ends. */
  static List<String> of(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      lines.add(trimEnd(line));
    }
    if (lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1); // What follows the last line feed is no line.
    }
    return lines;
  }

  static byte[] toBytes(List<String> lines) {
    String text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Whether a line says nothing: only blanks, or a comment. */
  static boolean isSilent(String line) {
    int at = Words.afterBlanks(line, 0);
    return at == line.length() || line.charAt(at) == '#';
  }

  private static String trimEnd(String line) {
    int end = line.length();
    while (end > 0 && " \t\r".indexOf(line.charAt(end - 1)) >= 0) {
      end--;
    }
    return line.substring(0, end);
  }
}
