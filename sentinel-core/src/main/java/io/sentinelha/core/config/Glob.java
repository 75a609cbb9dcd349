package io.sentinelha.core.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Path patterns of {@code include}, as the C library's {@code glob} reads them: {@code *} and
 * {@code ?} stay within one folder and never match a leading dot; {@code [a-z]} and {@code [!a-z]}
 * match one character; braces mean nothing. (Java's own globs differ in each of these.)
 */
final class Glob {

  private final FileOps files;

  Glob(FileOps files) {
    this.files = files;
  }

  /** Whether Redis would look for matches rather than for a file of this very name. */
  static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  /**
   * What a pattern stands for now.
   *
   * @param base what a relative pattern starts from
   * @return in the order of their names, written like the pattern; empty when nothing matches
   */
  List<String> expand(Path base, String pattern) {
    boolean absolute = pattern.startsWith("/");
    List<String> found = List.of(absolute ? "/" : "");
    for (String part : pattern.split("/")) {
      if (!part.isEmpty()) {
        found = found.stream().flatMap(at -> step(base, at, part).stream()).toList();
      }
    }
    return found.stream().filter(path -> files.exists(base.resolve(path))).toList();
  }

  private List<String> step(Path base, String at, String part) {
    String prefix = at.isEmpty() || at.endsWith("/") ? at : at + "/";
    if (!isPattern(part)) {
      return List.of(prefix + part);
    }
    Pattern names = compile(part);
    List<String> matches = new ArrayList<>();
    for (String name : namesIn(base.resolve(prefix))) {
      boolean hidden = name.startsWith(".") && !part.startsWith(".");
      if (!hidden && names.matcher(name).matches()) {
        matches.add(prefix + name);
      }
    }
    matches.sort(null);
    return matches;
  }

  /** A folder that cannot be listed holds no match, as in C. */
  private List<String> namesIn(Path directory) {
    try {
      return files.isDirectory(directory) ? files.list(directory) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Pattern compile(String part) {
    StringBuilder regex = new StringBuilder();
    for (int at = 0; at < part.length(); at++) {
      char c = part.charAt(at);
      int end = c == '[' ? part.indexOf(']', at + 2) : -1;
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (end > 0) {
        regex.append(characterClass(part.substring(at + 1, end)));
        at = end;
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return compileRegex(regex.toString(), part);
  }

  private static Pattern compileRegex(String regex, String part) {
    try {
      return Pattern.compile(regex, Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      return Pattern.compile(Pattern.quote(part)); // A range that makes no sense matches itself.
    }
  }

  private static String characterClass(String inside) {
    boolean negated = inside.startsWith("!") || inside.startsWith("^");
    String members = inside.substring(negated ? 1 : 0).replaceAll("([\\[\\]\\\\&^])", "\\\\$1");
    return (negated ? "[^" : "[") + members + "]";
  }
}
