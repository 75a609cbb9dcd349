package io.sentinelha.core.sim.check;

import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.sim.Client;
import io.sentinelha.core.sim.DataServer;
import io.sentinelha.core.sim.Member;
import io.sentinelha.core.sim.World;
import java.util.Optional;

/**
 * Whether all is well: all supervisors and clients agree on one primary, every data node replicates
 * from it, and clients are served.
 */
public final class Settlement {

  private static final long SERVED_MILLIS = 1_500;

  private final World world;

  public Settlement(World world) {
    this.world = world;
  }

  /** What is not well yet; empty when all is. */
  public Optional<String> trouble() {
    for (String group : world.groups()) {
      Optional<String> trouble = trouble(group);
      if (trouble.isPresent()) {
        return trouble;
      }
    }
    return Optional.empty();
  }

  private Optional<String> trouble(String group) {
    Endpoint address = world.members().get(0).addressOf(group).orElseThrow();
    for (Member member : world.members()) {
      if (!member.addressOf(group).equals(Optional.of(address))) {
        return Optional.of(member + " names " + member.addressOf(group) + ", not " + address);
      }
      if (member.isFailingOver(group)) {
        return Optional.of(member + " is in a failover of " + group);
      }
    }
    DataServer primary = world.server(address).orElseThrow();
    if (!primary.isPrimary()) {
      return Optional.of(primary + " is named, but is a replica");
    }
    for (DataServer node : world.dataOf(group)) {
      boolean follows = node.follows().equals(Optional.of(address)) && node.isLinked();
      if (node != primary && !follows) {
        return Optional.of(node + " does not replicate from " + primary);
      }
    }
    for (Client client : world.clients()) {
      boolean served = world.scheduler.now() - client.servedAt() <= SERVED_MILLIS;
      if (client.group.equals(group) && !(served && client.server().equals(Optional.of(primary)))) {
        return Optional.of(client + " is not served by " + primary);
      }
    }
    return Optional.empty();
  }
}
