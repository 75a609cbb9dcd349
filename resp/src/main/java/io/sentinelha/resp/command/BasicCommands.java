package io.sentinelha.resp.command;

import static io.sentinelha.resp.server.AclCategory.CONNECTION;
import static io.sentinelha.resp.server.CommandFlag.ALLOW_BUSY;
import static io.sentinelha.resp.server.CommandFlag.FAST;
import static io.sentinelha.resp.server.CommandFlag.LOADING;
import static io.sentinelha.resp.server.CommandFlag.NOSCRIPT;
import static io.sentinelha.resp.server.CommandFlag.NO_AUTH;
import static io.sentinelha.resp.server.CommandFlag.STALE;

import io.sentinelha.resp.Protocol;
import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.Argument;
import io.sentinelha.resp.server.ArgumentType;
import io.sentinelha.resp.server.Command;
import io.sentinelha.resp.server.Connection;
import io.sentinelha.resp.server.Errors;
import io.sentinelha.resp.server.ReplyMode;
import io.sentinelha.resp.server.Tracking;
import java.util.OptionalLong;

/** PING, QUIT, ECHO, RESET, SELECT. */
final class BasicCommands {

  private BasicCommands() {}

  static Command ping() {
    return Command.named("ping")
        .arity(-1)
        .flags(FAST)
        .categories(CONNECTION)
        .tips("request_policy:all_shards", "response_policy:all_succeeded")
        .docs("connection", "1.0.0", "O(1)", "Answers PONG, or the message")
        .arguments(Argument.of("message", ArgumentType.STRING).optional())
        .allowedWhileSubscribed()
        .handler(BasicCommands::ping)
        .build();
  }

  static Command quit() {
    return Command.named("quit")
        .arity(-1)
        .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
        .categories(CONNECTION)
        .docs("connection", "1.0.0", "O(1)", "Ends the connection")
        .allowedWhileSubscribed()
        .handler(BasicCommands::quit)
        .build();
  }

  static Command echo() {
    return Command.named("echo")
        .arity(2)
        .flags(LOADING, STALE, FAST)
        .categories(CONNECTION)
        .docs("connection", "1.0.0", "O(1)", "Answers the message")
        .arguments(Argument.of("message", ArgumentType.STRING))
        .handler((connection, request, reply) -> reply.bulk(request, 1))
        .build();
  }

  static Command reset() {
    return Command.named("reset")
        .arity(1)
        .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
        .categories(CONNECTION)
        .docs("connection", "6.2.0", "O(1)", "Makes the connection as it was at the beginning")
        .allowedWhileSubscribed()
        .handler(BasicCommands::reset)
        .build();
  }

  static Command select(int databases) {
    return Command.named("select")
        .arity(2)
        .flags(LOADING, STALE, FAST)
        .categories(CONNECTION)
        .docs("connection", "1.0.0", "O(1)", "Chooses the database of the connection")
        .arguments(Argument.of("index", ArgumentType.INTEGER))
        .handler((connection, request, reply) -> select(connection, request, reply, databases))
        .build();
  }

  private static void ping(Connection connection, Request request, RespWriter reply) {
    if (request.argc() > 2) {
      reply.error("ERR wrong number of arguments for 'ping' command");
    } else if (connection.protocol() == Protocol.RESP2 && connection.isSubscriber()) {
      // A subscribed client of RESP2 takes everything for a message, so this looks like one.
      reply.array(2).bulk("pong");
      if (request.argc() == 2) {
        reply.bulk(request, 1);
      } else {
        reply.bulk("");
      }
    } else if (request.argc() == 2) {
      reply.bulk(request, 1);
    } else {
      reply.simple("PONG");
    }
  }

  private static void quit(Connection connection, Request request, RespWriter reply) {
    reply.ok();
    connection.closeAfterReply();
  }

  private static void reset(Connection connection, Request request, RespWriter reply) {
    connection.channels().forEach(connection::unsubscribe);
    connection.patterns().forEach(connection::unsubscribePattern);
    connection.speak(Protocol.RESP2);
    connection.deauthenticate();
    connection.rename("");
    connection.select(0);
    connection.track(Tracking.OFF);
    connection.replyMode(ReplyMode.ON);
    reply.simple("RESET");
  }

  private static void select(
      Connection connection, Request request, RespWriter reply, int databases) {
    OptionalLong index = request.integer(1);
    if (index.isEmpty()) {
      reply.error(Errors.NOT_AN_INTEGER);
    } else if (index.getAsLong() < 0 || index.getAsLong() >= databases) {
      reply.error("ERR DB index is out of range");
    } else {
      connection.select((int) index.getAsLong());
      reply.ok();
    }
  }
}
