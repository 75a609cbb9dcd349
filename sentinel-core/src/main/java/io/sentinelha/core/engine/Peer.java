package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Effect.Audience;
import io.sentinelha.core.engine.Timers.Sleeper;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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
    this(ctx, runId, address, ctx.newLink());
  }

  private Peer(Context ctx, String runId, Endpoint address, LinkId link) {
    this.ctx = ctx;
    this.runId = runId;
    this.address = address;
    this.link = new Link(link, Audience.PEER, ctx.now);
  }

  /** Archives a peer without its opinions; when loading, what is given does not matter. */
  static Peer pass(Context ctx, Archive archive, Optional<Peer> given) {
    String runId = archive.value(String.class, given.map(p -> p.runId).orElse(""));
    Endpoint address =
        archive.value(Endpoint.class, given.map(p -> p.address).orElse(Endpoint.NOWHERE));
    LinkId id = archive.value(LinkId.class, given.map(p -> p.link.id).orElse(LinkId.NONE));
    Peer peer = given.orElseGet(() -> new Peer(ctx, runId, address, id));
    peer.link.pass(archive);
    ctx.timers.pass(archive, peer);
    return peer;
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

  Optional<Opinion> opinionOf(long primaryId) {
    return Optional.ofNullable(opinions.get(primaryId));
  }

  Collection<Opinion> opinions() {
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
