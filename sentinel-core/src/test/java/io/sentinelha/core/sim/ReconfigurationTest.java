package io.sentinelha.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.PrimarySettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may happen between a promotion and the end of its failover. */
final class ReconfigurationTest {

  private static final PrimarySettings SETTINGS =
      PrimarySettings.defaults(2).withDownAfterMillis(1_000).withFailoverTimeoutMillis(5_000);

  /** A group whose leader waits for a replica that hangs, the new primary being known. */
  private static World waiting(int supervisors, PrimarySettings settings) {
    World world = World.of(11, supervisors, 2, settings);
    world.until("everybody knows everybody", world::isAcquainted, 15_000);
    world.run(3_000);
    world.data(2).setPriority(1);
    world.run(11_000);
    world.data(3).pause();
    world.supervisor(1).ask(id -> new Event.ForceFailover(id, World.PRIMARY), reply -> {});
    world.until("promoted", () -> world.data(2).isPrimary(), 5_000);
    world.until("its leader says so", () -> names(world, world.data(2)), 5_000);
    return world;
  }

  private static boolean names(World world, DataServer server) {
    return world.supervisors().stream()
        .allMatch(s -> s.primary(World.PRIMARY).address().equals(server.address));
  }

  @Test
  void aResetMeanwhileKeepsTheNewAddress() {
    World world = waiting(2, SETTINGS.withFailoverTimeoutMillis(60_000));
    world.supervisor(1).ask(id -> new Event.Reset(id, List.of(World.PRIMARY)), reply -> {});
    world.run(1_000);

    assertThat(names(world, world.data(2))).isTrue();
    assertThat(world.supervisor(1).disk().primaries().get(0).address())
        .isEqualTo(world.data(2).address);
  }

  @Test
  void aNewPrimaryThatDiesMeanwhileIsFailedOverOnceTheTimeIsUp() {
    World world = waiting(1, SETTINGS.withQuorum(1));
    world.data(2).kill();
    world.data(3).resume();

    world.until(
        "another primary", () -> world.data(1).isPrimary() || world.data(3).isPrimary(), 20_000);
  }
}
