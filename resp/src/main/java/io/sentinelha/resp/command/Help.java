package io.sentinelha.resp.command;

import static io.sentinelha.resp.server.CommandFlag.LOADING;
import static io.sentinelha.resp.server.CommandFlag.STALE;

import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.Argument;
import io.sentinelha.resp.server.Command;
import io.sentinelha.resp.server.CommandBuilder;
import io.sentinelha.resp.server.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The HELP subcommand of containers: two lines per subcommand, made from what the table knows. */
public final class Help {

  private Help() {}

  /**
   * A HELP subcommand; the container adds categories if it wants any.
   *
   * @param group as the container's
   * @param since the version that brought the container, or its help
   */
  public static CommandBuilder subcommand(String group, String since) {
    return Command.named("help")
        .arity(2)
        .flags(LOADING, STALE)
        .docs(group, since, "O(1)", "Prints this help")
        .handler(Help::help);
  }

  private static void help(Connection connection, Request request, RespWriter reply) {
    Command container = connection.server().commands().find(request.text(0)).orElseThrow();
    List<String> lines = lines(container);
    reply.array(lines.size());
    lines.forEach(reply::simple);
  }

  static List<String> lines(Command container) {
    String title = container.name().toUpperCase(Locale.ROOT);
    List<String> lines = new ArrayList<>();
    lines.add(title + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
    if (container.arity() == -1) {
      lines.add("(no subcommand)");
      lines.add(indented(container));
    }
    container.subcommands().stream()
        .filter(sub -> !sub.name().equals("help"))
        .forEach(sub -> add(lines, sub));
    container.subcommand("help").ifPresent(help -> add(lines, help));
    return lines;
  }

  private static void add(List<String> lines, Command subcommand) {
    String name = subcommand.name().toUpperCase(Locale.ROOT);
    String syntax = syntax(subcommand.docs().arguments());
    lines.add(syntax.isEmpty() ? name : name + " " + syntax);
    lines.add(indented(subcommand));
  }

  private static String indented(Command command) {
    return "    " + command.docs().summary() + ".";
  }

  private static String syntax(List<Argument> arguments) {
    return arguments.stream().map(Help::syntax).collect(Collectors.joining(" "));
  }

  private static String syntax(Argument argument) {
    boolean optional = argument.traits().contains(Argument.Trait.OPTIONAL);
    String text = mandatory(argument, !optional || argument.token().isPresent());
    return optional ? "[" + text + "]" : text;
  }

  /**
   * An argument as if it could not be left out.
   *
   * @param bracketed whether a choice needs brackets of its own
   */
  private static String mandatory(Argument argument, boolean bracketed) {
    String value =
        switch (argument.type()) {
          case PURE_TOKEN -> "";
          case ONEOF -> oneOf(argument.parts(), bracketed);
          case BLOCK -> syntax(argument.parts());
          default -> "<" + argument.name() + ">";
        };
    String once =
        argument.token().map(token -> (token + " " + value).stripTrailing()).orElse(value);
    return argument.traits().contains(Argument.Trait.MULTIPLE) ? once + " [...]" : once;
  }

  private static String oneOf(List<Argument> choices, boolean bracketed) {
    String text =
        choices.stream().map(choice -> mandatory(choice, true)).collect(Collectors.joining("|"));
    return bracketed ? "(" + text + ")" : text;
  }
}
