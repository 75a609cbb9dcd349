package io.sentinelha.resp.command;

import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.Command;
import io.sentinelha.resp.server.Connection;
import io.sentinelha.resp.server.Keys;
import java.util.Optional;
import java.util.function.BiConsumer;

/** COMMAND GETKEYS and COMMAND GETKEYSANDFLAGS. */
final class CommandKeys {

  private CommandKeys() {}

  static void keys(Connection connection, Request request, RespWriter reply) {
    find(connection, request.tail(2), reply, (keys, inner) -> writeKeys(keys, inner, reply));
  }

  static void keysAndFlags(Connection connection, Request request, RespWriter reply) {
    find(connection, request.tail(2), reply, (keys, inner) -> writeBoth(keys, inner, reply));
  }

  private static void find(
      Connection connection, Request inner, RespWriter reply, BiConsumer<Keys, Request> found) {
    Optional<Command> command = connection.server().commands().find(inner);
    Optional<Keys> keys = command.flatMap(Command::keys);
    if (command.isEmpty()) {
      reply.error("ERR Invalid command specified");
    } else if (keys.isEmpty()) {
      reply.error("ERR The command has no key arguments");
    } else if (!command.get().takes(inner.argc())) {
      reply.error("ERR Invalid number of arguments specified for command");
    } else {
      found.accept(keys.get(), inner);
    }
  }

  private static void writeKeys(Keys keys, Request inner, RespWriter reply) {
    int[] positions = keys.positions(inner).toArray();
    reply.array(positions.length);
    for (int position : positions) {
      reply.bulk(inner, position);
    }
  }

  private static void writeBoth(Keys keys, Request inner, RespWriter reply) {
    int[] positions = keys.positions(inner).toArray();
    reply.array(positions.length);
    for (int position : positions) {
      reply.array(2).bulk(inner, position).set(keys.flags().size());
      keys.flags().forEach(reply::simple);
    }
  }
}
