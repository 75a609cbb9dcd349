package io.sentinelha.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Arguments as configuration lines. An argument that begins with two dashes opens a line, others
 * are its values. Directly after a name that has no value yet, an argument is a value even if it
 * begins with dashes, so that a password may; {@code --save} and {@code --sentinel} are excepted.
 *
 * <p>A name and its values may also be one argument: {@code "--port 26380"}.
 *
 * @param lines byte strings, as {@link Words} splits them
 * @param readsStdin whether {@code -} is among the arguments
 * @see "redis: src/server.c, main"
 */
record CommandLine(List<String> lines, boolean readsStdin) {

  static CommandLine of(List<String> arguments) {
    List<String> options = new ArrayList<>(arguments);
    boolean first = !options.isEmpty() && options.get(0).equals("-");
    if (first) {
      options.remove(0);
    }
    boolean last = !options.isEmpty() && options.get(options.size() - 1).equals("-");
    if (last) {
      options.remove(options.size() - 1);
    }
    return new CommandLine(toLines(options), first || last);
  }

  private static List<String> toLines(List<String> options) {
    List<String> lines = new ArrayList<>();
    boolean wantsValue = false;
    for (String option : options) {
      if (option.startsWith("--") && !wantsValue) {
        lines.add(Words.toBytes(option.substring(2)));
        wantsValue = isBareName(option) && !mayBeBare(option);
      } else {
        appendValue(lines, Words.quote(Words.toBytes(option)));
        wantsValue = false;
      }
    }
    return lines.stream().map(CommandLine::withValue).toList();
  }

  /**
   * Values before any name stand on a line of their own, where they are found to be no directive.
   */
  private static void appendValue(List<String> lines, String value) {
    if (lines.isEmpty()) {
      lines.add(value);
    } else {
      lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " " + value);
    }
  }

  private static boolean isBareName(String option) {
    return option.strip().indexOf(' ') < 0;
  }

  private static boolean mayBeBare(String option) {
    String name = option.strip().toLowerCase(Locale.ROOT);
    return name.equals("--save") || name.equals("--sentinel");
  }

  private static String withValue(String line) {
    return line.strip().equalsIgnoreCase("save") ? "save \"\"" : line;
  }
}
