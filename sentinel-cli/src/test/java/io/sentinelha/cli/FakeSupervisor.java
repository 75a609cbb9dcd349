package io.sentinelha.cli;

import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.command.ConnectionCommands;
import io.sentinelha.resp.command.ServerIdentity;
import io.sentinelha.resp.server.Command;
import io.sentinelha.resp.server.CommandServer;
import io.sentinelha.resp.server.CommandTable;
import io.sentinelha.resp.server.Connection;
import io.sentinelha.resp.server.ListenException;
import io.sentinelha.resp.server.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Answers like a supervisor that watches one primary called {@code orders}, on a real socket. */
final class FakeSupervisor implements AutoCloseable {

  private static final List<String> PRIMARY =
      List.of(
          "name", "orders", "ip", "127.0.0.1", "port", "6379", "flags", "master", "num-slaves",
          "2", "num-other-sentinels", "2", "quorum", "2", "config-epoch", "7");
  private static final List<String> REPLICA =
      List.of(
          "name", "127.0.0.1:6380", "flags", "slave", "master-link-status", "ok", "slave-priority",
          "100", "slave-repl-offset", "4711", "master-host", "127.0.0.1", "master-port", "6379");
  private static final List<String> PEER =
      List.of(
          "name", "abc", "ip", "127.0.0.1", "port", "26380", "runid", "abc", "flags", "sentinel",
          "last-hello-message", "100");

  private final CommandServer server;

  private FakeSupervisor(CommandServer server) {
    this.server = server;
  }

  static FakeSupervisor start(Users users) throws ListenException {
    ServerIdentity identity = new ServerIdentity("redis", "7.0.15", "sentinel", Optional.empty());
    List<Command> all = new ArrayList<>(ConnectionCommands.all(() -> identity));
    all.add(Command.named("sentinel").arity(-2).handler(FakeSupervisor::answer).build());
    CommandServer server = CommandServer.builder(CommandTable.of(all)).users(users).build();
    server.listen(List.of("127.0.0.1"), 0);
    return new FakeSupervisor(server);
  }

  String port() {
    return Integer.toString(server.addresses().get(0).getPort());
  }

  private static void answer(Connection connection, Request request, RespWriter reply) {
    String word = request.text(1).toLowerCase(Locale.ROOT);
    boolean known = request.argc() < 3 || request.text(2).equals("orders");
    if (word.equals("get-master-addr-by-name")) {
      if (known) {
        reply.array(2).bulk("127.0.0.1").bulk("6379");
      } else {
        reply.nullArray();
      }
    } else if (!known) {
      reply.error("ERR No such master with that name");
    } else {
      list(
          reply,
          Map.of(
                  "masters", List.of(PRIMARY),
                  "replicas", List.of(REPLICA, REPLICA),
                  "slaves", List.of(REPLICA, REPLICA),
                  "sentinels", List.of(PEER, PEER))
              .getOrDefault(word, List.of()));
    }
  }

  private static void list(RespWriter reply, List<List<String>> items) {
    reply.array(items.size());
    for (List<String> fields : items) {
      reply.map(fields.size() / 2);
      fields.forEach(reply::bulk);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
