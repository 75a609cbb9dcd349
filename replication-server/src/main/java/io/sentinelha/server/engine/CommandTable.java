package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All commands, found by name in any case without making a string of it. */
public final class CommandTable {

  private final Map<String, Command> byName = new TreeMap<>();
  private final Map<String, String> absent = new TreeMap<>();

  /** Under which name a command is called, if not under its own; empty if it cannot be called. */
  private final Map<Command, String> renamed = new HashMap<>();

  private Command[] index = new Command[0];
  private byte[][] names = {};
  private int mask;

  CommandTable() {}

  void add(Command command) {
    String container = command.container();
    if (container == null) {
      if (byName.put(command.name(), command) != null) {
        throw new IllegalStateException("two commands are called " + command.name());
      }
    } else {
      Command parent = byName.get(container);
      if (parent == null) {
        throw new IllegalStateException(command + " stands before its container");
      }
      parent.add(command);
    }
    index = new Command[0];
  }

  /** Says why a command that clients may look for is not there. */
  void addAbsent(String name, String reason) {
    absent.put(name, reason);
  }

  /** Why a command is not there; null if there is nothing special to say. */
  @Nullable String absence(String name) {
    return absent.get(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Lets a command be called by another name only.
   *
   * @param newName empty if it shall not be called at all
   * @throws IllegalArgumentException with a sentence for the user
   */
  void rename(String oldName, String newName) {
    Command command = byName.get(oldName.toLowerCase(Locale.ROOT));
    if (command == null) {
      throw new IllegalArgumentException("No such command in rename-command");
    }
    String lower = newName.toLowerCase(Locale.ROOT);
    if (!lower.isEmpty() && isTaken(lower)) {
      throw new IllegalArgumentException("Target command name already exists");
    }
    renamed.put(command, lower);
    index = new Command[0];
  }

  private boolean isTaken(String name) {
    Command own = byName.get(name);
    return renamed.containsValue(name) || (own != null && !renamed.containsKey(own));
  }

  private String calledName(Command command) {
    return renamed.getOrDefault(command, command.name());
  }

  /** A command by its name, or a subcommand by {@code container|name}; in any case. */
  public @Nullable Command named(String fullName) {
    String lower = fullName.toLowerCase(Locale.ROOT);
    int bar = lower.indexOf('|');
    if (bar < 0) {
      return byName.get(lower);
    }
    Command parent = byName.get(lower.substring(0, bar));
    return parent == null ? null : parent.subcommand(lower.substring(bar + 1));
  }

  /** Without subcommands, by name. */
  public List<Command> all() {
    return List.copyOf(byName.values());
  }

  /** The command of a request without regard to subcommands. */
  public @Nullable Command find(Args args) {
    if (index.length == 0) {
      build();
    }
    byte[] bytes = args.buffer();
    int start = args.start(0);
    int length = args.length(0);
    for (int at = hash(bytes, start, length) & mask; ; at = (at + 1) & mask) {
      Command command = index[at];
      if (command == null || isNamed(names[at], bytes, start, length)) {
        return command;
      }
    }
  }

  /** The command or subcommand that a request means, in whatever form; null if there is none. */
  public @Nullable Command of(Args request) {
    Command command = find(request);
    if (command == null || !command.isContainer() || request.count() < 2) {
      return command;
    }
    return command.subcommand(request);
  }

  private void build() {
    int size = Integer.highestOneBit(byName.size() + 1) * 8;
    mask = size - 1;
    Command[] slots = new Command[size];
    byte[][] slotNames = new byte[size][];
    for (Command command : byName.values()) {
      byte[] name = calledName(command).getBytes(ISO_8859_1);
      if (name.length == 0) {
        continue;
      }
      int at = hash(name, 0, name.length) & mask;
      while (slots[at] != null) {
        at = (at + 1) & mask;
      }
      slots[at] = command;
      slotNames[at] = name;
    }
    names = slotNames;
    index = slots;
  }

  private static int hash(byte[] name, int from, int length) {
    int hash = length;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + (name[i] | 0x20);
    }
    return hash ^ (hash >>> 7);
  }

  private static boolean isNamed(byte[] lower, byte[] bytes, int from, int length) {
    if (lower.length != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      int c = bytes[from + i];
      if (lower[i] != (c >= 'A' && c <= 'Z' ? c + 32 : c)) {
        return false;
      }
    }
    return true;
  }

  /** Those that have a line in a table and no code. */
  List<String> withoutHandler() {
    List<String> missing = new ArrayList<>();
    for (Command command : byName.values()) {
      if (!command.hasHandler() && !command.isContainer()) {
        missing.add(command.fullName());
      }
      command.subcommands().stream()
          .filter(sub -> !sub.hasHandler())
          .forEach(sub -> missing.add(sub.fullName()));
    }
    return missing;
  }
}
