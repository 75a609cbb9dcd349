package io.sentinelha.resp.server;

import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.command.ConnectionCommands;
import io.sentinelha.resp.command.ServerIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Commands that behave in the ways that a server must cope with, besides the real ones. */
public final class TestCommands {

  /** Promises that LATER and BLOCK made, oldest first. */
  private final BlockingQueue<Deferred> promises = new LinkedBlockingQueue<>();

  /** How often FILL was run. */
  final AtomicInteger fills = new AtomicInteger();

  /** How often SPIN was run. */
  final AtomicInteger spins = new AtomicInteger();

  /** As a sentinel tells it. */
  public static final ServerIdentity SENTINEL =
      new ServerIdentity("redis", "7.0.15", "sentinel", Optional.empty());

  /** The oldest promise that nobody has kept; waits for one. */
  Deferred promise() throws InterruptedException {
    Deferred promise = promises.poll(10, TimeUnit.SECONDS);
    return Objects.requireNonNull(promise, "nothing was deferred");
  }

  public CommandTable table() {
    List<Command> all = new ArrayList<>(ConnectionCommands.all(() -> SENTINEL));
    all.addAll(ConnectionCommands.ofDataServers(16));
    all.add(named("later").handler((c, request, reply) -> promises.add(c.defer())).build());
    all.add(
        named("block")
            .flags(CommandFlag.BLOCKING)
            .handler((c, request, reply) -> promises.add(c.defer()))
            .build());
    all.add(named("fail").handler(TestCommands::fail).build());
    all.add(named("fill").arity(2).handler(this::fill).build());
    all.add(named("spin").handler(this::spin).build());
    all.add(named("shout").arity(3).handler(TestCommands::shout).build());
    all.add(
        named("get")
            .arity(2)
            .flags(CommandFlag.READONLY, CommandFlag.FAST)
            .categories(AclCategory.STRING)
            .keys(Keys.one("RO", "access"))
            .handler((c, request, reply) -> reply.nullBulk())
            .build());
    all.add(
        Command.named("mset")
            .arity(-3)
            .flags(CommandFlag.WRITE, CommandFlag.DENYOOM)
            .categories(AclCategory.STRING)
            .tips("request_policy:multi_shard", "response_policy:all_succeeded")
            .keys(Keys.all(2, "OW", "update"))
            .handler((c, request, reply) -> reply.ok())
            .build());
    return CommandTable.of(all);
  }

  private static CommandBuilder named(String name) {
    return Command.named(name).flags(CommandFlag.FAST);
  }

  private static void fail(Connection connection, Request request, RespWriter reply) {
    reply.array(3).bulk("half");
    throw new IllegalStateException("cannot digest '" + request.text(1) + "'");
  }

  /** Answers so many bytes. */
  private void fill(Connection connection, Request request, RespWriter reply) {
    fills.incrementAndGet();
    reply.bulk(new byte[(int) request.integer(1).orElseThrow()]);
  }

  /** Keeps the event loop busy for a millisecond. */
  private void spin(Connection connection, Request request, RespWriter reply) {
    spins.incrementAndGet();
    long end = System.nanoTime() + 1_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    reply.ok();
  }

  /** Publishes. */
  private static void shout(Connection connection, Request request, RespWriter reply) {
    reply.integer(connection.server().broker().publish(request.value(1), request.value(2)));
  }
}
