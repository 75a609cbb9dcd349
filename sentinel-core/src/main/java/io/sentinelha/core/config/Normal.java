package io.sentinelha.core.config;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.DurableState.Identity;
import io.sentinelha.core.engine.DurableState.Peer;
import io.sentinelha.core.engine.DurableState.Primary;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.IpLiteral;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.quorum.Epoch;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A state in the form in which a reader gives it, so that the two can be compared.
 *
 * <p>What was learned from others (replicas, peers) and has no line that could be read again is
 * left out: it would keep everything else from being saved, votes too, and it is learned again.
 */
final class Normal {

  private Normal() {}

  static DurableState of(DurableState state) {
    List<Primary> primaries =
        state.primaries().stream().map(primary -> of(primary, state.myId())).toList();
    Epoch reached = state.currentEpoch();
    for (Primary primary : primaries) {
      reached = reached.max(primary.configEpoch()).max(primary.leaderEpoch());
    }
    return new DurableState(state.myId(), reached, of(state.identity()), primaries);
  }

  private static Identity of(Identity identity) {
    String ip = IpLiteral.canonical(identity.announceIp()).orElse(identity.announceIp());
    return new Identity(ip, identity.announcePort(), identity.peerAuth());
  }

  private static Primary of(Primary primary, String myId) {
    Endpoint address = of(primary.address()).orElse(primary.address());
    Set<Endpoint> replicas = new LinkedHashSet<>();
    primary.replicas().forEach(replica -> of(replica).ifPresent(replicas::add));
    replicas.remove(address);
    return new Primary(
        primary.name(),
        address,
        primary.configEpoch(),
        primary.leaderEpoch(),
        of(primary.settings()),
        List.copyOf(replicas),
        peers(primary.peers(), myId));
  }

  private static List<Peer> peers(List<Peer> peers, String myId) {
    Map<String, Peer> byId = new LinkedHashMap<>();
    for (Peer peer : peers) {
      if (SentinelDirectives.isId(peer.runId())) {
        of(peer.address()).ifPresent(at -> byId.put(peer.runId(), new Peer(peer.runId(), at)));
      }
    }
    byId.remove(myId);
    return List.copyOf(byId.values());
  }

  private static Optional<Endpoint> of(Endpoint endpoint) {
    return IpLiteral.canonical(endpoint.host()).map(host -> new Endpoint(host, endpoint.port()));
  }

  /** Times beyond what Redis reads (24 days) are as good as that. */
  private static PrimarySettings of(PrimarySettings settings) {
    Map<String, String> renamed = new LinkedHashMap<>();
    settings
        .renamedCommands()
        .forEach((old, now) -> renamed.put(old.toUpperCase(Locale.ROOT), now));
    return settings
        .withDownAfterMillis(readable(settings.downAfterMillis()))
        .withFailoverTimeoutMillis(readable(settings.failoverTimeoutMillis()))
        .withRebootDownAfterMillis(readable(settings.rebootDownAfterMillis()))
        .withRefusedDownAfterMillis(readable(settings.refusedDownAfterMillis()))
        .withRenamedCommands(renamed);
  }

  private static long readable(long millis) {
    return Math.min(millis, Integer.MAX_VALUE);
  }
}
