package io.sentinelha.core.config;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.DurableState.Peer;
import io.sentinelha.core.engine.DurableState.Primary;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.quorum.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Changes to states, as a running supervisor makes them. */
final class States {

  private States() {}

  static DurableState change(DurableState state, String name, UnaryOperator<Primary> change) {
    List<Primary> primaries =
        state.primaries().stream().map(p -> p.name().equals(name) ? change.apply(p) : p).toList();
    return withPrimaries(state, primaries);
  }

  static DurableState set(DurableState state, String name, UnaryOperator<PrimarySettings> change) {
    return change(
        state,
        name,
        p ->
            new Primary(
                p.name(),
                p.address(),
                p.configEpoch(),
                p.leaderEpoch(),
                change.apply(p.settings()),
                p.replicas(),
                p.peers()));
  }

  /** A vote and a switch: the primary and a replica have changed places in an epoch. */
  static DurableState failOver(DurableState state, String name, Endpoint to, long epoch) {
    DurableState raised =
        new DurableState(state.myId(), new Epoch(epoch), state.identity(), state.primaries());
    return change(
        raised,
        name,
        p -> {
          List<Endpoint> replicas = new ArrayList<>(p.replicas());
          replicas.remove(to);
          replicas.add(p.address());
          return new Primary(
              p.name(), to, new Epoch(epoch), new Epoch(epoch), p.settings(), replicas, p.peers());
        });
  }

  static DurableState learn(DurableState state, String name, Endpoint replica, Peer peer) {
    return change(
        state,
        name,
        p -> {
          List<Endpoint> replicas = new ArrayList<>(p.replicas());
          replicas.add(replica);
          List<Peer> peers = new ArrayList<>(p.peers());
          peers.add(peer);
          return new Primary(
              p.name(),
              p.address(),
              p.configEpoch(),
              p.leaderEpoch(),
              p.settings(),
              replicas,
              peers);
        });
  }

  static DurableState remove(DurableState state, String name) {
    return withPrimaries(
        state, state.primaries().stream().filter(p -> !p.name().equals(name)).toList());
  }

  static DurableState add(DurableState state, String name, Endpoint address, int quorum) {
    List<Primary> primaries = new ArrayList<>(state.primaries());
    primaries.add(
        new Primary(
            name,
            address,
            Epoch.ZERO,
            Epoch.ZERO,
            PrimarySettings.defaults(quorum),
            List.of(),
            List.of()));
    return withPrimaries(state, primaries);
  }

  static DurableState withPrimaries(DurableState state, List<Primary> primaries) {
    return new DurableState(state.myId(), state.currentEpoch(), state.identity(), primaries);
  }
}
