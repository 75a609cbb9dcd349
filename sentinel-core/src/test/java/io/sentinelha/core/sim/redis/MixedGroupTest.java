package io.sentinelha.core.sim.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.core.sim.DataServer;
import io.sentinelha.core.sim.Member;
import io.sentinelha.core.sim.Supervisor;
import io.sentinelha.core.sim.World;
import io.sentinelha.quorum.Epoch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups of our supervisors and of such that follow Redis Sentinel's rules. */
final class MixedGroupTest {

  private static final String P = World.PRIMARY;
  private static final PrimarySettings SETTINGS =
      PrimarySettings.defaults(2).withDownAfterMillis(1_000).withFailoverTimeoutMillis(5_000);

  /** How many of the three are Redis', and a seed. */
  static Stream<Arguments> groups() {
    return Stream.of(1, 2, 3)
        .flatMap(redis -> LongStream.rangeClosed(1, 40).mapToObj(s -> Arguments.of(redis, s)));
  }

  private static World group(int redis, long seed) {
    World world = new World(seed);
    world.addGroup(P, 2);
    Endpoint primary = world.dataOf(P).get(0).address;
    for (int i = 0; i < 3; i++) {
      Member member = i < redis ? redisSentinel(world, i, primary) : world.addSupervisor(SETTINGS);
      world.begin(member);
    }
    await(world, "everybody knows everybody", world::isAcquainted, 30_000);
    world.run(2_000 + seed % 1_000);
    return world;
  }

  private static RedisSentinel redisSentinel(World world, int i, Endpoint primary) {
    DurableState.Primary watched =
        new DurableState.Primary(
            P, primary, Epoch.ZERO, Epoch.ZERO, SETTINGS, List.of(), List.of());
    DurableState state =
        new DurableState(
            Integer.toString(i + 1).repeat(40),
            Epoch.ZERO,
            DurableState.Identity.DEFAULT,
            List.of(watched));
    return new RedisSentinel(
        world, "r" + (i + 1), world.nextMemberAddress(), state, world.chance());
  }

  private static void await(World world, String what, BooleanSupplier condition, long millis) {
    long end = world.scheduler.now() + millis;
    while (!condition.getAsBoolean()) {
      assertThat(world.scheduler.now()).as("seed " + world.seed + ": " + what).isLessThan(end);
      world.run(5);
    }
  }

  private static boolean agreeOnAnother(World world, Endpoint former) {
    Set<Optional<Endpoint>> named = new HashSet<>();
    for (Member member : world.members()) {
      if (member.isRunning()) {
        named.add(member.addressOf(P));
      }
    }
    return named.size() == 1 && !named.contains(Optional.of(former));
  }

  /** The epochs of all promotions, as their leaders tell them by their configuration. */
  private static List<Long> promotionEpochs(World world) {
    List<Long> epochs = new ArrayList<>();
    for (Member member : world.members()) {
      member.onNotice(
          (who, notice) -> {
            if (notice.event().equals("+promoted-slave")) {
              epochs.add(who instanceof RedisSentinel r ? r.currentEpoch : epochOf(who));
            }
          });
    }
    return epochs;
  }

  private static long epochOf(Member who) {
    return who instanceof Supervisor s ? s.primary(P).configEpoch().value() : -1;
  }

  @ParameterizedTest
  @MethodSource("groups")
  void aKilledPrimaryIsReplacedOnceAndAllAgree(int redis, long seed) {
    World world = group(redis, seed);
    List<Long> epochs = promotionEpochs(world);
    DataServer primary = world.dataOf(P).get(0);

    primary.kill();
    // Whoever voted for a leader that failed waits twice the failover timeout.
    await(world, "a new primary", () -> agreeOnAnother(world, primary.address), 40_000);
    world.run(20_000);

    assertThat(epochs).doesNotHaveDuplicates().isNotEmpty();
    assertThat(agreeOnAnother(world, primary.address)).isTrue();
    primary.restart();
    await(world, "the former primary follows", () -> !primary.isPrimary(), 30_000);
  }

  @ParameterizedTest
  @MethodSource("groups")
  void aHangingPrimaryIsReplacedAndFollowsWhenItWakes(int redis, long seed) {
    World world = group(redis, seed);
    List<Long> epochs = promotionEpochs(world);
    DataServer primary = world.dataOf(P).get(0);

    primary.pause();
    await(world, "a new primary", () -> agreeOnAnother(world, primary.address), 40_000);
    world.run(5_000);
    primary.resume();
    await(world, "the former primary follows", () -> !primary.isPrimary(), 30_000);
    world.run(20_000);

    assertThat(epochs).doesNotHaveDuplicates();
    assertThat(world.dataOf(P).stream().filter(DataServer::isPrimary)).hasSize(1);
    assertThat(agreeOnAnother(world, primary.address)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("groups")
  void aLeaderThatDiesIsReplacedToo(int redis, long seed) {
    World world = group(redis, seed);
    DataServer primary = world.dataOf(P).get(0);
    List<Member> dead = new ArrayList<>();
    List<Long> epochs = new ArrayList<>();
    for (Member member : world.members()) {
      member.onNotice(
          (who, notice) -> {
            if (notice.event().equals("+elected-leader") && dead.isEmpty()) {
              dead.add(who);
              world.scheduler.in(0, who::kill);
            } else if (notice.event().equals("+promoted-slave")) {
              epochs.add(who instanceof RedisSentinel r ? r.currentEpoch : epochOf(who));
            }
          });
    }

    primary.kill();
    await(world, "a new primary", () -> agreeOnAnother(world, primary.address), 60_000);
    world.run(5_000);
    dead.forEach(Member::restart);
    world.run(20_000);

    assertThat(epochs).doesNotHaveDuplicates();
    assertThat(agreeOnAnother(world, primary.address)).isTrue();
  }
}
