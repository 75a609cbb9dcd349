package io.sentinelha.resp.command;

import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.ClientInfo;
import io.sentinelha.resp.server.Clients;
import io.sentinelha.resp.server.Connection;
import io.sentinelha.resp.server.Errors;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** CLIENT LIST and CLIENT INFO. */
final class ClientList {

  private ClientList() {}

  static void info(Connection connection, Request request, RespWriter reply) {
    reply.verbatim("txt", ClientInfo.of(connection) + "\n");
  }

  static void list(Connection connection, Request request, RespWriter reply) {
    Clients clients = connection.server().clients();
    if (request.argc() == 2) {
      write(clients.all().stream(), reply);
    } else if (request.argc() == 4 && request.is(2, "TYPE")) {
      listType(clients, request, reply);
    } else if (request.argc() > 3 && request.is(2, "ID")) {
      listIds(clients, request, reply);
    } else {
      reply.error(Errors.SYNTAX);
    }
  }

  private static void listType(Clients clients, Request request, RespWriter reply) {
    ClientType type = ClientType.of(request, 3);
    if (type == null) {
      reply.error("ERR Unknown client type '" + request.text(3) + "'");
    } else {
      write(clients.all().stream().filter(type::includes), reply);
    }
  }

  private static void listIds(Clients clients, Request request, RespWriter reply) {
    List<Connection> found = new ArrayList<>();
    for (int i = 3; i < request.argc(); i++) {
      OptionalLong id = request.integer(i);
      if (id.isEmpty()) {
        reply.error("ERR Invalid client ID");
        return;
      }
      clients.find(id.getAsLong()).ifPresent(found::add);
    }
    write(found.stream(), reply);
  }

  private static void write(Stream<Connection> clients, RespWriter reply) {
    StringBuilder lines = new StringBuilder();
    clients.forEach(client -> lines.append(ClientInfo.of(client)).append('\n'));
    reply.verbatim("txt", lines.toString());
  }
}
