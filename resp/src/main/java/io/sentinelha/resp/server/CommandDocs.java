package io.sentinelha.resp.server;

import java.util.List;
import java.util.Optional;

/**
 * What COMMAND DOCS and HELP tell of a command.
 *
 * @param summary what it does, in one sentence without its full stop
 * @param since the Redis version that brought it: {@code 2.8.13}
 * @param group {@code connection}, {@code server}, {@code pubsub}, {@code sentinel}
 * @param complexity its cost: {@code O(1)}
 * @param arguments behind the name, in order
 * @param deprecation present when something else should be used
 */
public record CommandDocs(
    String summary,
    String since,
    String group,
    String complexity,
    List<Argument> arguments,
    Optional<Deprecation> deprecation) {

  /** Nothing known. */
  static final CommandDocs NONE =
      new CommandDocs("", "1.0.0", "generic", "O(1)", List.of(), Optional.empty());

  /**
   * Since when a command should not be used any more.
   *
   * @param since a Redis version
   * @param replacedBy what to use instead
   */
  public record Deprecation(String since, String replacedBy) {}

  public CommandDocs {
    arguments = List.copyOf(arguments);
  }

  CommandDocs withArguments(List<Argument> all) {
    return new CommandDocs(summary, since, group, complexity, all, deprecation);
  }

  CommandDocs withDeprecation(Deprecation why) {
    return new CommandDocs(summary, since, group, complexity, arguments, Optional.of(why));
  }
}
