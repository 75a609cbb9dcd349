package io.sentinelha.resp.command;

import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.Connection;
import io.sentinelha.resp.server.Errors;
import io.sentinelha.resp.server.PauseMode;
import io.sentinelha.resp.server.ReplyMode;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The subcommands of CLIENT that set or tell one thing. */
final class ClientState {

  private ClientState() {}

  static void getName(Connection connection, Request request, RespWriter reply) {
    if (connection.name().isEmpty()) {
      reply.nullBulk();
    } else {
      reply.bulk(connection.name());
    }
  }

  static void setName(Connection connection, Request request, RespWriter reply) {
    String failure = ClientNames.rename(connection, request, 2);
    if (failure == null) {
      reply.ok();
    } else {
      reply.error(failure);
    }
  }

  static void setInfo(Connection connection, Request request, RespWriter reply) {
    boolean name = request.is(2, "LIB-NAME");
    String option = request.text(2);
    if (!name && !request.is(2, "LIB-VER")) {
      reply.error("ERR Unrecognized option '" + option + "'");
    } else if (!ClientNames.isFit(request, 3)) {
      reply.error("ERR " + option + " cannot contain spaces, newlines or special characters.");
    } else {
      if (name) {
        connection.libraryName(request.text(3));
      } else {
        connection.libraryVersion(request.text(3));
      }
      reply.ok();
    }
  }

  static void reply(Connection connection, Request request, RespWriter reply) {
    if (request.is(2, "ON")) {
      connection.replyMode(ReplyMode.ON);
      reply.ok();
    } else if (request.is(2, "OFF")) {
      connection.replyMode(ReplyMode.OFF);
    } else if (!request.is(2, "SKIP")) {
      reply.error(Errors.SYNTAX);
    } else if (connection.replyMode() != ReplyMode.OFF) {
      connection.replyMode(ReplyMode.SKIP_NEXT);
    }
  }

  static void pause(Connection connection, Request request, RespWriter reply) {
    PauseMode mode = PauseMode.ALL;
    if (request.argc() > 4) {
      reply.error(Errors.wrongSubcommand("client", request.text(1)));
      return;
    }
    if (request.argc() == 4 && request.is(3, "WRITE")) {
      mode = PauseMode.WRITE;
    } else if (request.argc() == 4 && !request.is(3, "ALL")) {
      reply.error("ERR CLIENT PAUSE mode must be WRITE or ALL");
      return;
    }
    OptionalLong millis = request.integer(2);
    if (millis.isEmpty()) {
      reply.error("ERR timeout is not an integer or out of range");
    } else if (millis.getAsLong() < 0) {
      reply.error("ERR timeout is negative");
    } else if (millis.getAsLong() > Long.MAX_VALUE - System.currentTimeMillis()) {
      reply.error("ERR timeout is out of range"); // Redis 7.0 says OK, runs over, and does nothing.
    } else {
      connection.server().pause().begin(mode, TimeUnit.MILLISECONDS.toNanos(millis.getAsLong()));
      reply.ok();
    }
  }

  static void unpause(Connection connection, Request request, RespWriter reply) {
    connection.server().pause().end();
    reply.ok();
  }

  static void noEvict(Connection connection, Request request, RespWriter reply) {
    boolean on = request.is(2, "ON");
    if (!on && !request.is(2, "OFF")) {
      reply.error(Errors.SYNTAX);
      return;
    }
    connection.noEvict(on);
    reply.ok();
  }

  /** No command of this package blocks, so there is never anybody to free. */
  static void unblock(Connection connection, Request request, RespWriter reply) {
    if (request.argc() > 4) {
      reply.error(Errors.wrongSubcommand("client", request.text(1)));
    } else if (request.argc() == 4 && !request.is(3, "TIMEOUT") && !request.is(3, "ERROR")) {
      reply.error("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
    } else if (request.integer(2).isEmpty()) {
      reply.error(Errors.NOT_AN_INTEGER);
    } else {
      reply.integer(0);
    }
  }
}
