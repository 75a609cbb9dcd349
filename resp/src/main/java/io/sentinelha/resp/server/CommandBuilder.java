package io.sentinelha.resp.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link Command}. Without an arity any number of arguments is taken; without flags and
 * categories it is slow and nothing else.
 */
public final class CommandBuilder {

  final String name;
  final Set<CommandFlag> flags = EnumSet.noneOf(CommandFlag.class);
  final List<String> tips = new ArrayList<>();
  final List<CommandBuilder> subcommands = new ArrayList<>();
  int arity = -1;
  CommandDocs docs = CommandDocs.NONE;
  boolean whileSubscribed;
  @Nullable Keys keys;
  @Nullable Handler handler;
  private final Set<AclCategory> categories = EnumSet.noneOf(AclCategory.class);

  CommandBuilder(String name) {
    if (!name.equals(name.toLowerCase(Locale.ROOT)) || name.isEmpty()) {
      throw new IllegalArgumentException("a command's name is in lower case: got '" + name + "'");
    }
    this.name = name;
  }

  /** See {@link Command#arity}; not 0. */
  public CommandBuilder arity(int count) {
    if (count == 0) {
      throw new IllegalArgumentException("arity counts the name of '" + name + "': got 0");
    }
    arity = count;
    return this;
  }

  public CommandBuilder flags(CommandFlag... all) {
    Collections.addAll(flags, all);
    return this;
  }

  /** Categories besides those that follow from the flags. */
  public CommandBuilder categories(AclCategory... all) {
    Collections.addAll(categories, all);
    return this;
  }

  public CommandBuilder tips(String... all) {
    Collections.addAll(tips, all);
    return this;
  }

  public CommandBuilder keys(Keys positions) {
    keys = positions;
    return this;
  }

  /** See {@link CommandDocs}. */
  public CommandBuilder docs(String group, String since, String complexity, String summary) {
    docs = new CommandDocs(summary, since, group, complexity, docs.arguments(), docs.deprecation());
    return this;
  }

  public CommandBuilder arguments(Argument... all) {
    docs = docs.withArguments(Arrays.asList(all));
    return this;
  }

  public CommandBuilder deprecated(String since, String replacedBy) {
    docs = docs.withDeprecation(new CommandDocs.Deprecation(since, replacedBy));
    return this;
  }

  /** May be run in RESP2 by a client that is subscribed, which else may run nothing. */
  public CommandBuilder allowedWhileSubscribed() {
    whileSubscribed = true;
    return this;
  }

  public CommandBuilder handler(Handler answer) {
    handler = answer;
    return this;
  }

  /** Makes it a container of these, besides those that it has. */
  public CommandBuilder subcommands(CommandBuilder... all) {
    Collections.addAll(subcommands, all);
    return this;
  }

  /**
   * The command.
   *
   * @throws IllegalArgumentException if it has neither a handler nor subcommands
   */
  public Command build() {
    requireWhole();
    subcommands.forEach(CommandBuilder::requireWhole);
    return new Command(this, null);
  }

  Set<AclCategory> allCategories() {
    Set<AclCategory> all = AclCategory.impliedBy(flags);
    all.addAll(categories);
    return all;
  }

  private void requireWhole() {
    if (handler == null && subcommands.isEmpty()) {
      throw new IllegalArgumentException("command '" + name + "' has no handler");
    }
  }
}
