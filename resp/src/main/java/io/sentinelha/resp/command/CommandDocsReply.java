package io.sentinelha.resp.command;

import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.Argument;
import io.sentinelha.resp.server.Argument.Trait;
import io.sentinelha.resp.server.Command;
import io.sentinelha.resp.server.CommandDocs;
import io.sentinelha.resp.server.CommandDocs.Deprecation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Commands in the maps of COMMAND DOCS. What is not known is not in the map. */
final class CommandDocsReply {

  private CommandDocsReply() {}

  static void write(List<Command> commands, RespWriter reply) {
    reply.map(commands.size());
    for (Command command : commands) {
      reply.bulk(command.fullName());
      write(command, reply);
    }
  }

  private static void write(Command command, RespWriter reply) {
    CommandDocs docs = command.docs();
    Optional<Deprecation> deprecation = docs.deprecation();
    List<Command> subcommands = command.subcommands();
    reply.map(
        4
            + (deprecation.isPresent() ? 3 : 0)
            + (docs.arguments().isEmpty() ? 0 : 1)
            + (subcommands.isEmpty() ? 0 : 1));
    reply.bulk("summary").bulk(docs.summary());
    reply.bulk("since").bulk(docs.since());
    reply.bulk("group").bulk(docs.group());
    reply.bulk("complexity").bulk(docs.complexity());
    if (deprecation.isPresent()) {
      reply.bulk("doc_flags").set(1).simple("deprecated");
      reply.bulk("deprecated_since").bulk(deprecation.get().since());
      reply.bulk("replaced_by").bulk(deprecation.get().replacedBy());
    }
    if (!docs.arguments().isEmpty()) {
      reply.bulk("arguments");
      writeArguments(docs.arguments(), reply);
    }
    if (!subcommands.isEmpty()) {
      reply.bulk("subcommands");
      write(subcommands, reply);
    }
  }

  private static void writeArguments(List<Argument> arguments, RespWriter reply) {
    reply.array(arguments.size());
    arguments.forEach(argument -> write(argument, reply));
  }

  private static void write(Argument argument, RespWriter reply) {
    reply.map(
        2
            + (argument.token().isPresent() ? 1 : 0)
            + (argument.since().isPresent() ? 1 : 0)
            + (argument.traits().isEmpty() ? 0 : 1)
            + (argument.parts().isEmpty() ? 0 : 1));
    reply.bulk("name").bulk(argument.name());
    reply.bulk("type").bulk(argument.type().word());
    argument.token().ifPresent(token -> reply.bulk("token").bulk(token));
    argument.since().ifPresent(since -> reply.bulk("since").bulk(since));
    if (!argument.traits().isEmpty()) {
      reply.bulk("flags").set(argument.traits().size());
      Arrays.stream(Trait.values())
          .filter(argument.traits()::contains)
          .forEach(trait -> reply.simple(trait.word()));
    }
    if (!argument.parts().isEmpty()) {
      reply.bulk("arguments");
      writeArguments(argument.parts(), reply);
    }
  }
}
