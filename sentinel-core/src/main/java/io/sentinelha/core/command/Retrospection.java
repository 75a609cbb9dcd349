package io.sentinelha.core.command;

import io.sentinelha.core.engine.SupervisorView;
import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The subcommands of SENTINEL that look back. */
final class Retrospection {

  private static final int NAME = 2;
  private static final int USUAL_COUNT = 20;
  private static final String BAD_COUNT = "ERR COUNT must be a number from 1 to 1000";

  private final Supplier<SupervisorView> view;
  private final PastFailovers past;

  Retrospection(Supplier<SupervisorView> view, PastFailovers past) {
    this.view = view;
    this.past = past;
  }

  /** SENTINEL HISTORY name [COUNT n]. */
  void history(Connection client, Request request, RespWriter reply) {
    boolean counted = request.argc() == 5 && request.is(3, "count");
    if (request.argc() != 3 && !counted) {
      reply.error("ERR syntax error");
      return;
    }
    OptionalLong count = counted ? request.integer(4) : OptionalLong.of(USUAL_COUNT);
    if (count.isEmpty() || count.getAsLong() < 1 || count.getAsLong() > 1_000) {
      reply.error(BAD_COUNT);
      return;
    }
    if (isWatched(request, reply)) {
      List<Map<String, String>> all = past.list(request.text(NAME), (int) count.getAsLong());
      reply.array(all.size());
      for (Map<String, String> fields : all) {
        reply.map(fields.size());
        fields.forEach((name, value) -> reply.bulk(name).bulk(value));
      }
    }
  }

  /** SENTINEL EXPLAIN name [id]. */
  void explain(Connection client, Request request, RespWriter reply) {
    if (request.argc() > 4) {
      reply.error("ERR syntax error");
      return;
    }
    if (isWatched(request, reply)) {
      Optional<String> id = request.argc() == 4 ? Optional.of(request.text(3)) : Optional.empty();
      past.json(request.text(NAME), id).ifPresentOrElse(reply::bulk, reply::nullBulk);
    }
  }

  private boolean isWatched(Request request, RespWriter reply) {
    boolean watched = view.get().primaries().containsKey(request.text(NAME));
    if (!watched) {
      reply.error(Inspection.NO_SUCH_PRIMARY);
    }
    return watched;
  }
}
