package io.sentinelha.server.diff;

import java.util.List;
import java.util.Locale;

/**
 * One request of a stream.
 *
 * @param client 0 for the one that sends most, 1 for the one that may block
 * @param words one character per byte; none for a short rest in which keys expire
 */
record Step(int client, List<String> words) {

  private static final int SHOWN = 200;

  Step {
    words = List.copyOf(words);
  }

  boolean isRest() {
    return words.isEmpty();
  }

  String name() {
    return words.get(0).toLowerCase(Locale.ROOT);
  }

  /** As a person would type it. */
  @Override
  public String toString() {
    if (isRest()) {
      return "(rest)";
    }
    StringBuilder line = new StringBuilder(client == 0 ? "" : "client " + client + ": ");
    for (String all : words) {
      String word = all.length() > SHOWN ? all.substring(0, SHOWN) + "..." : all;
      boolean plain = !word.isEmpty() && word.chars().allMatch(c -> c > ' ' && c < 127);
      line.append(plain ? word : quoted(word)).append(' ');
    }
    return line.toString().trim();
  }

  private static String quoted(String word) {
    StringBuilder text = new StringBuilder("\"");
    word.chars()
        .forEach(
            c -> {
              if (c < ' ' || c > 126 || c == '"' || c == '\\') {
                text.append(String.format("\\x%02x", c));
              } else {
                text.append((char) c);
              }
            });
    return text.append('"').toString();
  }
}
