package io.sentinelha.resp.command;

import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.Connection;
import io.sentinelha.resp.server.Errors;
import io.sentinelha.resp.server.User;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * CLIENT KILL, in its old form with one address and its new one with filters that must all match.
 */
final class ClientKill {

  private final Connection connection;
  private final Request request;
  private Predicate<Connection> filter = client -> true;
  private boolean skipMe = true;

  private ClientKill(Connection connection, Request request) {
    this.connection = connection;
    this.request = request;
  }

  static void kill(Connection connection, Request request, RespWriter reply) {
    ClientKill command = new ClientKill(connection, request);
    if (request.argc() == 3) {
      command.killAddress(reply);
    } else {
      command.killFiltered(reply);
    }
  }

  private void killAddress(RespWriter reply) {
    String address = request.text(2);
    filter = client -> client.remote().equals(address);
    skipMe = false;
    if (killAll() == 0) {
      reply.error("ERR No such client");
    } else {
      reply.ok();
    }
  }

  private void killFiltered(RespWriter reply) {
    for (int i = 2; i < request.argc(); i += 2) {
      String failure = i + 1 < request.argc() ? addFilter(i) : Errors.SYNTAX;
      if (failure != null) {
        reply.error(failure);
        return;
      }
    }
    reply.integer(killAll());
  }

  /** Understands one option and its value; null unless one is wrong. */
  private @Nullable String addFilter(int option) {
    int value = option + 1;
    String text = request.text(value);
    if (request.is(option, "ID")) {
      OptionalLong id = request.integer(value);
      if (id.isEmpty() || id.getAsLong() < 1) {
        return "ERR client-id should be greater than 0";
      }
      return and(client -> client.id() == id.getAsLong());
    }
    if (request.is(option, "TYPE")) {
      ClientType type = ClientType.of(request, value);
      return type == null ? "ERR Unknown client type '" + text + "'" : and(type::includes);
    }
    if (request.is(option, "ADDR")) {
      return and(client -> client.remote().equals(text));
    }
    if (request.is(option, "LADDR")) {
      return and(client -> client.local().equals(text));
    }
    if (request.is(option, "USER")) {
      Optional<User> user = connection.server().users().find(text);
      return user.isEmpty()
          ? "ERR No such user '" + text + "'"
          : and(client -> client.user() == user.get());
    }
    if (request.is(option, "SKIPME") && (request.is(value, "yes") || request.is(value, "no"))) {
      skipMe = request.is(value, "yes");
      return null;
    }
    return Errors.SYNTAX;
  }

  private @Nullable String and(Predicate<Connection> more) {
    filter = filter.and(more);
    return null;
  }

  /** How many were there to kill. */
  private int killAll() {
    int killed = 0;
    for (Connection client : connection.server().clients().all()) {
      if (!filter.test(client)) {
        continue;
      }
      if (client != connection) {
        killed += client.kill("CLIENT KILL by " + connection) ? 1 : 0;
      } else if (!skipMe) {
        connection.closeAfterReply();
        killed++;
      }
    }
    return killed;
  }
}
