package io.sentinelha.server.command;

import io.sentinelha.resp.server.CommandFlag;
import io.sentinelha.server.engine.Command;
import io.sentinelha.server.engine.KeySpec;
import io.sentinelha.server.engine.Reply;
import java.util.List;

/** Commands as COMMAND, COMMAND INFO and COMMAND DOCS describe them. */
final class CommandDescription {

  private CommandDescription() {}

  /** The ten fields of COMMAND INFO. */
  static void info(Command command, Reply reply) {
    reply.array(10);
    reply.bulk(command.fullName()).integer(command.arity());
    reply.set(command.flags().size());
    for (CommandFlag flag : command.flags()) {
      reply.simple(flag.word());
    }
    command.legacyKeys().forEach(reply::integer);
    reply.set(command.categories().size());
    command.categories().forEach(category -> reply.simple("@" + category.word()));
    reply.set(command.tips().size());
    command.tips().forEach(reply::bulk);
    reply.set(command.keys().size());
    command.keys().forEach(spec -> write(spec, reply));
    List<Command> subcommands = command.subcommands();
    if (subcommands.isEmpty()) {
      reply.set(0); // As Redis: an empty set, but a full array.
    } else {
      reply.array(subcommands.size());
      subcommands.forEach(sub -> info(sub, reply));
    }
  }

  static void flags(KeySpec spec, Reply reply) {
    reply.set(spec.flags().size());
    spec.flags().forEach(reply::simple);
  }

  private static void write(KeySpec spec, Reply reply) {
    reply.map(3);
    reply.bulk("flags");
    flags(spec, reply);
    reply.bulk("begin_search").map(2).bulk("type");
    if (spec.keyword() != null) {
      reply.bulk("keyword").bulk("spec").map(2);
      reply.bulk("keyword").bulk(spec.keyword()).bulk("startfrom").integer(spec.begin());
    } else if (spec.begin() > 0) {
      reply.bulk("index").bulk("spec").map(1).bulk("index").integer(spec.begin());
    } else {
      reply.bulk("unknown").bulk("spec").map(0);
    }
    reply.bulk("find_keys").map(2).bulk("type");
    switch (spec.find()) {
      case RANGE -> numbers(spec, reply, "range", "lastkey", "keystep", "limit");
      case KEYNUM -> numbers(spec, reply, "keynum", "keynumidx", "firstkey", "keystep");
      case UNKNOWN -> reply.bulk("unknown").bulk("spec").map(0);
    }
  }

  private static void numbers(KeySpec spec, Reply reply, String type, String... names) {
    reply.bulk(type).bulk("spec").map(names.length);
    for (int i = 0; i < names.length; i++) {
      reply.bulk(names[i]).integer(spec.numbers().get(i));
    }
  }

  /** The map of COMMAND DOCS. */
  static void docs(List<Command> commands, Reply reply) {
    reply.map(commands.size());
    for (Command command : commands) {
      reply.bulk(command.fullName());
      docs(command, reply);
    }
  }

  private static void docs(Command command, Reply reply) {
    Command.Docs docs = command.docs();
    List<Command> subcommands = command.subcommands();
    reply.map(3 + (docs.complexity().isEmpty() ? 0 : 1) + (subcommands.isEmpty() ? 0 : 1));
    reply.bulk("summary").bulk(docs.summary());
    reply.bulk("since").bulk(docs.since());
    reply.bulk("group").bulk(docs.group());
    if (!docs.complexity().isEmpty()) {
      reply.bulk("complexity").bulk(docs.complexity());
    }
    if (!subcommands.isEmpty()) {
      reply.bulk("subcommands");
      docs(subcommands, reply);
    }
  }
}
