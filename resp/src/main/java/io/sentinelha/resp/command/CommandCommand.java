package io.sentinelha.resp.command;

import static io.sentinelha.resp.server.AclCategory.CONNECTION;
import static io.sentinelha.resp.server.CommandFlag.LOADING;
import static io.sentinelha.resp.server.CommandFlag.STALE;

import io.sentinelha.resp.Bytes;
import io.sentinelha.resp.Glob;
import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.AclCategory;
import io.sentinelha.resp.server.Argument;
import io.sentinelha.resp.server.ArgumentType;
import io.sentinelha.resp.server.Command;
import io.sentinelha.resp.server.CommandBuilder;
import io.sentinelha.resp.server.CommandTable;
import io.sentinelha.resp.server.Connection;
import io.sentinelha.resp.server.Errors;
import io.sentinelha.resp.server.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** COMMAND: what the table of the server knows. */
final class CommandCommand {

  private static final String LOOKED_UP = "O(N), N being the commands that are looked up";

  private CommandCommand() {}

  static Command command() {
    return Command.named("command")
        .arity(-1)
        .flags(LOADING, STALE)
        .categories(CONNECTION)
        .tips("nondeterministic_output_order")
        .docs("server", "2.8.13", "O(N), N being the commands", "Describes all commands")
        .handler((c, request, reply) -> CommandInfo.write(commands(c).commands(), reply))
        .subcommands(count(), docs(), getKeys(), getKeysAndFlags(), info(), list())
        .subcommands(Help.subcommand("server", "5.0.0").categories(CONNECTION))
        .build();
  }

  private static CommandBuilder count() {
    return named("count", 2, (c, request, reply) -> reply.integer(commands(c).commands().size()))
        .docs("server", "2.8.13", "O(1)", "Counts the commands");
  }

  private static CommandBuilder docs() {
    return named("docs", -2, CommandCommand::docs)
        .tips("nondeterministic_output_order")
        .docs("server", "7.0.0", LOOKED_UP, "Explains commands")
        .arguments(Argument.of("command-name", ArgumentType.STRING).optional().multiple());
  }

  private static CommandBuilder getKeys() {
    return named("getkeys", -4, CommandKeys::keys)
        .docs("server", "2.8.13", "O(N), N being the arguments", "Finds the keys in a request");
  }

  private static CommandBuilder getKeysAndFlags() {
    return named("getkeysandflags", -4, CommandKeys::keysAndFlags)
        .docs("server", "7.0.0", "O(N), N being the arguments", "Finds keys and what befalls them");
  }

  private static CommandBuilder info() {
    return named("info", -2, CommandCommand::info)
        .tips("nondeterministic_output_order")
        .docs("server", "2.8.13", LOOKED_UP, "Describes commands")
        .arguments(Argument.of("command-name", ArgumentType.STRING).optional().multiple());
  }

  private static CommandBuilder list() {
    return named("list", -2, CommandCommand::list)
        .tips("nondeterministic_output_order")
        .docs("server", "7.0.0", "O(N), N being the commands", "Names commands")
        .arguments(
            Argument.oneOf(
                    "filterby",
                    Argument.of("module-name", ArgumentType.STRING).token("MODULE"),
                    Argument.of("category", ArgumentType.STRING).token("ACLCAT"),
                    Argument.of("pattern", ArgumentType.PATTERN).token("PATTERN"))
                .token("FILTERBY")
                .optional());
  }

  private static CommandBuilder named(String name, int arity, Handler handler) {
    return Command.named(name)
        .arity(arity)
        .flags(LOADING, STALE)
        .categories(CONNECTION)
        .handler(handler);
  }

  private static void info(Connection connection, Request request, RespWriter reply) {
    if (request.argc() == 2) {
      CommandInfo.write(commands(connection).commands(), reply);
      return;
    }
    reply.array(request.argc() - 2);
    for (int i = 2; i < request.argc(); i++) {
      Optional<Command> found = commands(connection).find(request.text(i));
      if (found.isPresent()) {
        CommandInfo.write(found.get(), reply);
      } else {
        reply.nullBulk();
      }
    }
  }

  private static void docs(Connection connection, Request request, RespWriter reply) {
    List<Command> found = new ArrayList<>();
    if (request.argc() == 2) {
      found.addAll(commands(connection).commands());
    }
    for (int i = 2; i < request.argc(); i++) {
      commands(connection).find(request.text(i)).ifPresent(found::add);
    }
    CommandDocsReply.write(found, reply);
  }

  private static void list(Connection connection, Request request, RespWriter reply) {
    Predicate<Command> filter;
    if (request.argc() == 2) {
      filter = command -> true;
    } else if (request.argc() != 5 || !request.is(2, "FILTERBY")) {
      reply.error(Errors.SYNTAX);
      return;
    } else if (request.is(3, "MODULE")) {
      filter = command -> false; // There are no modules.
    } else if (request.is(3, "ACLCAT")) {
      Optional<AclCategory> category = AclCategory.named(request.text(4));
      filter = command -> category.isPresent() && command.categories().contains(category.get());
    } else if (request.is(3, "PATTERN")) {
      Glob glob = Glob.ignoringCase(request.value(4));
      filter = command -> glob.matches(Bytes.utf8(command.fullName()));
    } else {
      reply.error(Errors.SYNTAX);
      return;
    }
    List<Command> found =
        commands(connection).commandsAndSubcommands().stream().filter(filter).toList();
    reply.array(found.size());
    found.forEach(command -> reply.bulk(command.fullName()));
  }

  private static CommandTable commands(Connection connection) {
    return connection.server().commands();
  }
}
