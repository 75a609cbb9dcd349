package io.sentinelha.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.engine.Guard;
import io.sentinelha.core.sim.DataServer.Outcome;
import io.sentinelha.core.sim.DataServer.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The model data nodes behave as Redis does where a failover depends on it. */
final class ReplicationTest {

  private final World world = new World(1);
  private final List<Observer.Discard> discards = new ArrayList<>();

  ReplicationTest() {
    world.addGroup(World.PRIMARY, 2);
    world.run(3_000);
    world.observe(
        new Observer() {
          @Override
          public void replaced(DataServer node, Dataset before, Discard why) {
            discards.add(why);
          }
        });
  }

  private int write(DataServer at) {
    int id = world.newWrite();
    assertThat(at.write(id)).isEqualTo(Outcome.TAKEN);
    return id;
  }

  @Test
  void aWriteReachesTheReplicasLater() {
    int id = write(world.data(1));
    assertThat(world.data(2).data().contains(id)).isFalse();

    world.run(100);

    assertThat(world.data(2).data().contains(id)).isTrue();
    assertThat(world.data(3).data().contains(id)).isTrue();
  }

  @Test
  void aReplicaTakesNoWrites() {
    assertThat(world.data(2).write(world.newWrite())).isEqualTo(Outcome.READONLY);
  }

  @Test
  void whatDidNotReachThePromotedReplicaIsLostWhenTheFormerPrimaryFollowsIt() {
    world.network.cut(world.data(1), world.data(2));
    int lost = write(world.data(1));
    world.data(2).follow(Optional.empty());
    int kept = write(world.data(2));
    world.network.heal();
    world.data(1).follow(Optional.of(world.data(2).address));
    world.run(5_000);

    assertThat(world.data(1).isLinked()).isTrue();
    assertThat(world.data(1).data().contains(lost)).isFalse();
    assertThat(world.data(1).data().contains(kept)).isTrue();
    assertThat(discards).containsExactly(Observer.Discard.RESYNC);
  }

  @Test
  void aReplicaThatWasNotAheadNeedsNoFullSynchronisation() {
    int before = write(world.data(1));
    world.run(500);
    world.data(1).kill();
    world.data(2).follow(Optional.empty());
    world.data(3).follow(Optional.of(world.data(2).address));
    world.run(3_000);
    int after = write(world.data(2));
    world.run(500);

    assertThat(world.data(3).data().contains(before)).isTrue();
    assertThat(world.data(3).data().contains(after)).isTrue();
    assertThat(discards).isEmpty();
  }

  @Test
  void aPrimaryThatComesBackEmptyEmptiesItsReplicas() {
    int id = write(world.data(1));
    world.run(500);
    world.data(1).kill();
    world.data(1).restart(Start.EMPTY);
    world.run(5_000);

    assertThat(world.data(2).isLinked()).isTrue();
    assertThat(world.data(2).data().contains(id)).isFalse();
    assertThat(discards)
        .containsExactly(
            Observer.Discard.EMPTY_START, Observer.Discard.RESYNC, Observer.Discard.RESYNC);
  }

  @Test
  void aGuardedPrimaryWithoutRecentReplicasTakesNoWrites() {
    world.data(1).setGuard(new Guard(1, 2));
    write(world.data(1));
    world.isolate(world.data(1));
    world.run(4_000);
    assertThat(world.data(1).write(world.newWrite())).isEqualTo(Outcome.NOREPLICAS);

    world.network.heal();
    world.run(4_000);
    write(world.data(1));
  }

  @Test
  void aReplicaThatNeverReachedItsPrimarySaysSo() {
    world.isolate(world.data(2));
    world.data(2).kill();
    world.data(2).restart();
    world.run(2_000);
    assertThat(world.data(2).info().linkDownSeconds()).isEqualTo(-1);

    world.network.heal();
    world.run(3_000);
    assertThat(world.data(2).info().linkDownSeconds()).isZero();
    world.data(1).kill();
    world.run(3_500);
    assertThat(world.data(2).info().linkDownSeconds()).isEqualTo(3);
  }
}
