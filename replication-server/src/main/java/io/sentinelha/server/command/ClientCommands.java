package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Registry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** CLIENT, without KILL. */
final class ClientCommands {

  private static final String UNBLOCKED = "UNBLOCKED client unblocked via CLIENT UNBLOCK";

  ClientCommands() {}

  void register(Registry registry) {
    registry
        .on("client|id", call -> call.reply().integer(call.client().id()))
        .on("client|info", call -> verbatim(call, List.of(call.client())))
        .on("client|list", ClientCommands::list)
        .on("client|getname", ClientCommands::getName)
        .on("client|setname", ClientCommands::setName)
        .on("client|getredir", call -> call.reply().integer(-1))
        .on("client|reply", ClientCommands::replyMode)
        .on("client|pause", ClientCommands::pause)
        .on("client|unpause", ClientCommands::unpause)
        .on("client|unblock", ClientCommands::unblock)
        .on("client|no-evict", ClientCommands::noEvict)
        .on("client|tracking", ClientCommands::tracking)
        .on("client|trackinginfo", ClientCommands::trackingInfo)
        .on("client|caching", ClientCommands::caching)
        .on("client|help", call -> Help.write(call, "CLIENT"))
        .on("client|kill", ClientKill::kill);
  }

  private static void list(Call call) {
    Args args = call.args();
    List<Client> told = new ArrayList<>(call.engine().clients().all());
    if (args.count() >= 4 && args.is(2, "ID")) {
      Set<Long> wanted = new LinkedHashSet<>();
      for (int i = 3; i < args.count(); i++) {
        wanted.add(args.number(i, CommandError.of("ERR Invalid client ID")));
      }
      told.removeIf(client -> !wanted.contains(client.id()));
    } else if (args.count() == 4 && args.is(2, "TYPE")) {
      ClientType type = ClientType.named(args.text(3));
      told.removeIf(client -> !type.includes(client));
    } else if (args.count() != 2) {
      throw CommandError.SYNTAX;
    }
    verbatim(call, told);
  }

  private static void verbatim(Call call, List<Client> clients) {
    StringBuilder text = new StringBuilder();
    for (Client client : clients) {
      text.append(ClientLine.of(client, call.now())).append('\n');
    }
    call.reply().verbatim("txt", text.toString());
  }

  private static void getName(Call call) {
    String name = call.client().name();
    if (name.isEmpty()) {
      call.reply().nil();
    } else {
      call.reply().bulk(name);
    }
  }

  private static void setName(Call call) {
    call.client().name(checkedName(call.args(), 2));
    call.reply().ok();
  }

  /** A name for a client; refused if it would break the lines of CLIENT LIST. */
  static String checkedName(Args args, int index) {
    for (byte b : args.bytes(index)) {
      if (b < '!' || b > '~') {
        throw CommandError.of(
            "ERR Client names cannot contain spaces, newlines or special characters.");
      }
    }
    return args.text(index);
  }

  private static void replyMode(Call call) {
    Client client = call.client();
    Args args = call.args();
    if (args.is(2, "ON")) {
      client.replyMode(Client.ReplyMode.ON);
      call.reply().ok();
    } else if (args.is(2, "OFF")) {
      client.replyMode(Client.ReplyMode.OFF);
    } else if (args.is(2, "SKIP")) {
      if (client.replyMode() != Client.ReplyMode.OFF) {
        client.replyMode(Client.ReplyMode.SKIP_NEXT);
      }
    } else {
      throw CommandError.SYNTAX;
    }
  }

  private static void pause(Call call) {
    Args args = call.args();
    boolean everything = true;
    if (args.count() == 4) {
      everything = args.is(3, "ALL");
      if (!everything && !args.is(3, "WRITE")) {
        throw CommandError.of("ERR CLIENT PAUSE mode must be WRITE or ALL");
      }
    } else if (args.count() > 4) {
      throw CommandError.SYNTAX;
    }
    long millis = args.number(2, CommandError.of("ERR timeout is not an integer or out of range"));
    if (millis < 0) {
      throw CommandError.of("ERR timeout is negative");
    }
    call.engine().pause().begin(call.now() + millis, everything);
    call.reply().ok();
  }

  private static void unpause(Call call) {
    call.engine().pause().end();
    call.reply().ok();
  }

  private static void unblock(Call call) {
    Args args = call.args();
    boolean error = false;
    if (args.count() == 4) {
      error = args.is(3, "ERROR");
      if (!error && !args.is(3, "TIMEOUT")) {
        throw CommandError.of("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
      }
    } else if (args.count() > 4) {
      throw CommandError.SYNTAX;
    }
    Client target = call.engine().clients().find(args.number(2));
    boolean done =
        target != null && call.engine().blocking().unblock(target, error ? UNBLOCKED : null);
    call.reply().integer(done ? 1 : 0);
  }

  private static void tracking(Call call) {
    if (!call.args().is(2, "OFF")) {
      throw call.args().is(2, "ON")
          ? CommandError.of("ERR client side caching is not supported by this server")
          : CommandError.SYNTAX;
    }
    call.reply().ok();
  }

  private static void trackingInfo(Call call) {
    call.reply().map(3).bulk("flags").set(1).bulk("off");
    call.reply().bulk("redirect").integer(-1).bulk("prefixes").array(0);
  }

  private static void caching(Call call) {
    throw CommandError.of(
        "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or"
            + " OPTOUT mode enabled");
  }

  private static void noEvict(Call call) {
    String word = call.args().text(2).toLowerCase(Locale.ROOT);
    if (!word.equals("on") && !word.equals("off")) {
      throw CommandError.SYNTAX;
    }
    call.client().noEvict(word.equals("on"));
    call.reply().ok();
  }
}
