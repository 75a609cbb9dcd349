package io.sentinelha.resp.server;

import java.util.Locale;

/** Error replies that many commands share, in the words of Redis. */
public final class Errors {

  public static final String SYNTAX = "ERR syntax error";
  public static final String NOT_AN_INTEGER = "ERR value is not an integer or out of range";

  private Errors() {}

  /** The number of arguments does not fit. */
  public static String wrongArity(Command command) {
    return "ERR wrong number of arguments for '" + command.fullName() + "' command";
  }

  /** A subcommand got more arguments than it knows what to do with. */
  public static String wrongSubcommand(String container, String subcommand) {
    return "ERR unknown subcommand or wrong number of arguments for '%s'. Try %s HELP."
        .formatted(subcommand, container.toUpperCase(Locale.ROOT));
  }

  /** The user may not run the command; without a code word. */
  public static String noPermission(Command command) {
    return "This user has no permissions to run the '" + command.fullName() + "' command";
  }
}
