package io.sentinelha.core.sim;

import io.sentinelha.core.engine.ChannelKind;
import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Engine;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.LinkId;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.Reply;
import io.sentinelha.core.engine.Request;
import io.sentinelha.core.engine.SupervisorView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A real engine with a model shell around it. */
final class Supervisor extends Host {

  private record Key(LinkId link, ChannelKind kind) {}

  final String name;
  final List<Notice> notices = new ArrayList<>();
  private final RandomGenerator random;
  private final Map<Key, Connection> connections = new HashMap<>();
  private final Map<Long, Consumer<Reply>> questions = new HashMap<>();
  private DurableState disk;
  private Engine engine;
  private long life;
  private long lastRequest;
  private long wakePlanned = Long.MAX_VALUE;
  private boolean diskFails;
  private BiConsumer<Supervisor, Notice> listener = (who, notice) -> {};

  Supervisor(
      World world, String name, Endpoint address, DurableState initial, RandomGenerator random) {
    super(world, address);
    this.name = name;
    this.disk = initial;
    this.random = random;
    this.engine = boot();
  }

  private Engine boot() {
    return new Engine(disk, address.port(), random, world.scheduler.now());
  }

  void begin() {
    feed(new Event.Started());
  }

  void onNotice(BiConsumer<Supervisor, Notice> told) {
    listener = told;
  }

  SupervisorView view() {
    return engine.view();
  }

  SupervisorView.PrimaryView primary(String primaryName) {
    return Optional.ofNullable(view().primaries().get(primaryName)).orElseThrow();
  }

  DurableState disk() {
    return disk;
  }

  void failDisk(boolean fails) {
    diskFails = fails;
  }

  /** Asks as an operator or a peer would; the answer comes later, or never. */
  void ask(java.util.function.LongFunction<Event> question, Consumer<Reply> then) {
    long id = ++lastRequest;
    questions.put(id, then);
    feed(question.apply(id));
  }

  @Override
  void kill() {
    super.kill();
    life++;
    connections.values().forEach(Connection::closedByClient);
    connections.clear();
    questions.clear();
    wakePlanned = Long.MAX_VALUE;
  }

  /** Starts again with what was on disk. */
  void restart() {
    start();
    engine = boot();
    begin();
  }

  @Override
  void resume() {
    super.resume();
    feed(new Event.Tick());
  }

  /** News from a connection: of no interest if that connection is not the present one. */
  void feedFrom(Connection connection, Event event) {
    feed(event);
  }

  void feed(Event event) {
    if (!isRunning()) {
      return;
    }
    List<Effect> effects = engine.step(world.scheduler.now(), event);
    effects.forEach(this::perform);
    planWake();
  }

  private void planWake() {
    long wake = engine.nextWake();
    if (wake < wakePlanned) {
      wakePlanned = wake;
      long thisLife = life;
      world.scheduler.at(
          wake,
          () -> {
            if (thisLife == life && wakePlanned == wake) {
              wakePlanned = Long.MAX_VALUE;
              receive(() -> feed(new Event.Tick()));
            }
          });
    }
  }

  private void perform(Effect effect) {
    if (effect instanceof Effect.Open open) {
      open(open);
    } else if (effect instanceof Effect.Close close) {
      Connection connection = connections.get(new Key(close.link(), close.kind()));
      if (connection != null && connection.attempt() == close.attempt()) {
        connections.remove(new Key(close.link(), close.kind()));
        connection.closedByClient();
      }
    } else if (effect instanceof Effect.Send send) {
      Connection connection = connections.get(new Key(send.link(), ChannelKind.COMMAND));
      if (connection != null && connection.attempt() == send.attempt()) {
        connection.there(() -> connection.server.handle(connection, send.request()));
      }
    } else if (effect instanceof Effect.Save save) {
      save(save);
    } else if (effect instanceof Effect.Answer answer) {
      Optional.ofNullable(questions.remove(answer.requestId()))
          .ifPresent(then -> then.accept(answer.reply()));
    } else if (effect instanceof Effect.Announce announce) {
      notices.add(announce.notice());
      listener.accept(this, announce.notice());
    } else if (effect instanceof Effect.Exit) {
      kill();
    } else {
      throw new AssertionError("no performer for " + effect);
    }
  }

  private void open(Effect.Open order) {
    Optional<Host> target = world.host(order.address());
    long thisLife = life;
    boolean silent = target.isEmpty() || world.isCut(this, target.get());
    if (silent) {
      world.scheduler.in(
          order.timeoutMillis(), () -> fail(order, Event.Cause.UNREACHABLE, thisLife));
      return;
    }
    world.scheduler.in(
        2 * world.latency(),
        () -> {
          if (thisLife != life) {
            return;
          }
          if (!target.get().isAlive()) {
            fail(order, Event.Cause.REFUSED, thisLife);
            return;
          }
          Connection connection =
              new Connection(
                  this, target.get(), order.link(), order.kind(), order.attempt(), world.serial());
          connections.put(new Key(order.link(), order.kind()), connection);
          target.get().accepted(connection);
          receive(
              () ->
                  feed(
                      new Event.ChannelOpened(
                          order.link(), order.kind(), order.attempt(), address.host())));
        });
  }

  private void fail(Effect.Open order, Event.Cause cause, long thatLife) {
    if (thatLife == life) {
      receive(
          () -> feed(new Event.ChannelClosed(order.link(), order.kind(), order.attempt(), cause)));
    }
  }

  private void save(Effect.Save order) {
    long thisLife = life;
    world.scheduler.in(
        world.diskLatency(),
        () -> {
          if (thisLife != life || !isAlive()) {
            return; // What was not on disk yet is lost with the process.
          }
          if (diskFails) {
            receive(() -> feed(new Event.SaveFailed(order.version(), "disk full")));
          } else {
            disk = order.state();
            receive(() -> feed(new Event.Saved(order.version())));
          }
        });
  }

  @Override
  void handle(Connection from, Request request) {
    long attempt = from.attempt();
    if (request instanceof Request.Ping) {
      from.back(new Event.PingAnswered(from.link(), attempt, Event.PingReply.PONG));
    } else if (request instanceof Request.Hello hello) {
      feed(new Event.HelloTold(hello.payload()));
      from.back(new Event.HelloAnswered(from.link(), attempt, hello.primaryId(), true));
    } else if (request instanceof Request.IsDown question) {
      ask(
          id ->
              new Event.IsDownAsked(
                  id,
                  question.address().host(),
                  question.address().port(),
                  question.epoch(),
                  question.candidate().orElse("*")),
          reply -> answer(from, question, reply));
    } else {
      throw new AssertionError("a supervisor is never asked " + request);
    }
  }

  private static void answer(Connection from, Request.IsDown question, Reply reply) {
    if (reply instanceof Reply.DownState state) {
      from.back(
          new Event.IsDownAnswered(
              from.link(),
              from.attempt(),
              question.primaryId(),
              state.down(),
              state.leader(),
              state.leaderEpoch()));
    }
  }
}
