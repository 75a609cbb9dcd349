package io.sentinelha.server.acl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.resp.Bytes;
import io.sentinelha.resp.Glob;
import io.sentinelha.resp.server.AclCategory;
import io.sentinelha.server.engine.Command;
import io.sentinelha.server.engine.CommandTable;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads rules about commands, keys and channels: {@code +get}, {@code -@write}, {@code ~key*},
 * {@code %R~key*}, {@code &channel}. Refusals are {@link IllegalArgumentException}s with Redis'
 * words.
 *
 * @see "redis: src/acl.c, ACLSetSelector"
 */
final class SelectorRules {

  private static final String UNKNOWN = "Unknown command or category name in ACL";
  private static final String SYNTAX = "Syntax error";

  private final CommandTable table;

  SelectorRules(CommandTable table) {
    this.table = table;
  }

  /**
   * Applies a rule.
   *
   * @param rule one character per byte
   */
  void apply(Selector selector, String rule) {
    switch (rule.toLowerCase(Locale.ROOT)) {
      case "allkeys", "~*" -> {
        selector.allKeys = true;
        selector.keys.clear();
      }
      case "resetkeys" -> {
        selector.allKeys = false;
        selector.keys.clear();
      }
      case "allchannels", "&*" -> {
        selector.allChannels = true;
        selector.channels.clear();
      }
      case "resetchannels" -> {
        selector.allChannels = false;
        selector.channels.clear();
      }
      case "allcommands", "+@all" -> allCommands(selector);
      case "nocommands", "-@all" -> noCommands(selector);
      default -> other(selector, rule);
    }
  }

  private void allCommands(Selector selector) {
    everyCommand(selector.commands::add);
    selector.allCommands = true;
    selector.futureCommands = true;
    selector.firstArguments.clear();
  }

  private static void noCommands(Selector selector) {
    selector.commands.clear();
    selector.allCommands = false;
    selector.futureCommands = false;
    selector.firstArguments.clear();
  }

  /** Commands and subcommands. */
  void everyCommand(Consumer<Command> taker) {
    for (Command command : table.all()) {
      taker.accept(command);
      command.subcommands().forEach(taker);
    }
  }

  private void other(Selector selector, String rule) {
    char first = rule.isEmpty() ? ' ' : rule.charAt(0);
    boolean category = rule.length() > 1 && rule.charAt(1) == '@';
    switch (first) {
      case '~', '%' -> key(selector, rule);
      case '&' -> channel(selector, rule);
      case '+', '-' -> {
        if (category) {
          category(selector, rule.substring(2), first == '+');
        } else if (first == '+') {
          allow(selector, rule.substring(1));
        } else {
          selector.set(command(rule.substring(1)), false);
        }
      }
      default -> throw new IllegalArgumentException(SYNTAX);
    }
  }

  private static void key(Selector selector, String rule) {
    if (selector.allKeys) {
      throw new IllegalArgumentException(
          "Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not"
              + " have any effect. Try 'resetkeys' to start with an empty list of patterns");
    }
    boolean read = rule.charAt(0) == '~';
    boolean write = read;
    int at = 1;
    if (rule.charAt(0) == '%') {
      for (; at < rule.length() && rule.charAt(at) != '~'; at++) {
        char letter = Character.toUpperCase(rule.charAt(at));
        if ((letter != 'R' || read) && (letter != 'W' || write)) {
          throw new IllegalArgumentException(SYNTAX);
        }
        read |= letter == 'R';
        write |= letter == 'W';
      }
      if (!read && !write) {
        throw new IllegalArgumentException(SYNTAX);
      }
      at = Math.min(at + 1, rule.length());
    }
    String text = withoutBlanks(rule.substring(at));
    selector.keys.merge(text, KeyPattern.of(text, read, write), KeyPattern::with);
  }

  private static void channel(Selector selector, String rule) {
    if (selector.allChannels) {
      throw new IllegalArgumentException(
          "Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does"
              + " not have any effect. Try 'resetchannels' to start with an empty list of"
              + " channels");
    }
    String text = withoutBlanks(rule.substring(1));
    selector.channels.putIfAbsent(text, Glob.of(Bytes.of(text.getBytes(ISO_8859_1))));
  }

  private static String withoutBlanks(String text) {
    if (text.chars().anyMatch(c -> c == ' ' || c == 0 || (c >= '\t' && c <= '\r'))) {
      throw new IllegalArgumentException(SYNTAX);
    }
    return text;
  }

  private Command command(String name) {
    Command command = table.named(name);
    if (command == null) {
      throw new IllegalArgumentException(UNKNOWN);
    }
    return command;
  }

  private void allow(Selector selector, String name) {
    int bar = name.lastIndexOf('|');
    if (bar < 0) {
      selector.set(command(name), true);
      return;
    }
    Command parent = command(name.substring(0, bar));
    String word = name.substring(bar + 1);
    if (parent.isSubcommand()) {
      throw new IllegalArgumentException("Allowing first-arg of a subcommand is not supported");
    }
    if (word.isEmpty()) {
      throw new IllegalArgumentException(SYNTAX);
    }
    if (parent.isContainer()) {
      selector.set(command(name), true);
    } else {
      selector.addFirstArgument(parent, word.toLowerCase(Locale.ROOT));
    }
  }

  private void category(Selector selector, String name, boolean allow) {
    AclCategory category =
        AclCategory.named(name).orElseThrow(() -> new IllegalArgumentException(UNKNOWN));
    everyCommand(
        command -> {
          if (command.categories().contains(category)) {
            selector.set(command, allow);
          }
        });
  }

  /** The words of {@code (+get ~key*)}; null if it is not that. */
  static @Nullable List<String> inner(String rule) {
    if (rule.length() < 2 || !rule.startsWith("(") || !rule.endsWith(")")) {
      return null;
    }
    String text = rule.substring(1, rule.length() - 1).trim();
    return text.isEmpty() ? List.of() : List.of(text.split(" +"));
  }
}
