package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.CommandError;
import java.util.List;
import java.util.function.Predicate;

/** CLIENT KILL, in its old form with an address and its new form with filters. */
final class ClientKill {

  private ClientKill() {}

  static void kill(Call call) {
    Args args = call.args();
    if (args.count() == 3) {
      String address = args.text(2);
      List<Client> found = find(call, client -> client.transport().remote().equals(address), false);
      if (found.isEmpty()) {
        throw CommandError.of("ERR No such client");
      }
      end(call, found.subList(0, 1));
      call.reply().ok();
      return;
    }
    boolean skipMe = true;
    Predicate<Client> filter = client -> true;
    for (int i = 2; i < args.count(); i += 2) {
      if (i + 1 >= args.count()) {
        throw CommandError.SYNTAX;
      }
      if (args.is(i, "SKIPME")) {
        skipMe = yes(args, i + 1);
      } else {
        filter = filter.and(filter(call, i));
      }
    }
    List<Client> found = find(call, filter, skipMe);
    end(call, found);
    call.reply().integer(found.size());
  }

  private static boolean yes(Args args, int index) {
    if (!args.is(index, "yes") && !args.is(index, "no")) {
      throw CommandError.SYNTAX;
    }
    return args.is(index, "yes");
  }

  private static Predicate<Client> filter(Call call, int at) {
    Args args = call.args();
    String text = args.text(at + 1);
    if (args.is(at, "ID")) {
      CommandError refusal = CommandError.of("ERR client-id should be greater than 0");
      long id = args.number(at + 1, refusal);
      if (id < 1) {
        throw refusal;
      }
      return client -> client.id() == id;
    }
    if (args.is(at, "TYPE")) {
      ClientType type = ClientType.named(text);
      return type::includes;
    }
    if (args.is(at, "ADDR")) {
      return client -> client.transport().remote().equals(text);
    }
    if (args.is(at, "LADDR")) {
      return client -> client.transport().local().equals(text);
    }
    if (args.is(at, "USER")) {
      if (!call.engine().access().exists(text)) {
        throw CommandError.of("ERR No such user '" + text + "'");
      }
      return client -> client.user().equals(text);
    }
    throw CommandError.SYNTAX;
  }

  private static List<Client> find(Call call, Predicate<Client> filter, boolean skipMe) {
    return call.engine().clients().all().stream()
        .filter(client -> !skipMe || client != call.client())
        .filter(filter)
        .toList();
  }

  /** The caller gets its reply before it goes. */
  private static void end(Call call, List<Client> which) {
    for (Client client : which) {
      if (client == call.client()) {
        client.closeAfterReply();
      } else {
        client.transport().close();
      }
    }
  }
}
