package io.sentinelha.cli;

import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.command.ConnectionCommands;
import io.sentinelha.resp.command.ServerIdentity;
import io.sentinelha.resp.server.Command;
import io.sentinelha.resp.server.CommandServer;
import io.sentinelha.resp.server.CommandTable;
import io.sentinelha.resp.server.ListenException;
import io.sentinelha.resp.server.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers like a supervisor that watches one primary called {@code orders}, on a real socket. */
final class FakeSupervisor implements AutoCloseable {

  private static final List<String> PRIMARY =
      List.of(
          "name",
          "orders",
          "ip",
          "127.0.0.1",
          "port",
          "6379",
          "flags",
          "master",
          "num-slaves",
          "2",
          "num-other-sentinels",
          "2",
          "quorum",
          "2",
          "config-epoch",
          "7");
  private static final List<String> REPLICA =
      List.of(
          "name",
          "127.0.0.1:6380",
          "flags",
          "slave",
          "master-link-status",
          "ok",
          "slave-priority",
          "100",
          "slave-repl-offset",
          "4711",
          "master-host",
          "127.0.0.1",
          "master-port",
          "6379");
  private static final List<String> FAILOVER =
      List.of(
          "id",
          "orders:7",
          "began",
          "2026-01-02T03:04:05.006Z",
          "outcome",
          "aborted",
          "cause",
          "silence",
          "reason",
          "no replica is fit to be promoted");

  private static List<String> peer(String port) {
    return List.of(
        "name",
        "abc",
        "ip",
        "127.0.0.1",
        "port",
        port,
        "runid",
        "abc",
        "flags",
        "sentinel",
        "last-hello-message",
        "100");
  }

  /**
   * What it tells of the past.
   *
   * @param account of the one failover that it remembers, as JSON; null for none
   * @param peers the ports of the others
   * @param failovers what it lists
   */
  record Past(@Nullable String account, List<String> peers, List<List<String>> failovers) {
    Past(@Nullable String account, List<String> peers) {
      this(account, peers, List.of(FAILOVER));
    }
  }

  private static final Past NO_PAST = new Past(null, List.of("26380", "26380"));

  private final CommandServer server;

  private FakeSupervisor(CommandServer server) {
    this.server = server;
  }

  static FakeSupervisor start(Users users) throws ListenException {
    return start(users, NO_PAST);
  }

  static FakeSupervisor start(Users users, Past past) throws ListenException {
    ServerIdentity identity = new ServerIdentity("redis", "7.0.15", "sentinel", Optional.empty());
    List<Command> all = new ArrayList<>(ConnectionCommands.all(() -> identity));
    all.add(
        Command.named("sentinel")
            .arity(-2)
            .handler((c, request, reply) -> answer(past, request, reply))
            .build());
    CommandServer server = CommandServer.builder(CommandTable.of(all)).users(users).build();
    server.listen(List.of("127.0.0.1"), 0);
    return new FakeSupervisor(server);
  }

  String port() {
    return Integer.toString(server.addresses().get(0).getPort());
  }

  private static void answer(Past past, Request request, RespWriter reply) {
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
    } else if (word.equals("explain")) {
      boolean matches = request.argc() < 4 || "orders:7".endsWith(request.text(3));
      if (past.account() == null || !matches) {
        reply.nullBulk();
      } else {
        reply.bulk(past.account());
      }
    } else if (word.equals("sentinels")) {
      list(reply, past.peers().stream().map(FakeSupervisor::peer).toList());
    } else if (word.equals("whatif")) {
      forecast(reply);
    } else {
      list(
          reply,
          Map.of(
                  "masters", List.of(PRIMARY),
                  "replicas", List.of(REPLICA, REPLICA),
                  "slaves", List.of(REPLICA, REPLICA),
                  "history", past.failovers())
              .getOrDefault(word, List.of()));
    }
  }

  private static void forecast(RespWriter reply) {
    List<String> fields =
        List.of(
            "name",
            "orders",
            "ip",
            "127.0.0.1",
            "port",
            "6379",
            "outcome",
            "no-agreement",
            "headline",
            "would NOT be failed over: 1 of 2 supervisors would agree, the quorum is 2",
            "promoted",
            "",
            "agreeing",
            "1",
            "quorum",
            "2",
            "votes",
            "0",
            "votes-needed",
            "2",
            "voters",
            "2",
            "down-after-milliseconds",
            "5000",
            "connection-refused-down-after-milliseconds",
            "300",
            "tilt-milliseconds",
            "0");
    reply.map(fields.size() / 2 + 2);
    fields.forEach(reply::bulk);
    reply.bulk("sentinels");
    list(reply, List.of(List.of("ip", "127.0.0.1", "port", "26380", "text", "unreachable")));
    reply.bulk("replicas");
    list(
        reply,
        List.of(
            List.of(
                "ip", "127.0.0.1", "port", "6380", "verdict", "chosen", "text", "priority 100")));
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
