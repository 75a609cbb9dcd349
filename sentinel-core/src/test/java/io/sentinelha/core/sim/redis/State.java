package io.sentinelha.core.sim.redis;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.sim.Member;
import io.sentinelha.quorum.Epoch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What Redis Sentinel's configuration file would contain. */
final class State {

  private State() {}

  static DurableState of(DurableState before, long currentEpoch, Collection<Master> masters) {
    return new DurableState(
        before.myId(),
        new Epoch(currentEpoch),
        before.identity(),
        masters.stream().map(State::of).toList());
  }

  /** What a crash would leave of the promises about a primary. */
  static Member.Promises promises(DurableState disk, String primaryName) {
    return disk.primaries().stream()
        .filter(p -> p.name().equals(primaryName))
        .map(
            p ->
                new Member.Promises(
                    disk.currentEpoch().value(),
                    p.leaderEpoch().value(),
                    p.configEpoch().value(),
                    p.address(),
                    p.peers().size() + 1))
        .findFirst()
        .orElseThrow();
  }

  private static DurableState.Primary of(Master master) {
    List<Endpoint> replicas = new ArrayList<>();
    for (Endpoint replica : master.replicas.keySet()) {
      replicas.add(replica.equals(master.address()) ? master.node.address : replica);
    }
    return new DurableState.Primary(
        master.name,
        master.address(),
        new Epoch(master.configEpoch),
        new Epoch(master.leaderEpoch),
        master.settings,
        replicas,
        master.peers.values().stream()
            .map(p -> new DurableState.Peer(p.runId, p.address))
            .toList());
  }
}
