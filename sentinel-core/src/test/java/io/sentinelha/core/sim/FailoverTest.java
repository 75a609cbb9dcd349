package io.sentinelha.core.sim;

import static io.sentinelha.core.sim.World.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.Guard;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.core.engine.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A failover as a whole, seed by seed: who is promoted, how soon, and what is said meanwhile. */
final class FailoverTest {

  private static final PrimarySettings SETTINGS =
      PrimarySettings.defaults(2).withDownAfterMillis(1_000).withFailoverTimeoutMillis(10_000);

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  private static World acquainted(long seed, int supervisors, PrimarySettings settings) {
    World world = World.of(seed, supervisors, 2, settings);
    world.until("everybody knows everybody", world::isAcquainted, 15_000);
    world.run(3_000 + seed % 1_000);
    return world;
  }

  private static World acquainted(long seed) {
    return acquainted(seed, 3, SETTINGS);
  }

  private static List<String> events(Member supervisor) {
    return supervisor.notices.stream().map(Notice::event).toList();
  }

  private static boolean hasMoved(World world) {
    return !world.allName(world.data(1))
        && (world.allName(world.data(2)) || world.allName(world.data(3)));
  }

  private static int promotions(World world) {
    return world.servers().stream().mapToInt(s -> s.promotions).sum();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aKilledPrimaryIsReplacedAtOnceWhenItIsDown(long seed) {
    World world = acquainted(seed);
    long killed = world.scheduler.now();

    world.data(1).kill();
    world.until("a new primary", () -> hasMoved(world), 1_400);

    assertThat(promotions(world)).isEqualTo(1);
    assertThat(world.scheduler.now() - killed).isLessThan(1_400);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aHangingPrimaryIsReplacedWhenItsSilenceIsDue(long seed) {
    World world = acquainted(seed);

    world.data(1).pause();
    world.until("a new primary", () -> hasMoved(world), 1_500);

    assertThat(promotions(world)).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aSlowDiskCostsTimeButNeverASecondPrimary(long seed) {
    World world = acquainted(seed);
    world.diskUpTo(150);

    world.data(1).kill();
    world.until("a new primary", () -> hasMoved(world), 3_000);
    world.run(5_000);

    assertThat(promotions(world)).isEqualTo(1);
  }

  /** A tilt lasts longer than the ten patiences for which a replica may be without its link. */
  @ParameterizedTest
  @MethodSource("seeds")
  void aPrimaryThatDiesDuringATiltIsReplacedAfterIt(long seed) {
    World world = acquainted(seed);
    world.run(10_000); // Past the start, in which a pause is no tilt.
    world.supervisors().forEach(Supervisor::pause);
    world.run(3_000);
    world.supervisors().forEach(Supervisor::resume);

    world.data(1).kill();
    world.until("a new primary", () -> hasMoved(world), 33_000);

    assertThat(world.supervisors()).allMatch(s -> events(s).contains("+tilt"));
    assertThat(promotions(world)).isEqualTo(1);
  }

  @Test
  void theLeaderSaysWhatItDoesInTheOrderInWhichClientsExpectIt() {
    World world = acquainted(7);
    world.data(1).kill();
    world.until("a new primary", () -> hasMoved(world), 5_000);

    Supervisor leader =
        world.supervisors().stream()
            .filter(s -> events(s).contains("+elected-leader"))
            .findFirst()
            .orElseThrow();
    assertThat(events(leader))
        .containsSubsequence(
            "+sdown",
            "+odown",
            "+try-failover",
            "+vote-for-leader",
            "+elected-leader",
            "+failover-state-select-slave",
            "+selected-slave",
            "+failover-state-send-slaveof-noone",
            "+failover-state-wait-promotion",
            "+promoted-slave",
            "+failover-state-reconf-slaves",
            "+slave-reconf-sent",
            "+slave-reconf-inprog",
            "+slave-reconf-done",
            "+failover-end",
            "+switch-master");
    for (Supervisor other : world.supervisors()) {
      assertThat(events(other)).contains("+switch-master");
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theFormerPrimaryComesBackAsAReplica(long seed) {
    World world = acquainted(seed);
    world.data(1).kill();
    world.until("a new primary", () -> hasMoved(world), 5_000);
    world.run(5_000);

    world.data(1).restart();
    world.until("demoted", () -> !world.data(1).isPrimary(), 8_000);
    world.run(20_000);

    assertThat(promotions(world)).isEqualTo(1);
    assertThat(world.servers().stream().filter(DataServer::isPrimary)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aPrimaryThatMerelyHungIsDemotedWhenItWakes(long seed) {
    World world = acquainted(seed);
    world.data(1).pause();
    world.until("a new primary", () -> hasMoved(world), 5_000);

    world.data(1).resume();
    world.until("demoted", () -> !world.data(1).isPrimary(), 5_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoIsCutOffWithThePrimaryStartsNothingAndFollowsAfterwards(long seed) {
    World world = acquainted(seed);
    Supervisor alone = world.supervisor(1);
    for (Host other : world.everybody()) {
      if (other != alone && other != world.data(1)) {
        world.network.cut(alone, other);
        world.network.cut(world.data(1), other);
      }
    }
    world.until(
        "the majority moves",
        () ->
            !world.supervisor(2).primary(PRIMARY).address().equals(world.data(1).address)
                && !world.supervisor(3).primary(PRIMARY).address().equals(world.data(1).address),
        5_000);
    world.run(10_000);
    assertThat(alone.primary(PRIMARY).address()).isEqualTo(world.data(1).address);
    assertThat(events(alone)).doesNotContain("+try-failover");

    world.network.heal();
    world.until("one primary for all", () -> hasMoved(world), 20_000);
    world.until("the former primary follows", () -> !world.data(1).isPrimary(), 30_000);
    assertThat(promotions(world)).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anotherSupervisorFinishesWhatADeadLeaderBegan(long seed) {
    World world = acquainted(seed);
    List<Member> dead = new ArrayList<>();
    for (Supervisor s : world.supervisors()) {
      s.onNotice(
          (who, notice) -> {
            if (notice.event().equals("+elected-leader") && dead.isEmpty()) {
              dead.add(who);
              who.kill();
            }
          });
    }

    world.data(1).kill();
    world.until("a new primary", () -> !dead.isEmpty() && hasMoved(world), 15_000);

    assertThat(dead).hasSize(1);
  }

  /**
   * While a leader still points replicas at the one it promoted, the others may fail over back to
   * the former primary. Two supervisors then must not name different nodes in one epoch.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void aLeaderGivesItsFailoverUpWhenANewerConfigurationNamesTheFormerPrimary(long seed) {
    Supervisor leader = leaderThatHearsOfTheFormerPrimary(seed, "+slave-reconf-sent");

    assertThat(leader.primary(PRIMARY).isFailingOver()).isFalse();
    assertThat(leader.addressOf(PRIMARY)).contains(leader.world.data(1).address);
    assertThat(events(leader)).contains("+config-update-from", "+switch-master");
    leader.world.run(500);
    assertThat(leader.addressOf(PRIMARY)).contains(leader.world.data(1).address);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aLateConfirmationDoesNotTakeANewerConfigurationBack(long seed) {
    Supervisor leader = leaderThatHearsOfTheFormerPrimary(seed, "+failover-state-wait-promotion");
    leader.world.run(500);

    assertThat(leader.primary(PRIMARY).configEpoch().value()).isEqualTo(9);
    assertThat(leader.addressOf(PRIMARY)).contains(leader.world.data(1).address);
  }

  private static Supervisor leaderThatHearsOfTheFormerPrimary(long seed, String moment) {
    World world = acquainted(seed);
    List<Supervisor> leaders = new ArrayList<>();
    for (Supervisor s : world.supervisors()) {
      s.onNotice(
          (who, notice) -> {
            if (notice.event().equals(moment)) {
              leaders.add(s);
            }
          });
    }
    world.data(1).kill();
    world.until(moment, () -> !leaders.isEmpty(), 5_000);
    world.data(1).restart();
    Supervisor leader = leaders.get(0);
    Supervisor teller =
        world.supervisors().stream().filter(s -> s != leader).findFirst().orElseThrow();
    String hello =
        teller.address.host() + ",26379," + teller.runId() + ",9," + PRIMARY + ",10.0.0.1,6379,9";
    leader.feed(new Event.HelloTold(hello));
    return leader;
  }

  @Test
  void withoutAMajorityNobodyIsPromoted() {
    World world = acquainted(3);
    world.supervisor(1).kill();
    world.supervisor(2).kill();
    world.data(1).kill();

    world.run(60_000);

    assertThat(promotions(world)).isZero();
  }

  @Test
  void aSupervisorThatCannotSaveLeadsNothing() {
    World world = acquainted(4);
    world.members().forEach(s -> s.failDisk(true));
    world.data(1).kill();
    world.run(30_000);
    assertThat(promotions(world)).isZero();

    world.members().forEach(s -> s.failDisk(false));
    world.until("a new primary", () -> hasMoved(world), 60_000);
    assertThat(promotions(world)).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aReplicaOfOtherDataIsNotPromotedWhileAFitOneIsThere(long seed) {
    World world = acquainted(seed);
    world.data(2).setPriority(1);
    world.data(2).makeForeign();
    world.run(3_000);

    world.data(1).kill();
    world.until("a new primary", () -> hasMoved(world), 5_000);

    assertThat(world.allName(world.data(3))).isTrue();
  }

  @Test
  void aReplicaThatOnlyHasOtherDataIsNotPromotedAtAll() {
    World world = World.of(5, 3, 1, SETTINGS);
    world.until("everybody knows everybody", world::isAcquainted, 15_000);
    world.data(2).makeForeign();
    world.run(3_000);

    world.data(1).kill();
    world.run(30_000);

    assertThat(promotions(world)).isZero();
    assertThat(
            events(world.supervisor(1)).contains("-failover-abort-no-good-slave")
                || events(world.supervisor(2)).contains("-failover-abort-no-good-slave")
                || events(world.supervisor(3)).contains("-failover-abort-no-good-slave"))
        .isTrue();
  }

  @Test
  void aRefusedConnectionIsEvidenceWhenAskedFor() {
    World world =
        acquainted(6, 3, SETTINGS.withDownAfterMillis(5_000).withRefusedDownAfterMillis(300));
    long killed = world.scheduler.now();

    world.data(1).kill();
    world.until("a new primary", () -> hasMoved(world), 700);

    assertThat(world.scheduler.now() - killed).isBetween(300L, 700L);
  }

  @Test
  void aHangingPrimaryRefusesNothingSoItsPatienceIsTheUsualOne() {
    World world =
        acquainted(6, 3, SETTINGS.withDownAfterMillis(5_000).withRefusedDownAfterMillis(300));

    world.data(1).pause();
    world.run(4_000);
    assertThat(world.supervisor(1).primary(PRIMARY).node().isDown()).isFalse();
    world.until("a new primary", () -> hasMoved(world), 2_500);
  }

  @Test
  void anOperatorMayForceAFailoverOfAHealthyPrimary() {
    World world = acquainted(8);
    List<Reply> replies = new ArrayList<>();

    world.supervisor(2).ask(id -> new Event.ForceFailover(id, PRIMARY), replies::add);
    world.supervisor(2).ask(id -> new Event.ForceFailover(id, PRIMARY), replies::add);
    world.until("a new primary", () -> hasMoved(world), 5_000);

    assertThat(replies)
        .containsExactly(Reply.OK, new Reply.Refused("INPROG Failover already in progress"));
    world.until("the former primary follows", () -> !world.data(1).isPrimary(), 5_000);
    assertThat(events(world.supervisor(2))).doesNotContain("+odown", "+sdown");
  }

  @Test
  void aServerThatSpoilsTheTransactionIsPromotedWithoutIt() {
    World world = acquainted(9);
    world.data(2).refusesTransactions = true;
    world.data(3).refusesTransactions = true;

    world.data(1).kill();
    world.until("a new primary", () -> hasMoved(world), 3_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theGuardIsSetRepairedAndGivenToThePromotedReplica(long seed) {
    Guard guard = new Guard(1, 2);
    World world = acquainted(seed, 3, SETTINGS.withGuard(guard));
    assertThat(world.data(1).guard()).isEqualTo(guard);

    world.data(1).setGuard(Guard.OFF);
    world.until("repaired", () -> world.data(1).guard().equals(guard), 2_000);
    assertThat(world.supervisors().stream().anyMatch(s -> events(s).contains("+guard-fix")))
        .isTrue();

    List<Guard> whenTold = new ArrayList<>();
    for (Supervisor s : world.supervisors()) {
      s.onNotice(
          (who, notice) -> {
            if (notice.event().equals("+switch-master")) {
              Optional<DataServer> promoted =
                  world.servers().stream().filter(d -> d.promotions > 0).findFirst();
              whenTold.add(promoted.orElseThrow().guard());
            }
          });
    }
    world.data(1).kill();
    world.until("a new primary", () -> hasMoved(world), 5_000);
    assertThat(whenTold).hasSize(3).containsOnly(guard);
  }
}
