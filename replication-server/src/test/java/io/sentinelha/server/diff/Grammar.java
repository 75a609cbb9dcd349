package io.sentinelha.server.diff;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How commands of one family look: a resource with one line per command. Words are parted by
 * blanks: {@code ( a | b )} is one of several, {@code [ a ]} may be left out, {@code { a }} comes
 * once or up to four times, {@code { 500 a }} five hundred times, {@code <x>} is what {@link
 * Values#word} makes of it, and everything else is itself. A number and a star in front of a line
 * make it so much more likely; {@code ;} parts the commands of a line with several.
 */
final class Grammar {

  private static final int MOST_REPEATS = 4;

  private interface Node {
    void expand(Values values, List<String> into);
  }

  private final List<Node> lines = new ArrayList<>();

  private Grammar() {}

  /** Reads one, from beside this class. */
  static Grammar of(String resource) {
    Grammar grammar = new Grammar();
    try (InputStream in = Grammar.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no grammar " + resource);
      }
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(grammar::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return grammar;
  }

  private void add(String line) {
    List<String> words = new ArrayList<>(Arrays.asList(line.trim().split(" +")));
    int weight = 1;
    if (words.size() > 2 && words.get(1).equals("*")) {
      weight = Integer.parseInt(words.get(0));
      words = words.subList(2, words.size());
    }
    Node node = sequence(words.iterator(), "");
    for (int i = 0; i < weight; i++) {
      lines.add(node);
    }
  }

  /** The words of a random line. */
  List<String> make(Values values, RandomGenerator random) {
    List<String> words = new ArrayList<>();
    lines.get(random.nextInt(lines.size())).expand(values, words);
    return words;
  }

  private static Node sequence(Iterator<String> words, String end) {
    List<List<Node>> choices = new ArrayList<>();
    choices.add(new ArrayList<>());
    while (words.hasNext()) {
      String word = words.next();
      if (word.equals(end)) {
        break;
      }
      if (word.equals("|")) {
        choices.add(new ArrayList<>());
      } else {
        choices.get(choices.size() - 1).add(node(word, words));
      }
    }
    return (values, into) ->
        choices
            .get(values.random().nextInt(choices.size()))
            .forEach(node -> node.expand(values, into));
  }

  private static Node node(String word, Iterator<String> words) {
    switch (word) {
      case "(" -> {
        return sequence(words, ")");
      }
      case "[" -> {
        Node inner = sequence(words, "]");
        return (values, into) -> {
          if (values.random().nextInt(3) == 0) {
            inner.expand(values, into);
          }
        };
      }
      case "{" -> {
        return repeated(words);
      }
      default -> {
        return word.startsWith("<") && word.endsWith(">")
            ? (values, into) -> values.word(word.substring(1, word.length() - 1), into)
            : (values, into) -> into.add(word);
      }
    }
  }

  private static Node repeated(Iterator<String> words) {
    String first = words.next();
    boolean fixed = first.chars().allMatch(Character::isDigit);
    Node head = fixed ? (values, into) -> {} : node(first, words);
    Node rest = sequence(words, "}");
    return (values, into) -> {
      int count = fixed ? Integer.parseInt(first) : 1 + values.random().nextInt(MOST_REPEATS);
      for (int i = 0; i < count; i++) {
        head.expand(values, into);
        rest.expand(values, into);
      }
    };
  }
}
