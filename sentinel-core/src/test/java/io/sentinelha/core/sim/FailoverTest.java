package io.sentinelha.core.sim;

import static io.sentinelha.core.sim.World.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.PrimarySettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FailoverTest {

  private static final PrimarySettings SETTINGS =
      PrimarySettings.defaults(2).withDownAfterMillis(1_000).withFailoverTimeoutMillis(10_000);

  private static World acquainted(long seed) {
    World world = World.of(seed, 3, 2, SETTINGS);
    world.until("everybody knows everybody", world::isAcquainted, 15_000);
    world.run(3_000);
    return world;
  }

  private static List<String> events(Supervisor supervisor) {
    return supervisor.notices.stream().map(Notice::event).toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aKilledPrimaryIsReplacedSoonAfterItIsDown(long seed) {
    World world = acquainted(seed);
    long killed = world.scheduler.now();
    world.data(1).kill();
    world.until(
        "a new primary",
        () ->
            world.supervisor(1).primary(PRIMARY).address().port() == 6379
                && !world.allName(world.data(1))
                && (world.allName(world.data(2)) || world.allName(world.data(3))),
        5_000);
    System.out.println("seed " + seed + " took " + (world.scheduler.now() - killed));
    for (Supervisor s : world.supervisors()) {
      System.out.println(s.name + " " + events(s));
    }
    assertThat(world.scheduler.now() - killed).isLessThan(1_400);
    assertThat(world.data(2).promotions + world.data(3).promotions).isEqualTo(1);
  }

  @Test
  void theFormerPrimaryComesBackAsAReplica() {
    World world = acquainted(77);
    world.data(1).kill();
    world.run(10_000);
    world.data(1).restart();
    long back = world.scheduler.now();
    world.until("demoted", () -> !world.data(1).isPrimary(), 10_000);
    System.out.println("demoted after " + (world.scheduler.now() - back));
    System.out.println(events(world.supervisor(1)));
  }
}
