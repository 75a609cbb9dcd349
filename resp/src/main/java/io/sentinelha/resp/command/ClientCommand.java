package io.sentinelha.resp.command;

import static io.sentinelha.resp.server.AclCategory.CONNECTION;
import static io.sentinelha.resp.server.CommandFlag.ADMIN;
import static io.sentinelha.resp.server.CommandFlag.LOADING;
import static io.sentinelha.resp.server.CommandFlag.NOSCRIPT;
import static io.sentinelha.resp.server.CommandFlag.STALE;

import io.sentinelha.resp.server.Argument;
import io.sentinelha.resp.server.ArgumentType;
import io.sentinelha.resp.server.Command;
import io.sentinelha.resp.server.CommandBuilder;
import io.sentinelha.resp.server.Handler;

/** What CLIENT consists of. */
final class ClientCommand {

  private static final Argument CLIENT_ID = Argument.of("client-id", ArgumentType.INTEGER);
  private static final Argument ON_OFF =
      Argument.oneOf("enabled", Argument.word("ON"), Argument.word("OFF"));

  private ClientCommand() {}

  static Command client() {
    return Command.named("client")
        .arity(-2)
        .docs("connection", "2.4.0", "Depends on the subcommand", "Commands about connections")
        .subcommands(id(), info(), list(), kill(), getName(), setName(), setInfo())
        .subcommands(reply(), pause(), unpause(), noEvict(), unblock())
        .subcommands(tracking(), trackingInfo(), caching(), getRedir())
        .subcommands(Help.subcommand("connection", "5.0.0").categories(CONNECTION))
        .build();
  }

  private static CommandBuilder id() {
    return named("id", 2, (c, request, reply) -> reply.integer(c.id()))
        .docs("connection", "5.0.0", "O(1)", "Tells the number of this connection");
  }

  private static CommandBuilder info() {
    return named("info", 2, ClientList::info)
        .tips("nondeterministic_output")
        .docs("connection", "6.2.0", "O(1)", "Describes this connection");
  }

  private static CommandBuilder list() {
    return admin("list", -2, ClientList::list)
        .tips("nondeterministic_output")
        .docs("connection", "2.4.0", "O(N), N being the connections", "Describes connections")
        .arguments(
            Argument.oneOf(
                    "normal_master_replica_pubsub",
                    Argument.word("NORMAL"),
                    Argument.word("MASTER"),
                    Argument.word("REPLICA"),
                    Argument.word("PUBSUB"))
                .token("TYPE")
                .since("5.0.0")
                .optional(),
            Argument.block("id", CLIENT_ID.multiple()).token("ID").since("6.2.0").optional());
  }

  private static CommandBuilder kill() {
    return admin("kill", -3, ClientKill::kill)
        .docs("connection", "2.4.0", "O(N), N being the connections", "Ends connections")
        .arguments(
            Argument.oneOf(
                "filter",
                Argument.of("ip:port", ArgumentType.STRING),
                Argument.oneOf(
                        "new-format",
                        CLIENT_ID.token("ID").since("2.8.12").optional(),
                        Argument.oneOf(
                                "normal_master_slave_pubsub",
                                Argument.word("NORMAL"),
                                Argument.word("MASTER").since("3.2.0"),
                                Argument.word("SLAVE"),
                                Argument.word("REPLICA").since("5.0.0"),
                                Argument.word("PUBSUB"))
                            .token("TYPE")
                            .since("2.8.12")
                            .optional(),
                        Argument.of("username", ArgumentType.STRING).token("USER").optional(),
                        Argument.of("ip:port", ArgumentType.STRING).token("ADDR").optional(),
                        Argument.of("ip:port", ArgumentType.STRING)
                            .token("LADDR")
                            .since("6.2.0")
                            .optional(),
                        Argument.of("yes/no", ArgumentType.STRING).token("SKIPME").optional())
                    .multiple()));
  }

  private static CommandBuilder getName() {
    return named("getname", 2, ClientState::getName)
        .docs("connection", "2.6.9", "O(1)", "Tells the name of this connection");
  }

  private static CommandBuilder setName() {
    return named("setname", 3, ClientState::setName)
        .docs("connection", "2.6.9", "O(1)", "Gives this connection a name")
        .arguments(Argument.of("connection-name", ArgumentType.STRING));
  }

  private static CommandBuilder setInfo() {
    return named("setinfo", 4, ClientState::setInfo)
        .docs("connection", "7.2.0", "O(1)", "Says which library the client uses")
        .arguments(
            Argument.oneOf(
                "attr",
                Argument.of("libname", ArgumentType.STRING).token("LIB-NAME"),
                Argument.of("libver", ArgumentType.STRING).token("LIB-VER")));
  }

  private static CommandBuilder reply() {
    return named("reply", 3, ClientState::reply)
        .docs("connection", "3.2.0", "O(1)", "Chooses whether this connection hears replies")
        .arguments(
            Argument.oneOf(
                "on_off_skip", Argument.word("ON"), Argument.word("OFF"), Argument.word("SKIP")));
  }

  private static CommandBuilder pause() {
    return admin("pause", -3, ClientState::pause)
        .docs("connection", "2.9.50", "O(1)", "Lets the commands of all clients wait for a time")
        .arguments(
            Argument.of("timeout", ArgumentType.INTEGER),
            Argument.oneOf("mode", Argument.word("WRITE"), Argument.word("ALL"))
                .since("6.2.0")
                .optional());
  }

  private static CommandBuilder unpause() {
    return admin("unpause", 2, ClientState::unpause)
        .docs("connection", "6.2.0", "O(N), N being the paused clients", "Ends the pause");
  }

  private static CommandBuilder noEvict() {
    return admin("no-evict", 3, ClientState::noEvict)
        .docs("connection", "7.0.0", "O(1)", "Keeps this connection when memory is short")
        .arguments(ON_OFF);
  }

  private static CommandBuilder unblock() {
    return admin("unblock", -3, ClientState::unblock)
        .docs("connection", "5.0.0", "O(log N), N being the connections", "Frees a blocked client")
        .arguments(
            CLIENT_ID,
            Argument.oneOf("timeout_error", Argument.word("TIMEOUT"), Argument.word("ERROR"))
                .optional());
  }

  private static CommandBuilder tracking() {
    return named("tracking", -3, ClientTracking::tracking)
        .docs("connection", "6.0.0", "O(1)", "Turns help with the client's own cache on or off")
        .arguments(
            Argument.oneOf("status", Argument.word("ON"), Argument.word("OFF")),
            CLIENT_ID.token("REDIRECT").optional(),
            Argument.of("prefix", ArgumentType.STRING).token("PREFIX").optional().multipleTokens(),
            Argument.word("BCAST").optional(),
            Argument.word("OPTIN").optional(),
            Argument.word("OPTOUT").optional(),
            Argument.word("NOLOOP").optional());
  }

  private static CommandBuilder trackingInfo() {
    return named("trackinginfo", 2, ClientTracking::info)
        .docs("connection", "6.2.0", "O(1)", "Tells what CLIENT TRACKING was told");
  }

  private static CommandBuilder caching() {
    return named("caching", 3, ClientTracking::caching)
        .docs("connection", "6.0.0", "O(1)", "Says whether the next command is tracked")
        .arguments(Argument.oneOf("mode", Argument.word("YES"), Argument.word("NO")));
  }

  private static CommandBuilder getRedir() {
    return named("getredir", 2, ClientTracking::redirection)
        .docs("connection", "6.0.0", "O(1)", "Tells which connection hears of invalid keys");
  }

  private static CommandBuilder named(String name, int arity, Handler handler) {
    return Command.named(name)
        .arity(arity)
        .flags(NOSCRIPT, LOADING, STALE)
        .categories(CONNECTION)
        .handler(handler);
  }

  private static CommandBuilder admin(String name, int arity, Handler handler) {
    return named(name, arity, handler).flags(ADMIN);
  }
}
