package io.sentinelha.server.acl;

import io.sentinelha.resp.server.AclCategory;
import io.sentinelha.server.engine.Command;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the commands that a selector allows into few rules: from all or none on, categories as long
 * as one fits more commands than not, then what is left one by one.
 *
 * @see "redis: src/acl.c, ACLDescribeSelectorCommandRules"
 */
final class CommandRules {

  private final SelectorRules reader;

  /** What the rules so far would allow. */
  private final Selector built = new Selector(false);

  /** What is left of the wanted commands when categories are taken away. */
  private final Selector rest;

  private final Selector wanted;
  private final List<String> rules = new ArrayList<>();

  private CommandRules(SelectorRules reader, Selector wanted) {
    this.reader = reader;
    this.wanted = wanted;
    this.rest = wanted.copy();
  }

  static String of(SelectorRules reader, Selector wanted) {
    CommandRules rules = new CommandRules(reader, wanted);
    rules.write();
    return String.join(" ", rules.rules);
  }

  private void write() {
    boolean additive = !wanted.futureCommands;
    add(additive ? "-@all" : "+@all");
    Set<AclCategory> applied = EnumSet.noneOf(AclCategory.class);
    for (AclCategory next = best(additive, applied); next != null; next = best(additive, applied)) {
      add((additive ? "+@" : "-@") + next.word());
      reader.apply(rest, (additive ? "-@" : "+@") + next.word());
      applied.add(next);
    }
    reader.everyCommand(this::single);
  }

  private void add(String rule) {
    reader.apply(built, rule);
    rules.add(rule);
  }

  /** The category that fits best: fewest wrong commands, then most right ones. */
  private @Nullable AclCategory best(boolean additive, Set<AclCategory> applied) {
    AclCategory best = null;
    int fewest = Integer.MAX_VALUE;
    int most = 0;
    for (AclCategory category : AclCategory.values()) {
      if (applied.contains(category)) {
        continue;
      }
      int[] counts = new int[2];
      reader.everyCommand(
          command -> {
            if (command.categories().contains(category)) {
              counts[rest.commands.contains(command) == additive ? 0 : 1]++;
            }
          });
      int same = counts[0];
      int different = counts[1];
      if (same > different && (different < fewest || (different == fewest && same > most))) {
        best = category;
        fewest = different;
        most = same;
      }
    }
    return best;
  }

  private void single(Command command) {
    boolean want = wanted.commands.contains(command);
    if (want != built.commands.contains(command)) {
      rules.add((want ? "+" : "-") + command.fullName());
      built.set(command, want);
    }
    if (!want) {
      for (String word : wanted.firstArguments.getOrDefault(command, List.of())) {
        rules.add("+" + command.fullName() + "|" + word.toLowerCase(Locale.ROOT));
      }
    }
  }
}
