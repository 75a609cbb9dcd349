package io.sentinelha.core.command;

import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.Hello;
import io.sentinelha.core.engine.IpLiteral;
import io.sentinelha.core.engine.Reply;
import io.sentinelha.core.engine.SupervisorView;
import io.sentinelha.core.engine.Tuning;
import io.sentinelha.resp.Bytes;
import io.sentinelha.resp.Glob;
import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.Connection;
import io.sentinelha.resp.server.Deferred;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** The subcommands of SENTINEL that want something of the engine, and the hellos of peers. */
final class Management {

  private static final String NOT_AN_INTEGER = "ERR value is not an integer or out of range";

  private final Supplier<SupervisorView> view;
  private final Orders orders;

  Management(Supplier<SupervisorView> view, Orders orders) {
    this.view = view;
    this.orders = orders;
  }

  /** Places an order; the connection answers when the engine does. */
  void place(Connection client, LongFunction<Event> order) {
    Deferred later = client.defer();
    orders.place(order, answer -> later.complete(reply -> write(reply, answer)));
  }

  /** Places an order whose outcome is no matter; the answer follows when it took effect. */
  private void place(Connection client, LongFunction<Event> order, Consumer<RespWriter> answer) {
    Deferred later = client.defer();
    orders.place(order, done -> later.complete(answer::accept));
  }

  private static void write(RespWriter reply, Reply answer) {
    if (answer instanceof Reply.Done) {
      reply.ok();
    } else if (answer instanceof Reply.Refused refused) {
      reply.error(refused.text());
    } else if (answer instanceof Reply.Count count) {
      reply.integer(count.value());
    } else if (answer instanceof Reply.DownState state) {
      reply.array(3).integer(state.down() ? 1 : 0);
      reply.bulk(state.leader()).integer(state.leaderEpoch());
    } else {
      throw new AssertionError("no form for " + answer);
    }
  }

  void isDown(Connection client, Request request, RespWriter reply) {
    OptionalLong epoch = request.integer(4);
    OptionalLong port = request.integer(3);
    if (epoch.isEmpty() || port.isEmpty()) {
      reply.error(NOT_AN_INTEGER);
      return;
    }
    String ip = request.text(2);
    String candidate = request.text(5);
    place(
        client,
        id -> new Event.IsDownAsked(id, ip, port.getAsLong(), epoch.getAsLong(), candidate));
  }

  void monitor(Connection client, Request request, RespWriter reply) {
    String name = request.text(2);
    String host = request.text(3);
    OptionalLong port = request.integer(4);
    OptionalLong quorum = request.integer(5);
    Optional<String> objection = objection(name, host, port, quorum);
    if (objection.isPresent()) {
      reply.error(objection.get());
      return;
    }
    Endpoint address =
        new Endpoint(IpLiteral.canonical(host).orElseThrow(), (int) port.orElseThrow());
    place(client, id -> new Event.Monitor(id, name, address, (int) quorum.orElseThrow()));
  }

  private Optional<String> objection(
      String name, String host, OptionalLong port, OptionalLong quorum) {
    if (quorum.isEmpty() || quorum.getAsLong() > Integer.MAX_VALUE) {
      return Optional.of("ERR Invalid quorum");
    }
    if (port.isEmpty()) {
      return Optional.of("ERR Invalid port");
    }
    if (quorum.getAsLong() <= 0) {
      return Optional.of("ERR Quorum must be 1 or greater.");
    }
    if (IpLiteral.canonical(host).isEmpty()) {
      return Optional.of("ERR Invalid IP address or hostname specified");
    }
    if (port.getAsLong() < 0 || port.getAsLong() > 65535) {
      return Optional.of("ERR Invalid port number.");
    }
    if (view.get().primaries().containsKey(name)) {
      return Optional.of("ERR Duplicate master name.");
    }
    return PrimaryName.objection(name).map(why -> "ERR Invalid master name: " + why);
  }

  void remove(Connection client, Request request, RespWriter reply) {
    String name = request.text(2);
    place(client, id -> new Event.Remove(id, name));
  }

  void set(Connection client, Request request, RespWriter reply) {
    String name = request.text(2);
    List<String> options = new ArrayList<>();
    for (int i = 3; i < request.argc(); i++) {
      options.add(request.text(i));
    }
    place(client, id -> new Event.Set(id, name, List.copyOf(options)));
  }

  void reset(Connection client, Request request, RespWriter reply) {
    Glob pattern = Glob.of(request.value(2));
    List<String> names =
        view.get().primaries().keySet().stream()
            .filter(name -> pattern.matches(Bytes.utf8(name)))
            .toList();
    place(client, id -> new Event.Reset(id, names));
  }

  void failover(Connection client, Request request, RespWriter reply) {
    String name = request.text(2);
    place(client, id -> new Event.ForceFailover(id, name));
  }

  void flushConfig(Connection client, Request request, RespWriter reply) {
    place(client, Event.FlushConfig::new);
  }

  void debug(Connection client, Request request, RespWriter reply) {
    if (request.argc() == 2) {
      Map<String, Long> periods = view.get().periods();
      reply.map(periods.size());
      periods.forEach((name, value) -> reply.bulk(name).bulk(value.toString()));
      return;
    }
    Map<Tuning.Period, Long> changes = new LinkedHashMap<>();
    Optional<String> objection = readPeriods(request, changes);
    if (objection.isEmpty()) {
      place(client, id -> new Event.Retune(id, changes));
      return;
    }
    // Those before a bad one stay applied, as in Redis Sentinel.
    String text = objection.get();
    place(client, id -> new Event.Retune(id, changes), answer -> answer.error(text));
  }

  private static Optional<String> readPeriods(Request request, Map<Tuning.Period, Long> into) {
    for (int i = 2; i < request.argc(); i += 2) {
      String name = request.text(i);
      Optional<Tuning.Period> period = Tuning.Period.named(name);
      if (period.isEmpty() || i + 1 == request.argc()) {
        return Optional.of(
            "ERR Unknown option or number of arguments for SENTINEL DEBUG '" + name + "'");
      }
      OptionalLong millis = request.integer(i + 1);
      if (millis.isEmpty() || millis.getAsLong() <= 0) {
        return Optional.of(
            "ERR Invalid argument '" + request.text(i + 1) + "' for SENTINEL DEBUG '" + name + "'");
      }
      into.put(period.get(), millis.getAsLong());
    }
    return Optional.empty();
  }

  /** What was ordered before is void; what stands before a bad word or HELP counts. */
  void simulateFailure(Connection client, Request request, RespWriter reply) {
    int end = 2;
    boolean election = false;
    boolean promotion = false;
    while (end < request.argc()
        && (request.is(end, "crash-after-election") || request.is(end, "crash-after-promotion"))) {
      election |= request.is(end, "crash-after-election");
      promotion |= request.is(end, "crash-after-promotion");
      end++;
    }
    boolean afterElection = election;
    boolean afterPromotion = promotion;
    LongFunction<Event> order = id -> new Event.SimulateFailure(id, afterElection, afterPromotion);
    if (end == request.argc()) {
      place(client, order);
      return;
    }
    boolean help = request.is(end, "help");
    place(
        client,
        order,
        answer -> {
          if (help) {
            answer.array(2).bulk("crash-after-election").bulk("crash-after-promotion");
          } else {
            answer.error("ERR Unknown failure simulation specified");
          }
        });
  }

  /** Peers hand over their hellos by PUBLISH; nothing else can be published here. */
  void publish(Connection client, Request request, RespWriter reply) {
    if (!request.text(1).equals(Hello.CHANNEL)) {
      reply.error("ERR Only HELLO messages are accepted by Sentinel instances.");
      return;
    }
    orders.tell(new Event.HelloTold(request.text(2)));
    reply.integer(1);
  }
}
