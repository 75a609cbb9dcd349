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
import io.sentinelha.resp.server.AclLog;
import io.sentinelha.resp.server.Argument;
import io.sentinelha.resp.server.ArgumentType;
import io.sentinelha.resp.server.Command;
import io.sentinelha.resp.server.Connection;
import io.sentinelha.resp.server.Errors;
import io.sentinelha.resp.server.User;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** AUTH and HELLO. */
final class AuthCommands {

  private static final String WRONG_PASSWORD =
      "WRONGPASS invalid username-password pair or user is disabled.";
  private static final String NO_PASSWORD_NEEDED =
      "ERR AUTH <password> called without any password configured for the default user."
          + " Are you sure your configuration is correct?";
  private static final String HELLO_NEEDS_AUTH =
      "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH"
          + " <user> <pass> option can be used to authenticate the client and select the RESP"
          + " protocol version at the same time";

  private AuthCommands() {}

  static Command auth() {
    return Command.named("auth")
        .arity(-2)
        .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
        .categories(CONNECTION)
        .docs("connection", "1.0.0", "O(N), N being the user's passwords", "Says who the client is")
        .arguments(
            Argument.of("username", ArgumentType.STRING).since("6.0.0").optional(),
            Argument.of("password", ArgumentType.STRING))
        .handler(AuthCommands::auth)
        .build();
  }

  static Command hello(Supplier<ServerIdentity> identity) {
    return Command.named("hello")
        .arity(-1)
        .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
        .categories(CONNECTION)
        .docs("connection", "6.0.0", "O(1)", "Chooses the protocol and tells about the server")
        .arguments(
            Argument.block(
                    "arguments",
                    Argument.of("protover", ArgumentType.INTEGER),
                    Argument.block(
                            "username_password",
                            Argument.of("username", ArgumentType.STRING),
                            Argument.of("password", ArgumentType.STRING))
                        .token("AUTH")
                        .optional(),
                    Argument.of("clientname", ArgumentType.STRING).token("SETNAME").optional())
                .optional())
        .handler((connection, request, reply) -> hello(connection, request, reply, identity.get()))
        .build();
  }

  private static void auth(Connection connection, Request request, RespWriter reply) {
    if (request.argc() > 3) {
      reply.error(Errors.SYNTAX);
    } else if (request.argc() == 3) {
      answer(reply, authenticate("auth", connection, request.text(1), request.bytes(2)));
    } else if (connection.server().users().defaultUser().needsNoPassword()) {
      reply.error(NO_PASSWORD_NEEDED);
    } else {
      answer(reply, authenticate("auth", connection, User.DEFAULT, request.bytes(1)));
    }
  }

  private static void hello(
      Connection connection, Request request, RespWriter reply, ServerIdentity identity) {
    Protocol protocol = connection.protocol();
    if (request.argc() > 1) {
      OptionalLong version = request.integer(1);
      if (version.isEmpty()) {
        reply.error("ERR Protocol version is not an integer or out of range");
        return;
      }
      if (version.getAsLong() < 2 || version.getAsLong() > 3) {
        reply.error("NOPROTO unsupported protocol version");
        return;
      }
      protocol = version.getAsLong() == 3 ? Protocol.RESP3 : Protocol.RESP2;
    }
    String failure = helloOptions(connection, request);
    if (failure == null && connection.mustAuthenticate()) {
      failure = HELLO_NEEDS_AUTH;
    }
    if (failure != null) {
      reply.error(failure);
      return;
    }
    connection.speak(protocol);
    describe(connection, reply, identity);
  }

  /** Obeys the options one by one, as Redis does; null unless one is wrong. */
  private static @Nullable String helloOptions(Connection connection, Request request) {
    int at = 2;
    while (at < request.argc()) {
      int more = request.argc() - 1 - at;
      String failure;
      if (request.is(at, "AUTH") && more >= 2) {
        failure = authenticate("hello", connection, request.text(at + 1), request.bytes(at + 2));
        at += 3;
      } else if (request.is(at, "SETNAME") && more >= 1) {
        failure = ClientNames.rename(connection, request, at + 1);
        at += 2;
      } else {
        return "ERR Syntax error in HELLO option '" + request.text(at) + "'";
      }
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }

  private static void describe(Connection connection, RespWriter reply, ServerIdentity identity) {
    reply.map(identity.role().isPresent() ? 7 : 6);
    reply.bulk("server").bulk(identity.server());
    reply.bulk("version").bulk(identity.version());
    reply.bulk("proto").integer(connection.protocol().number());
    reply.bulk("id").integer(connection.id());
    reply.bulk("mode").bulk(identity.mode());
    identity.role().ifPresent(role -> reply.bulk("role").bulk(role));
    reply.bulk("modules").array(0);
  }

  /** Checks a password and notes a wrong one; null if it is right. */
  private static @Nullable String authenticate(
      String command, Connection connection, String username, byte[] password) {
    Optional<User> user = connection.server().users().authenticate(username, password);
    if (user.isPresent()) {
      connection.authenticateAs(user.get());
      return null;
    }
    connection.server().aclLog().add(AclLog.Reason.AUTH, command, username, connection);
    return WRONG_PASSWORD;
  }

  private static void answer(RespWriter reply, @Nullable String failure) {
    if (failure == null) {
      reply.ok();
    } else {
      reply.error(failure);
    }
  }
}
