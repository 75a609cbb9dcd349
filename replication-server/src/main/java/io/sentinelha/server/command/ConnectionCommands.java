package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.Registry;

/** Commands about the connection. */
final class ConnectionCommands implements CommandFamily {

  private static final CommandError NO_PROTOCOL =
      CommandError.of("NOPROTO unsupported protocol version");
  private static final CommandError NO_PASSWORD =
      CommandError.of(
          "ERR AUTH <password> called without any password configured for the default user. Are"
              + " you sure your configuration is correct?");

  ConnectionCommands() {}

  @Override
  public void register(Registry registry) {
    registry
        .table(ConnectionCommands.class, "connection.txt")
        .on("ping", ConnectionCommands::ping)
        .on("echo", call -> call.reply().bulk(call.args().slice(1)))
        .on("auth", ConnectionCommands::auth)
        .on("hello", ConnectionCommands::hello)
        .on("select", ConnectionCommands::select)
        .on("quit", ConnectionCommands::quit)
        .on("reset", ConnectionCommands::reset);
    new ClientCommands().register(registry);
  }

  private static void ping(Call call) {
    Args args = call.args();
    if (args.count() > 2) {
      throw CommandError.of("ERR wrong number of arguments for 'ping' command");
    }
    Client client = call.client();
    if (client.protocol() == 2 && client.subscriptions() > 0) {
      call.reply().array(2).bulk("pong");
      if (args.count() == 2) {
        call.reply().bulk(args.slice(1));
      } else {
        call.reply().bulk("");
      }
    } else if (args.count() == 2) {
      call.reply().bulk(args.slice(1));
    } else {
      call.reply().simple("PONG");
    }
  }

  private static void auth(Call call) {
    Args args = call.args();
    if (args.count() > 3) {
      throw CommandError.SYNTAX;
    }
    if (args.count() == 2 && !call.engine().access().needsPassword()) {
      throw NO_PASSWORD;
    }
    String user = args.count() == 3 ? args.text(1) : "default";
    CommandError refusal =
        call.engine().access().authenticate(call.client(), user, args.bytes(args.count() - 1));
    if (refusal != null) {
      throw refusal;
    }
    call.reply().ok();
  }

  private static void hello(Call call) {
    Args args = call.args();
    Client client = call.client();
    int version = client.protocol();
    int next = 1;
    if (args.count() > 1) {
      long wanted =
          args.number(1, CommandError.of("ERR Protocol version is not an integer or out of range"));
      if (wanted < 2 || wanted > 3) {
        throw NO_PROTOCOL;
      }
      version = (int) wanted;
      next = 2;
    }
    int user = 0;
    int name = 0;
    for (int i = next; i < args.count(); i++) {
      int left = args.count() - i - 1;
      if (args.is(i, "AUTH") && left >= 2) {
        user = i + 1;
        i += 2;
      } else if (args.is(i, "SETNAME") && left >= 1) {
        name = ++i;
      } else {
        throw CommandError.latin("ERR Syntax error in HELLO option '" + args.printed(i) + "'");
      }
    }
    enter(call, user);
    if (name > 0) {
      client.name(ClientCommands.checkedName(args, name));
    }
    client.protocol(version);
    describe(call);
  }

  private static void enter(Call call, int user) {
    if (user > 0) {
      CommandError refusal =
          call.engine()
              .access()
              .authenticate(call.client(), call.args().text(user), call.args().bytes(user + 1));
      if (refusal != null) {
        throw refusal;
      }
    }
    if (!call.client().isAuthenticated()) {
      throw CommandError.of(
          "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO"
              + " <proto> AUTH <user> <pass> option can be used to authenticate the client and"
              + " select the RESP protocol version at the same time");
    }
  }

  private static void describe(Call call) {
    Engine engine = call.engine();
    call.reply().map(7);
    call.reply().bulk("server").bulk("redis");
    call.reply().bulk("version").bulk(ServerCommands.REDIS_VERSION);
    call.reply().bulk("proto").integer(call.client().protocol());
    call.reply().bulk("id").integer(call.client().id());
    call.reply().bulk("mode").bulk("standalone");
    call.reply().bulk("role").bulk(engine.isReplica() ? "replica" : "master");
    call.reply().bulk("modules").array(0);
  }

  private static void select(Call call) {
    long index = call.args().number(1);
    call.client().select(call.engine().databases().named(index));
    call.reply().ok();
  }

  private static void quit(Call call) {
    call.reply().ok();
    call.client().closeAfterReply();
  }

  private static void reset(Call call) {
    Client client = call.client();
    Engine engine = call.engine();
    engine.transactions().discard(client);
    engine.pubSub().forget(client);
    engine.observed().monitors().remove(client);
    client.noEvict(false);
    client.name("");
    client.protocol(2);
    client.replyMode(Client.ReplyMode.ON);
    client.select(engine.databases().named(0));
    client.authenticate(engine.access().isOpen(), "default");
    call.reply().simple("RESET");
  }
}
