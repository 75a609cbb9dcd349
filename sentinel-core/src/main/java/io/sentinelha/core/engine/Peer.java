package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Effect.Audience;
import io.sentinelha.core.engine.Timers.Sleeper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Another supervisor. One link serves all primaries that both watch; what the peer says about each
 * of them is kept in {@link Opinion}s.
 */
final class Peer extends Sleeper {

  final String runId;
  final Endpoint address;
  final Link link;
  private final Context ctx;

  /** The primaries that this peer is known to watch, by engine id, with its opinion of each. */
  private final Map<Long, Opinion> opinions = new LinkedHashMap<>();

  Peer(Context ctx, String runId, Endpoint address) {
    this.ctx = ctx;
    this.runId = runId;
    this.address = address;
    this.link = new Link(ctx.newLink(), Audience.PEER, ctx.now);
  }

  void add(Opinion opinion) {
    opinions.put(opinion.primary().id, opinion);
  }

  void remove(Opinion opinion) {
    opinions.remove(opinion.primary().id);
  }

  boolean isKnownToNobody() {
    return opinions.isEmpty();
  }

  /** How many primaries share the link. */
  int references() {
    return opinions.size();
  }

  java.util.Optional<Opinion> opinionOf(long primaryId) {
    return java.util.Optional.ofNullable(opinions.get(primaryId));
  }

  Iterable<Opinion> opinions() {
    return opinions.values();
  }

  @Override
  long wake(long now) {
    Agenda agenda = new Agenda();
    long downAfter = Long.MAX_VALUE;
    for (Opinion opinion : opinions.values()) {
      downAfter = Math.min(downAfter, opinion.primary().settings.downAfterMillis());
    }
    long pingPeriod = Pace.ping(ctx, downAfter);
    link.maintain(
        ctx,
        new Link.Target(
            address,
            ctx.identity.peerAuth(),
            Map.of(),
            downAfter,
            Pace.reconnect(ctx, downAfter, 0)),
        agenda);
    link.ping(ctx, pingPeriod, references(), agenda);
    return agenda.next();
  }
}
