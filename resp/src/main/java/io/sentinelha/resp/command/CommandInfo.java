package io.sentinelha.resp.command;

import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.Command;
import io.sentinelha.resp.server.Keys;
import java.util.List;
import java.util.Optional;

/** A command in the ten fields of COMMAND and COMMAND INFO. */
final class CommandInfo {

  private CommandInfo() {}

  static void write(List<Command> commands, RespWriter reply) {
    reply.array(commands.size());
    commands.forEach(command -> write(command, reply));
  }

  static void write(Command command, RespWriter reply) {
    Optional<Keys> keys = command.keys();
    reply.array(10);
    reply.bulk(command.fullName());
    reply.integer(command.arity());
    reply.set(command.flags().size());
    command.flags().forEach(flag -> reply.simple(flag.word()));
    reply.integer(keys.map(Keys::first).orElse(0));
    reply.integer(keys.map(Keys::last).orElse(0));
    reply.integer(keys.map(Keys::step).orElse(0));
    reply.set(command.categories().size());
    command.categories().forEach(category -> reply.simple("@" + category.word()));
    reply.set(command.tips().size());
    command.tips().forEach(reply::bulk);
    if (keys.isPresent()) {
      reply.set(1);
      write(keys.get(), reply);
    } else {
      reply.set(0);
    }
    List<Command> subcommands = command.subcommands();
    if (subcommands.isEmpty()) {
      reply.set(0); // As Redis: an empty set, but a full array.
    } else {
      write(subcommands, reply);
    }
  }

  private static void write(Keys keys, RespWriter reply) {
    reply.map(3);
    reply.bulk("flags").set(keys.flags().size());
    keys.flags().forEach(reply::simple);
    reply.bulk("begin_search").map(2);
    reply.bulk("type").bulk("index");
    reply.bulk("spec").map(1).bulk("index").integer(keys.first());
    reply.bulk("find_keys").map(2);
    reply.bulk("type").bulk("range");
    reply.bulk("spec").map(3);
    // A last key that counts from the front is told relative to the first.
    reply.bulk("lastkey").integer(keys.last() < 0 ? keys.last() : keys.last() - keys.first());
    reply.bulk("keystep").integer(keys.step());
    reply.bulk("limit").integer(0);
  }
}
