package io.sentinelha.core.sim;

import static io.sentinelha.core.sim.World.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.PrimarySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Supervisors that know different things give orders that contradict each other. */
final class UndoneRolesTest {

  private static final PrimarySettings SETTINGS =
      PrimarySettings.defaults(2).withDownAfterMillis(1_000).withFailoverTimeoutMillis(5_000);

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 10);
  }

  private static World acquainted(long seed, int supervisors, int replicas, int quorum) {
    World world = World.of(seed, supervisors, replicas, SETTINGS.withQuorum(quorum));
    world.until("everybody knows everybody", world::isAcquainted, 15_000);
    world.run(11_000); // Everybody has reported since.
    return world;
  }

  private static boolean said(World world, String event) {
    return world.supervisors().stream()
        .flatMap(s -> s.notices.stream())
        .map(Notice::event)
        .anyMatch(event::equals);
  }

  private static boolean isWell(World world) {
    return world.servers().stream().anyMatch(server -> server.isPrimary() && world.allName(server));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void twoThatFollowEachOtherDoNotStayLikeThat(long seed) {
    World world = acquainted(seed, 3, 1, 2);
    world.data(2).setPriority(0); // So nobody can take the primary's place.
    world.run(11_000);

    world.data(1).follow(Optional.of(world.data(2).address));

    world.until("the primary has its role back", () -> world.data(1).isPrimary(), 40_000);
    assertThat(said(world, "+restore-master")).isTrue();
    world.until("all agree", () -> isWell(world), 5_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoeverVotedWaitsForTheOutcomeBeforeItMendsARole(long seed) {
    World world = acquainted(seed, 1, 2, 1);
    world.data(2).follow(Optional.empty());
    world.run(7_000);
    Supervisor voter = world.supervisor(1);
    voter.ask(
        id ->
            new Event.IsDownAsked(
                id, world.data(1).address.host(), world.data(1).address.port(), 5, "b".repeat(40)),
        reply -> {});

    world.run(7_500);
    assertThat(world.data(2).isPrimary()).isTrue();
    world.until("the claim is mended after all", () -> !world.data(2).isPrimary(), 15_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nobodyIsPointedAtAPrimaryWhosePromotionWasUndone(long seed) {
    World world = acquainted(seed, 3, 2, 2);
    List<Supervisor> leaders = new ArrayList<>();
    for (Supervisor s : world.supervisors()) {
      s.onNotice(
          (who, notice) -> {
            if (notice.event().equals("+selected-slave") && leaders.isEmpty()) {
              s.failDisk(true);
            } else if (notice.event().equals("+promoted-slave")) {
              leaders.add(s);
            }
          });
    }
    world.data(1).pause();
    world.until("one is promoted", () -> !leaders.isEmpty(), 10_000);
    DataServer promoted =
        world.servers().stream()
            .filter(s -> s != world.data(1) && s.isPrimary())
            .findFirst()
            .orElseThrow();
    world.data(1).resume();
    promoted.follow(Optional.of(world.data(1).address));
    world.run(1_500);
    leaders.get(0).failDisk(false);

    world.until("the leader says so", () -> said(world, "+failover-end-undone"), 5_000);
    assertThat(world.data(1).isPrimary()).isTrue();
    world.until("all is well again", () -> isWell(world), 60_000);
    assertThat(leaders.get(0).primary(PRIMARY).isFailingOver()).isFalse();
  }
}
