package io.sentinelha.resp.server;

import io.sentinelha.resp.Request;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command: all that dispatch, access rules and COMMAND need to know of it, and its handler. A
 * container has subcommands instead of a handler, or besides it. Immutable; built by {@link
 * #named}.
 */
public final class Command {

  private final String name;
  private final String fullName;
  private final int arity;
  private final Set<CommandFlag> flags;
  private final Set<AclCategory> categories;
  private final List<String> tips;
  private final @Nullable Keys keys;
  private final CommandDocs docs;
  private final boolean whileSubscribed;
  private final @Nullable Handler handler;
  private final Map<String, Command> subcommands;
  private final NameIndex<Command> index;

  Command(CommandBuilder from, @Nullable String container) {
    name = from.name;
    fullName = container == null ? name : container + "|" + name;
    arity = from.arity;
    flags = Collections.unmodifiableSet(EnumSet.copyOf(from.flags));
    categories = Collections.unmodifiableSet(EnumSet.copyOf(from.allCategories()));
    tips = List.copyOf(from.tips);
    keys = from.keys;
    docs = from.docs;
    whileSubscribed = from.whileSubscribed;
    handler = from.handler;
    Map<String, Command> inner = new LinkedHashMap<>();
    from.subcommands.forEach(sub -> inner.put(sub.name, new Command(sub, name)));
    subcommands = Collections.unmodifiableMap(inner);
    index = new NameIndex<>(subcommands);
  }

  /**
   * Begins to describe a command, or a subcommand.
   *
   * @param name in lower case; of a subcommand its own part only
   */
  public static CommandBuilder named(String name) {
    return new CommandBuilder(name);
  }

  /** In lower case; of a subcommand its own part only. */
  public String name() {
    return name;
  }

  /** In lower case; of a subcommand {@code container|name}. */
  public String fullName() {
    return fullName;
  }

  /**
   * How many arguments it takes, its name included, and of a subcommand the container's too: this
   * many if positive, at least {@code -arity} if negative.
   */
  public int arity() {
    return arity;
  }

  /** Whether a request of so many arguments fits. */
  public boolean takes(int argc) {
    return arity < 0 ? argc >= -arity : argc == arity;
  }

  /** In the order of COMMAND INFO. */
  public Set<CommandFlag> flags() {
    return flags;
  }

  public boolean has(CommandFlag flag) {
    return flags.contains(flag);
  }

  /** Those given and those that follow from the flags, in the order of ACL CAT. */
  public Set<AclCategory> categories() {
    return categories;
  }

  /** Hints for clients that send to many servers: {@code request_policy:all_shards}. */
  public List<String> tips() {
    return tips;
  }

  /** Empty for a command without keys. */
  public Optional<Keys> keys() {
    return Optional.ofNullable(keys);
  }

  public CommandDocs docs() {
    return docs;
  }

  /** In the order of their definition; empty if this is no container. */
  public List<Command> subcommands() {
    return List.copyOf(subcommands.values());
  }

  /** The subcommand of that name, in lower case. */
  public Optional<Command> subcommand(String lowerCaseName) {
    return Optional.ofNullable(subcommands.get(lowerCaseName));
  }

  boolean isContainer() {
    return !subcommands.isEmpty();
  }

  boolean isAllowedWhileSubscribed() {
    return whileSubscribed;
  }

  @Nullable Command findSubcommand(Request request) {
    return index.find(request, 1);
  }

  /**
   * The handler.
   *
   * @throws IllegalStateException for a container that is none itself; its arity must keep requests
   *     without a subcommand away
   */
  Handler handler() {
    if (handler == null) {
      throw new IllegalStateException("command '" + fullName + "' has no handler");
    }
    return handler;
  }

  @Override
  public String toString() {
    return fullName;
  }
}
