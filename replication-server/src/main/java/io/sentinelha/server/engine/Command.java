package io.sentinelha.server.engine;

import io.sentinelha.resp.server.AclCategory;
import io.sentinelha.resp.server.CommandFlag;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A command: all that dispatch, access rules and COMMAND need to know of it, its handler, and how
 * often it was run. Described by one line of a table; see {@link #parse}.
 */
public final class Command {

  private static final int COLUMNS = 11;

  private final String name;
  private final String fullName;
  private final int arity;
  private final Set<CommandFlag> flags;
  private final List<Integer> legacyKeys;
  private final List<KeySpec> keys;
  private final Set<AclCategory> categories;
  private final List<String> tips;
  private final Docs docs;
  private final Map<String, Command> subcommands = new LinkedHashMap<>();
  private @Nullable Handler handler;
  final CommandStats stats = new CommandStats();

  /**
   * What COMMAND DOCS tells.
   *
   * @param group {@code string}, {@code sorted-set}
   * @param since the Redis version that brought the command
   * @param complexity empty if there is nothing to say
   */
  public record Docs(String group, String since, String complexity, String summary) {}

  private Command(String[] columns) {
    fullName = columns[0];
    name = fullName.substring(fullName.indexOf(' ') + 1);
    arity = Integer.parseInt(columns[1]);
    flags =
        words(
            columns[2],
            word -> CommandFlag.valueOf(word.toUpperCase(Locale.ROOT)),
            EnumSet.noneOf(CommandFlag.class));
    legacyKeys =
        Arrays.stream(columns[3].split(" ")).map(Integer::valueOf).collect(Collectors.toList());
    keys =
        columns[4].isEmpty()
            ? List.of()
            : Arrays.stream(columns[4].split("; ")).map(KeySpec::parse).toList();
    Set<AclCategory> all =
        words(
            columns[5],
            word -> AclCategory.named(word).orElseThrow(),
            EnumSet.noneOf(AclCategory.class));
    all.addAll(implied(all.contains(AclCategory.SCRIPTING)));
    categories = Collections.unmodifiableSet(all);
    tips = columns[6].isEmpty() ? List.of() : List.of(columns[6].split(" "));
    docs = new Docs(columns[7], columns[8], columns[9], columns[10]);
  }

  /**
   * Reads a line: name (of a subcommand {@code container name}), arity, flags, first and last key
   * and step for old clients, key specifications, categories beside those that flags imply, tips,
   * group, version, complexity, summary; parted by {@code |}, several of a kind by blanks,
   * specifications by {@code ;}.
   */
  static Command parse(String line) {
    String[] columns = line.split("\\|", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException("not " + COLUMNS + " columns: " + line);
    }
    return new Command(columns);
  }

  private static <E extends Enum<E>> Set<E> words(
      String column, Function<String, E> reader, Set<E> into) {
    Arrays.stream(column.split(" ")).filter(w -> !w.isEmpty()).map(reader).forEach(into::add);
    return into;
  }

  /** What flags imply. A script that may only read is no reading command. */
  private Set<AclCategory> implied(boolean script) {
    Set<AclCategory> all = EnumSet.noneOf(AclCategory.class);
    all.add(has(CommandFlag.FAST) ? AclCategory.FAST : AclCategory.SLOW);
    if (has(CommandFlag.WRITE)) {
      all.add(AclCategory.WRITE);
    }
    if (has(CommandFlag.READONLY) && !script) {
      all.add(AclCategory.READ);
    }
    if (has(CommandFlag.ADMIN)) {
      all.add(AclCategory.ADMIN);
      all.add(AclCategory.DANGEROUS);
    }
    if (has(CommandFlag.PUBSUB)) {
      all.add(AclCategory.PUBSUB);
    }
    if (has(CommandFlag.BLOCKING)) {
      all.add(AclCategory.BLOCKING);
    }
    return all;
  }

  /** In lower case; of a subcommand its own part only. */
  public String name() {
    return name;
  }

  /** In lower case; of a subcommand {@code container|name}. */
  public String fullName() {
    return fullName.replace(' ', '|');
  }

  /** Whether it is a part of a container. */
  public boolean isSubcommand() {
    return container() != null;
  }

  @Nullable String container() {
    int blank = fullName.indexOf(' ');
    return blank < 0 ? null : fullName.substring(0, blank);
  }

  /** How many arguments, the name included: so many if positive, at least {@code -arity} if not. */
  public int arity() {
    return arity;
  }

  public boolean takes(int count) {
    return arity < 0 ? count >= -arity : count == arity;
  }

  /** In the order of COMMAND INFO. */
  public Set<CommandFlag> flags() {
    return Collections.unmodifiableSet(flags);
  }

  public boolean has(CommandFlag flag) {
    return flags.contains(flag);
  }

  public List<Integer> legacyKeys() {
    return Collections.unmodifiableList(legacyKeys);
  }

  public List<KeySpec> keys() {
    return keys;
  }

  public Set<AclCategory> categories() {
    return categories;
  }

  public List<String> tips() {
    return tips;
  }

  public Docs docs() {
    return docs;
  }

  public List<Command> subcommands() {
    return List.copyOf(subcommands.values());
  }

  public boolean isContainer() {
    return !subcommands.isEmpty();
  }

  public CommandStats stats() {
    return stats;
  }

  void add(Command subcommand) {
    subcommands.put(subcommand.name, subcommand);
  }

  @Nullable Command subcommand(Args args) {
    return args.count() < 2 ? null : subcommands.get(args.text(1).toLowerCase(Locale.ROOT));
  }

  public @Nullable Command subcommand(String lowerCaseName) {
    return subcommands.get(lowerCaseName);
  }

  void handler(Handler code) {
    if (handler != null) {
      throw new IllegalStateException(fullName() + " has two handlers");
    }
    handler = code;
  }

  boolean hasHandler() {
    return handler != null;
  }

  Handler handler() {
    if (handler == null) {
      throw new IllegalStateException(fullName() + " has no handler");
    }
    return handler;
  }

  @Override
  public String toString() {
    return fullName();
  }
}
