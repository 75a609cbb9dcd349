package io.sentinelha.resp.server;

import io.sentinelha.resp.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The commands of a server. Drives dispatch and everything that COMMAND tells. Immutable. */
public final class CommandTable {

  private final Map<String, Command> byName;
  private final NameIndex<Command> index;

  private CommandTable(Map<String, Command> byName) {
    this.byName = byName;
    this.index = new NameIndex<>(byName);
  }

  /**
   * A table of these commands.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public static CommandTable of(Collection<Command> commands) {
    Map<String, Command> byName = new LinkedHashMap<>();
    for (Command command : commands) {
      if (byName.put(command.name(), command) != null) {
        throw new IllegalArgumentException("two commands named '" + command.name() + "'");
      }
    }
    return new CommandTable(byName);
  }

  /**
   * The same table with one command called by another name, as the directive rename-command wants.
   * What the command tells of itself keeps the old name.
   *
   * @param to the new name; empty to take the command away
   * @throws IllegalArgumentException if there is no such command, or the new name is taken
   */
  public CommandTable renamed(String from, String to) {
    Map<String, Command> changed = new LinkedHashMap<>(byName);
    Command command = changed.remove(from.toLowerCase(Locale.ROOT));
    if (command == null) {
      throw new IllegalArgumentException("no such command: '" + from + "'");
    }
    if (!to.isEmpty() && changed.put(to.toLowerCase(Locale.ROOT), command) != null) {
      throw new IllegalArgumentException("command '" + to + "' exists already");
    }
    return new CommandTable(changed);
  }

  /** In the order of their definition, without subcommands. */
  public List<Command> commands() {
    return List.copyOf(byName.values());
  }

  /** In the order of their definition, each container followed by its subcommands. */
  public List<Command> commandsAndSubcommands() {
    List<Command> all = new ArrayList<>();
    for (Command command : byName.values()) {
      all.add(command);
      all.addAll(command.subcommands());
    }
    return all;
  }

  /** The command of that name, in any case; of a subcommand {@code container|name}. */
  public Optional<Command> find(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    int bar = lower.indexOf('|');
    if (bar < 0) {
      return Optional.ofNullable(byName.get(lower));
    }
    return Optional.ofNullable(byName.get(lower.substring(0, bar)))
        .flatMap(container -> container.subcommand(lower.substring(bar + 1)));
  }

  /** What a request would run: a subcommand if it names one of a container. */
  public Optional<Command> find(Request request) {
    Command command = findTop(request);
    return Optional.ofNullable(command == null ? null : descend(command, request));
  }

  @Nullable Command findTop(Request request) {
    return index.find(request, 0);
  }

  /** The command itself, or the subcommand that the request names; null if that is unknown. */
  static @Nullable Command descend(Command command, Request request) {
    return command.isContainer() && request.argc() > 1 ? command.findSubcommand(request) : command;
  }
}
