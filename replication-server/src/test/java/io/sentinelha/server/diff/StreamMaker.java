package io.sentinelha.server.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/** Makes streams of commands from the grammars; the same seed makes the same stream. */
final class StreamMaker {

  /** What two servers answer differently on purpose, so that data would differ afterwards. */
  private static final Set<String> EXACT = Set.of("spop", "del", "set", "setex", "psetex", "getex");

  private final List<Grammar> small =
      List.of(
          Grammar.of("strings.txt"),
          Grammar.of("keys.txt"),
          Grammar.of("hashes.txt"),
          Grammar.of("lists.txt"),
          Grammar.of("sets.txt"),
          Grammar.of("zsets.txt"),
          Grammar.of("streams.txt"),
          Grammar.of("bitmaps.txt"),
          Grammar.of("geo.txt"),
          Grammar.of("sort.txt"));
  private final List<Grammar> large =
      List.of(
          Grammar.of("hashes-large.txt"),
          Grammar.of("lists-large.txt"),
          Grammar.of("sets-large.txt"),
          Grammar.of("zsets-large.txt"));
  private final Grammar blocking = Grammar.of("blocking.txt");

  StreamMaker() {}

  /** So many steps or a few more. */
  List<Step> make(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    Values values = new Values(random);
    List<Step> steps = new ArrayList<>();
    boolean withLarge = random.nextInt(4) == 0;
    // Few entries per node, so that there are several nodes.
    steps.add(new Step(0, List.of("config", "set", "stream-node-max-entries", "7")));
    while (steps.size() < count) {
      int dice = random.nextInt(1_000);
      if (dice < 8) {
        transaction(steps, values, random);
      } else if (dice < 10) {
        addBlocking(steps, values, random);
      } else if (dice < 11) {
        String key = "h" + random.nextInt(3);
        steps.add(new Step(0, List.of("pexpire", key, "1")));
        steps.add(new Step(0, List.of()));
        steps.add(new Step(0, List.of("exists", key))); // Now it is gone on both.
      } else if (dice < 25 && withLarge) {
        add(steps, one(large, random).make(values, random), values, random);
      } else {
        add(steps, one(small, random).make(values, random), values, random);
      }
    }
    return steps;
  }

  private static Grammar one(List<Grammar> grammars, SplittableRandom random) {
    return grammars.get(random.nextInt(grammars.size()));
  }

  private static List<List<String>> commands(List<String> line) {
    List<List<String>> commands = new ArrayList<>();
    commands.add(new ArrayList<>());
    for (String word : line) {
      if (word.equals(";")) {
        commands.add(new ArrayList<>());
      } else {
        commands.get(commands.size() - 1).add(word);
      }
    }
    return commands;
  }

  private static void add(
      List<Step> steps, List<String> line, Values values, SplittableRandom random) {
    for (List<String> words : commands(line)) {
      String name = words.get(0);
      if (random.nextInt(30) == 0
          && !EXACT.contains(name)
          && !name.startsWith("b")
          && !name.contains("rand") // A large negative count keeps a server busy for ever.
          && words.stream().noneMatch(word -> word.matches("x\\d"))) {
        spoil(words, values, random);
      }
      if (random.nextInt(10) == 0) {
        words.set(0, words.get(0).toUpperCase(Locale.ROOT));
      }
      steps.add(new Step(0, words));
    }
  }

  /** Makes a wrong command of a right one, most of the time. */
  private static void spoil(List<String> words, Values values, SplittableRandom random) {
    int at = 1 + random.nextInt(words.size());
    switch (random.nextInt(4)) {
      case 0 -> {
        if (at < words.size()) {
          words.remove(at);
        }
      }
      case 1 -> values.word("value", words);
      case 2 -> {
        if (at < words.size()) {
          List<String> other = new ArrayList<>();
          values.word("int", other);
          words.set(at, other.get(0));
        }
      }
      default -> {
        if (at < words.size()) {
          words.add(at, words.get(at));
        }
      }
    }
  }

  private void transaction(List<Step> steps, Values values, SplittableRandom random) {
    if (random.nextInt(3) == 0) {
      steps.add(new Step(0, List.of("watch", "l1", "t1")));
      add(steps, one(small, random).make(values, random), values, random);
    }
    steps.add(new Step(0, List.of("multi")));
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      List<String> line =
          random.nextInt(5) == 0
              ? commands(blocking.make(values, random)).get(0)
              : one(small, random).make(values, random);
      add(steps, line, values, random);
    }
    steps.add(new Step(0, List.of(random.nextInt(8) == 0 ? "discard" : "exec")));
  }

  private void addBlocking(List<Step> steps, Values values, SplittableRandom random) {
    List<List<String>> commands = commands(blocking.make(values, random));
    steps.add(new Step(1, commands.get(0)));
    commands.stream().skip(1).forEach(words -> steps.add(new Step(0, words)));
    steps.add(new Step(2, List.of("unblock")));
  }
}
