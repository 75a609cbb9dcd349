package io.sentinelha.core.config;

import io.sentinelha.core.engine.Credentials;
import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.quorum.Epoch;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** One primary while lines are being applied. */
final class PrimaryDraft {
  final String name;
  Endpoint address;
  PrimarySettings settings;
  Epoch configEpoch = Epoch.ZERO;
  Epoch leaderEpoch = Epoch.ZERO;
  final Map<String, String> renamedCommands = new LinkedHashMap<>();
  final Set<Endpoint> replicas = new LinkedHashSet<>();
  final Map<String, DurableState.Peer> peers = new LinkedHashMap<>();

  PrimaryDraft(String name, Endpoint address, int quorum) {
    this.name = name;
    this.address = address;
    this.settings = PrimarySettings.defaults(quorum);
  }

  void login(UnaryOperator<Credentials> change) {
    settings = settings.withAuth(change.apply(settings.auth()));
  }

  /**
   * The value.
   *
   * @param myId never among the peers, even if a line says so: a supervisor that counted itself as
   *     a peer would wait for a majority that cannot come
   */
  DurableState.Primary freeze(String myId) {
    return new DurableState.Primary(
        name,
        address,
        configEpoch,
        leaderEpoch,
        settings.withRenamedCommands(renamedCommands),
        replicas.stream().filter(replica -> !replica.equals(address)).toList(),
        peers.values().stream().filter(peer -> !peer.runId().equals(myId)).toList());
  }
}
