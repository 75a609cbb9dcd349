package io.sentinelha.server.acl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.resp.Bytes;
import io.sentinelha.resp.Glob;
import io.sentinelha.resp.server.CommandFlag;
import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Command;
import io.sentinelha.server.engine.KeySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One set of rules: commands, keys and channels that belong together. A request must be allowed in
 * whole by one selector of its user. Built by {@link SelectorRules}.
 */
final class Selector {

  /** Commands whose arguments from the first on are channels, and whether only the first is. */
  private static final Map<String, Boolean> CHANNELS =
      Map.of(
          "publish",
          true,
          "spublish",
          true,
          "subscribe",
          false,
          "ssubscribe",
          false,
          "psubscribe",
          false);

  boolean allKeys;
  boolean allChannels;

  /** Every command is allowed, without looking. */
  boolean allCommands;

  /** Whether commands that do not exist yet would be allowed. */
  boolean futureCommands;

  final Set<Command> commands = new HashSet<>();

  /** Commands that are allowed with certain first arguments only. */
  final Map<Command, List<String>> firstArguments = new HashMap<>();

  final Map<String, KeyPattern> keys = new LinkedHashMap<>();
  final Map<String, Glob> channels = new LinkedHashMap<>();

  Selector(boolean allChannels) {
    this.allChannels = allChannels;
  }

  Selector copy() {
    Selector copy = new Selector(allChannels);
    copy.allKeys = allKeys;
    copy.allCommands = allCommands;
    copy.futureCommands = futureCommands;
    copy.commands.addAll(commands);
    firstArguments.forEach(
        (command, words) -> copy.firstArguments.put(command, List.copyOf(words)));
    copy.keys.putAll(keys);
    copy.channels.putAll(channels);
    return copy;
  }

  /** Whether nothing has to be looked at. */
  boolean allowsEverything() {
    return allCommands && allKeys && allChannels;
  }

  /** Allows or forbids a command with its subcommands. */
  void set(Command command, boolean allow) {
    setOne(command, allow);
    firstArguments.remove(command);
    command.subcommands().forEach(sub -> setOne(sub, allow));
  }

  private void setOne(Command command, boolean allow) {
    if (allow) {
      commands.add(command);
    } else {
      commands.remove(command);
      allCommands = false;
    }
  }

  void addFirstArgument(Command command, String argument) {
    List<String> words = new ArrayList<>(firstArguments.getOrDefault(command, List.of()));
    if (words.stream().noneMatch(argument::equalsIgnoreCase)) {
      words.add(argument);
    }
    firstArguments.put(command, words);
  }

  /** Null if the request is allowed. */
  @Nullable Denial check(Command command, Args args) {
    if (!allCommands
        && !command.has(CommandFlag.NO_AUTH)
        && !commands.contains(command)
        && !hasFirstArgument(command, args)) {
      return new Denial(Denial.Kind.COMMAND, command.fullName(), 0);
    }
    Denial denial = allKeys ? null : checkKeys(command, args);
    return denial != null || allChannels ? denial : checkChannels(command, args);
  }

  private boolean hasFirstArgument(Command command, Args args) {
    List<String> words = firstArguments.get(command);
    return words != null
        && args.count() > 1
        && words.contains(args.text(1).toLowerCase(Locale.ROOT));
  }

  private @Nullable Denial checkKeys(Command command, Args args) {
    for (KeySpec spec : command.keys()) {
      List<Integer> positions = spec.isKey() ? spec.positions(args) : null;
      if (positions == null) {
        continue; // The command itself will refuse such a request.
      }
      KeyUse use = KeyUse.of(command, spec, args);
      for (int position : positions) {
        Bytes key = args.value(position);
        if (keys.values().stream().noneMatch(p -> p.allows(key, use.reads(), use.writes()))) {
          return new Denial(Denial.Kind.KEY, latin(args, position), position);
        }
      }
    }
    return null;
  }

  private @Nullable Denial checkChannels(Command command, Args args) {
    Boolean onlyFirst = CHANNELS.get(command.name());
    if (onlyFirst == null) {
      return null;
    }
    boolean pattern = command.name().equals("psubscribe");
    int end = onlyFirst ? Math.min(2, args.count()) : args.count();
    for (int i = 1; i < end; i++) {
      if (!allowsChannel(args.value(i), pattern)) {
        return new Denial(Denial.Kind.CHANNEL, latin(args, i), i);
      }
    }
    return null;
  }

  /** Whether it may listen to or speak on a channel; a pattern must be listed as it is. */
  boolean allowsChannel(Bytes channel, boolean pattern) {
    if (allChannels) {
      return true;
    }
    return pattern
        ? channels.containsKey(new String(channel.toArray(), ISO_8859_1))
        : channels.values().stream().anyMatch(glob -> glob.matches(channel));
  }

  private static String latin(Args args, int index) {
    return new String(args.buffer(), args.start(index), args.length(index), ISO_8859_1);
  }

  // --- As rules ---

  /** {@code ~k* %R~r*}. */
  String keyRules() {
    return allKeys
        ? "~*"
        : keys.values().stream().map(KeyPattern::rule).collect(Collectors.joining(" "));
  }

  /** {@code &ch*}. */
  String channelRules() {
    return allChannels
        ? "&*"
        : channels.keySet().stream().map(text -> "&" + text).collect(Collectors.joining(" "));
  }

  /** All of it; commands as {@link CommandRules} puts them. */
  String rules(String commandRules) {
    List<String> parts = new ArrayList<>();
    parts.add(keyRules());
    if (!allChannels) {
      parts.add("resetchannels");
    }
    parts.add(channelRules());
    parts.add(commandRules);
    parts.removeIf(String::isEmpty);
    return String.join(" ", parts);
  }
}
