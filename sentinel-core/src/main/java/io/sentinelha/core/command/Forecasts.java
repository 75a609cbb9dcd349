package io.sentinelha.core.command;

import io.sentinelha.core.engine.SupervisorView;
import io.sentinelha.core.whatif.Forecast;
import io.sentinelha.core.whatif.WhatIf;
import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.Connection;
import io.sentinelha.resp.server.Deferred;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * SENTINEL WHATIF. Made from the last published view, on a thread that neither decides nor answers
 * others.
 */
final class Forecasts {

  private static final int NAME = 2;
  private static final int FIELDS = 16;

  private final Supplier<SupervisorView> view;
  private final LongSupplier clock;
  private final Executor aside;

  Forecasts(Supplier<SupervisorView> view, LongSupplier clock, Executor aside) {
    this.view = view;
    this.clock = clock;
    this.aside = aside;
  }

  void whatIf(Connection client, Request request, RespWriter reply) {
    String name = request.text(NAME);
    if (!view.get().primaries().containsKey(name)) {
      reply.error(Inspection.NO_SUCH_PRIMARY);
      return;
    }
    Deferred promise = client.defer();
    try {
      aside.execute(() -> answer(promise, name));
    } catch (RejectedExecutionException e) {
      promise.complete(later -> later.error("ERR Too many forecasts are being made; try again"));
    }
  }

  private void answer(Deferred promise, String name) {
    Optional<Forecast> forecast = WhatIf.of(view.get(), name, clock.getAsLong());
    promise.complete(
        reply ->
            forecast.ifPresentOrElse(
                f -> write(reply, f), () -> reply.error(Inspection.NO_SUCH_PRIMARY)));
  }

  private static void write(RespWriter reply, Forecast f) {
    reply.map(FIELDS);
    field(reply, "name", f.name());
    field(reply, "ip", f.address().host());
    field(reply, "port", f.address().port());
    field(reply, "outcome", f.outcome().word());
    field(reply, "headline", f.headline());
    field(reply, "promoted", f.promoted().map(Object::toString).orElse(""));
    field(reply, "agreeing", f.agreeing());
    field(reply, "quorum", f.quorum());
    field(reply, "votes", f.votes());
    field(reply, "votes-needed", f.needed());
    field(reply, "voters", f.voters());
    field(reply, "down-after-milliseconds", f.downAfterMillis());
    field(reply, "connection-refused-down-after-milliseconds", f.refusedDownAfterMillis());
    field(reply, "tilt-milliseconds", f.tiltMillis());
    reply.bulk("sentinels").array(f.peers().size());
    f.peers().forEach(peer -> write(reply, peer));
    reply.bulk("replicas").array(f.replicas().size());
    f.replicas().forEach(replica -> write(reply, replica));
  }

  private static void write(RespWriter reply, Forecast.Witness peer) {
    reply.map(6);
    field(reply, "runid", peer.runId());
    field(reply, "ip", peer.address().host());
    field(reply, "port", peer.address().port());
    field(reply, "agrees", peer.agrees() ? "yes" : "no");
    field(reply, "votes", peer.votes() ? "yes" : "no");
    field(reply, "text", peer.text());
  }

  private static void write(RespWriter reply, Forecast.Candidate replica) {
    reply.map(6);
    field(reply, "ip", replica.address().host());
    field(reply, "port", replica.address().port());
    field(reply, "verdict", replica.judgement().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    field(reply, "text", replica.reason());
    field(reply, "slave-priority", replica.priority());
    field(reply, "slave-repl-offset", replica.offset());
  }

  private static void field(RespWriter reply, String name, Object value) {
    reply.bulk(name).bulk(value.toString());
  }
}
