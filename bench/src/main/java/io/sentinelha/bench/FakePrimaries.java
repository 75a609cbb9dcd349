package io.sentinelha.bench;

import io.netty.channel.IoEventLoopGroup;
import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.command.ConnectionCommands;
import io.sentinelha.resp.command.ServerIdentity;
import io.sentinelha.resp.server.Command;
import io.sentinelha.resp.server.CommandServer;
import io.sentinelha.resp.server.CommandTable;
import io.sentinelha.resp.server.Connection;
import io.sentinelha.resp.server.EventLoops;
import io.sentinelha.resp.server.Handler;
import io.sentinelha.resp.server.ListenException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Many idle primaries in this process, each on a port of its own, as far as a supervisor can tell
 * them from real ones: so hundreds can be watched on one small machine.
 */
final class FakePrimaries implements AutoCloseable {

  private static final String HOST = "127.0.0.1";

  private final IoEventLoopGroup loops = EventLoops.create(1, "fake");
  private final List<CommandServer> servers = new ArrayList<>();
  private final LongAdder requests = new LongAdder();

  /** Starts that many; ends all of them again if one cannot listen. */
  static FakePrimaries start(int count) throws ListenException {
    FakePrimaries all = new FakePrimaries();
    try {
      for (int port : Ports.free(count)) {
        all.add(port);
      }
      return all;
    } catch (ListenException e) {
      all.close();
      throw e;
    }
  }

  private void add(int port) throws ListenException {
    CommandServer server =
        CommandServer.builder(CommandTable.of(commands(port))).eventLoops(loops).build();
    servers.add(server);
    server.listen(List.of(HOST), port);
  }

  private List<Command> commands(int port) {
    ServerIdentity identity =
        new ServerIdentity("redis", "7.0.15", "standalone", Optional.of("master"));
    List<Command> all =
        new ArrayList<>(
            ConnectionCommands.all(() -> identity).stream().map(this::counted).toList());
    all.add(
        Command.named("info").handler((connection, request, reply) -> info(port, reply)).build());
    all.add(Command.named("publish").arity(3).handler(this::publish).build());
    return all;
  }

  /** PING is the only connection command that comes again and again; the rest does not matter. */
  private Command counted(Command command) {
    if (!command.name().equals("ping")) {
      return command;
    }
    Handler answer = (connection, request, reply) -> ping(reply);
    return Command.named("ping").handler(answer).allowedWhileSubscribed().build();
  }

  private void ping(RespWriter reply) {
    requests.increment();
    reply.simple("PONG");
  }

  private void publish(Connection connection, Request request, RespWriter reply) {
    requests.increment();
    reply.integer(connection.server().broker().publish(request.value(1), request.value(2)));
  }

  private void info(int port, RespWriter reply) {
    requests.increment();
    String id = String.format("%040x", port);
    reply.verbatim(
        "txt",
        String.join(
            "\r\n",
            "# Server",
            "redis_version:7.0.15",
            "run_id:" + id,
            "tcp_port:" + port,
            "# Replication",
            "role:master",
            "connected_slaves:0",
            "master_replid:" + id,
            "master_replid2:" + "0".repeat(40),
            "master_repl_offset:0",
            "second_repl_offset:-1",
            ""));
  }

  /** In ascending order. */
  List<Integer> ports() {
    return servers.stream()
        .flatMap(server -> server.addresses().stream())
        .map(address -> address.getPort())
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  /** PING, INFO and PUBLISH answered so far. */
  long requests() {
    return requests.sum();
  }

  @Override
  public void close() {
    // All listeners share one loop: ending it ends every connection at once.
    loops
        .shutdownGracefully(0, 300, java.util.concurrent.TimeUnit.MILLISECONDS)
        .awaitUninterruptibly();
  }
}
