package io.sentinelha.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.engine.Engine;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.core.recorder.Copies;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An engine that was saved and loaded is the same engine. */
final class CheckpointTest {

  private static final PrimarySettings SETTINGS =
      PrimarySettings.defaults(2).withDownAfterMillis(1_000).withFailoverTimeoutMillis(10_000);

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  /** Two failovers with everything that belongs to them; returns what everybody said and when. */
  private static List<String> history(long seed, int exchangeEvery) {
    World world = World.of(seed, 3, 2, SETTINGS);
    List<String> history = new ArrayList<>();
    for (Supervisor supervisor : world.supervisors()) {
      supervisor.onNotice((who, notice) -> history.add(line(world, who, notice)));
      if (exchangeEvery > 0) {
        SplittableRandom moments = new SplittableRandom(seed);
        supervisor.exchange(
            engine ->
                moments.nextInt(exchangeEvery) == 0
                    ? Copies.of(engine, supervisor.random())
                    : engine);
      }
    }
    world.until("everybody knows everybody", world::isAcquainted, 15_000);
    world.run(3_000);
    world.data(1).kill();
    world.run(8_000);
    world.data(1).start();
    world.run(5_000);
    world.supervisor(2).failDisk(true);
    world.run(1_500);
    world.supervisor(2).failDisk(false);
    world.isolate(world.supervisor(3));
    world.run(3_000);
    world.network.heal();
    world.servers().stream().filter(s -> world.allName(s)).findFirst().ifPresent(Host::pause);
    world.run(15_000);
    return history;
  }

  private static String line(World world, Member who, Notice notice) {
    return world.scheduler.now() + " " + who.name + " " + notice.event() + " " + notice.details();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void copiesInItsPlaceDecideTheSame(long seed) {
    List<String> plain = history(seed, 0);
    assertThat(plain).anyMatch(line -> line.contains("+switch-master"));
    assertThat(history(seed, 40)).isEqualTo(plain);
  }

  @Test
  void aCopyAtEveryStepDecidesTheSame() {
    assertThat(history(5, 1)).isEqualTo(history(5, 0));
  }

  /** What is added to the engine and forgotten in the archive is found here, by name. */
  @Test
  void everyFieldThatAnEngineHasIsInTheCopy() {
    World world = World.of(3, 3, 2, SETTINGS);
    world.until("everybody knows everybody", world::isAcquainted, 15_000);
    world.run(3_000);
    world.data(1).kill();
    Supervisor leader = leader(world);
    Engine engine = leader.engine();
    assertThat(Twins.differences(engine, Copies.of(engine, leader.random()))).isEmpty();

    List<Twins.Change> changes = Twins.changes(engine);
    assertThat(changes).hasSizeGreaterThan(50);
    for (Twins.Change change : changes) {
      change.make();
      assertThat(Twins.differences(engine, Copies.of(engine, leader.random())))
          .as("%s is not in the archive", change.field())
          .isEmpty();
      change.undo();
    }
  }

  private static Supervisor leader(World world) {
    List<Supervisor> leaders = new ArrayList<>();
    world.until(
        "a failover is under way",
        () -> {
          leaders.clear();
          world.supervisors().stream()
              .filter(s -> s.primary(World.PRIMARY).isFailingOver())
              .forEach(leaders::add);
          return !leaders.isEmpty();
        },
        5_000);
    return leaders.get(0);
  }
}
