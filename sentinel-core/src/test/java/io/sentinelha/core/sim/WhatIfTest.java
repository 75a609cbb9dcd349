package io.sentinelha.core.sim;

import static io.sentinelha.core.sim.World.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.engine.Account.Verdict.Judgement;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.core.engine.Tuning;
import io.sentinelha.core.whatif.Forecast;
import io.sentinelha.core.whatif.Forecast.Outcome;
import io.sentinelha.core.whatif.WhatIf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a supervisor says would happen is what then happens. */
final class WhatIfTest {

  private static final PrimarySettings SETTINGS =
      PrimarySettings.defaults(2).withDownAfterMillis(1_000).withFailoverTimeoutMillis(20_000);

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 200);
  }

  private static World acquainted(long seed, int supervisors, int replicas, int quorum) {
    World world = World.of(seed, supervisors, replicas, SETTINGS.withQuorum(quorum));
    world.until("everybody knows everybody", world::isAcquainted, 20_000);
    world.run(3_000);
    return world;
  }

  private static Forecast forecast(World world, Supervisor supervisor) {
    return WhatIf.of(supervisor.view(), PRIMARY, world.scheduler.now()).orElseThrow();
  }

  private static Map<Endpoint, String> reasons(Forecast forecast) {
    return forecast.replicas().stream()
        .collect(Collectors.toMap(Forecast.Candidate::address, Forecast.Candidate::reason));
  }

  private static boolean said(Supervisor supervisor, String event) {
    return supervisor.notices.stream().map(Notice::event).anyMatch(event::equals);
  }

  /** Priorities, lags, broken links, foreign data, deaths, partitions: whatever the seed says. */
  private static World topology(long seed) {
    SplittableRandom random = new SplittableRandom(seed * 7_919);
    int supervisors = 3 + random.nextInt(3);
    int replicas = random.nextInt(5);
    World world = acquainted(seed, supervisors, replicas, 1 + random.nextInt(supervisors));
    world.replicate(3_000, 300, 1_000); // How soon a replica notices that its link is cut.
    Map<Tuning.Period, Long> periods = Map.of(Tuning.Period.INFO_PERIOD, 2_000L);
    world.supervisors().forEach(s -> s.ask(id -> new Event.Retune(id, periods), reply -> {}));
    List<DataServer> all = List.copyOf(world.servers()).subList(1, 1 + replicas);
    for (DataServer replica : all) {
      replica.setPriority(List.of(0, 50, 100, 100, 100).get(random.nextInt(5)));
      if (random.nextInt(8) == 0) {
        world.network.cut(
            replica, world.data(1)); // For longer than a replica may be without its link.
      }
    }
    world.run(14_000);
    for (DataServer replica : all) {
      hurt(world, replica, random);
      world.run(random.nextInt(400)); // So that what is broken now breaks at different offsets.
    }
    for (Supervisor supervisor : world.supervisors().subList(1, supervisors)) {
      if (random.nextInt(4) == 0) {
        supervisor.kill();
      } else if (random.nextInt(10) == 0) {
        world.network.cut(supervisor, world.supervisor(1));
      }
    }
    world.run(5_500 + random.nextInt(2_000)); // Until it was noticed and reported.
    return world;
  }

  private static void hurt(World world, DataServer replica, SplittableRandom random) {
    switch (random.nextInt(12)) {
      case 0 -> replica.kill();
      case 1 -> replica.pause();
      case 2 -> replica.makeForeign();
      case 3, 4 -> world.network.cut(replica, world.data(1));
      case 5 -> {
        replica.kill();
        world.network.cut(replica, world.data(1));
        world.run(200);
        replica.restart(); // It holds the data, but has not met its primary since.
      }
      case 6 -> world.supervisors().forEach(s -> world.network.cut(replica, s));
      case 7 -> world.network.cut(replica, world.supervisor(1 + random.nextInt(3)));
      default -> {}
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsForetoldHappens(long seed) {
    World world = topology(seed);
    Map<Supervisor, Forecast> foretold = new LinkedHashMap<>();
    world.supervisors().stream()
        .filter(Host::isRunning)
        .forEach(s -> foretold.put(s, forecast(world, s)));

    if (seed % 2 == 0) {
      world.data(1).kill();
    } else {
      world.data(1).pause();
    }
    long end = world.scheduler.now() + 60_000;
    while (world.scheduler.now() < end && leader(foretold).isEmpty()) {
      world.run(20);
    }

    Optional<Supervisor> leader = leader(foretold);
    if (leader.isPresent()) {
      Forecast said = Optional.ofNullable(foretold.get(leader.get())).orElseThrow();
      Endpoint promoted =
          world.servers().stream()
              .filter(s -> s.promotions > 0)
              .map(s -> s.address)
              .findFirst()
              .orElseThrow();
      assertThat(said.headline())
          .as("foretold %s, decided %s", said.replicas(), leader.get().accounts)
          .isEqualTo("would be failed over to " + promoted);
    } else {
      foretold.forEach(WhatIfTest::assertHasFailedAsForetold);
    }
  }

  private static Optional<Supervisor> leader(Map<Supervisor, Forecast> foretold) {
    return foretold.keySet().stream().filter(s -> said(s, "+promoted-slave")).findFirst();
  }

  private static void assertHasFailedAsForetold(Supervisor supervisor, Forecast forecast) {
    assertThat(forecast.outcome())
        .as(forecast.headline())
        .isIn(Outcome.NO_AGREEMENT, Outcome.NO_LEADER, Outcome.NO_GOOD_REPLICA);
    assertThat(said(supervisor, "+odown")).isEqualTo(forecast.outcome() != Outcome.NO_AGREEMENT);
    if (forecast.outcome() == Outcome.NO_LEADER) {
      assertThat(said(supervisor, "+elected-leader")).isFalse();
    }
  }

  /** The topologies are of no use if they all end in the same way. */
  @Test
  void theTopologiesAreOfEveryKind() {
    Map<Outcome, Long> outcomes =
        LongStream.rangeClosed(1, 100)
            .mapToObj(WhatIfTest::topology)
            .map(world -> forecast(world, world.supervisor(1)).outcome())
            .collect(Collectors.groupingBy(o -> o, Collectors.counting()));

    assertThat(outcomes)
        .containsOnlyKeys(
            Outcome.PROMOTION, Outcome.NO_AGREEMENT, Outcome.NO_LEADER, Outcome.NO_GOOD_REPLICA);
    assertThat(outcomes.values()).allMatch(count -> count >= 3);
  }

  @Test
  void everyReplicaIsToldWhyItWouldNotBeTaken() {
    World world = acquainted(1, 3, 8, 2);
    world.data(2).setPriority(0);
    world.data(3).kill();
    world.data(4).setPriority(200);
    world.supervisors().forEach(s -> world.network.cut(world.data(5), s));
    world.data(6).makeForeign();
    world.network.cut(world.data(7), world.data(1));
    world.run(12_000);

    Forecast forecast = forecast(world, world.supervisor(1));

    Map<Endpoint, String> reasons = reasons(forecast);
    assertThat(reasons.get(world.data(2).address)).startsWith("priority 0: never");
    assertThat(reasons.get(world.data(3).address)).startsWith("subjectively down");
    assertThat(reasons.get(world.data(4).address)).startsWith("priority 200, the chosen one");
    assertThat(reasons.get(world.data(5).address)).startsWith("subjectively down");
    assertThat(reasons.get(world.data(6).address)).startsWith("never synchronised");
    assertThat(reasons.get(world.data(7).address)).startsWith("offset ");
    assertThat(forecast.replicas().stream().filter(r -> r.judgement() == Judgement.CHOSEN))
        .hasSize(1);
    assertThat(forecast.promoted()).isPresent();
  }

  @Test
  void theFiguresAreThoseOfTheGroup() {
    World world = acquainted(2, 5, 2, 3);
    world.supervisor(5).kill();
    world.run(2_000);

    Forecast forecast = forecast(world, world.supervisor(1));

    assertThat(forecast.headline()).startsWith("would be failed over to 10.0.0.");
    assertThat(forecast.agreeing()).isEqualTo(4);
    assertThat(forecast.votes()).isEqualTo(4);
    assertThat(forecast.voters()).isEqualTo(5);
    assertThat(forecast.needed()).isEqualTo(3);
    assertThat(forecast.peers().stream().filter(p -> !p.agrees()))
        .singleElement()
        .satisfies(p -> assertThat(p.text()).startsWith("unreachable: down for "));
  }

  @Test
  void aQuorumThatCannotAgreeIsNamed() {
    World world = acquainted(3, 3, 2, 3);
    world.supervisor(2).kill();
    world.run(2_000);

    assertThat(forecast(world, world.supervisor(1)).headline())
        .isEqualTo("would NOT be failed over: 2 of 3 supervisors would agree, the quorum is 3");
  }

  @Test
  void aMajorityThatIsMissingIsNamed() {
    World world = acquainted(4, 3, 2, 1);
    world.supervisor(2).kill();
    world.supervisor(3).kill();
    world.run(2_000);

    Forecast forecast = forecast(world, world.supervisor(1));
    assertThat(forecast.headline())
        .isEqualTo("would NOT be failed over: 1 of 3 votes, 2 are needed");
    assertThat(forecast.best()).isPresent();
  }

  @Test
  void aDiskThatTakesNothingIsNamed() {
    World world = acquainted(5, 3, 2, 2);
    world.supervisor(1).failDisk(true);
    world.supervisor(1).ask(Event.FlushConfig::new, reply -> {});
    world.run(2_000);

    assertThat(forecast(world, world.supervisor(1)).outcome()).isEqualTo(Outcome.UNSAVED);
  }

  @Test
  void aTiltDelaysAndIsTold() {
    World world = acquainted(6, 3, 2, 2);
    world.run(10_000);
    world.supervisor(1).pause();
    world.run(3_000);
    world.supervisor(1).resume();
    world.run(1_000);

    Forecast forecast = forecast(world, world.supervisor(1));
    assertThat(forecast.tiltMillis()).isBetween(28_000L, 30_000L);
    assertThat(forecast.isFailover()).isTrue();
  }

  @Test
  void aFailoverThatIsUnderWayIsNotForetold() {
    World world = acquainted(7, 3, 2, 2);
    world.data(1).kill();
    world.until(
        "somebody leads",
        () -> world.supervisors().stream().anyMatch(s -> s.primary(PRIMARY).isFailingOver()),
        5_000);
    Supervisor leader =
        world.supervisors().stream()
            .filter(s -> s.primary(PRIMARY).isFailingOver())
            .findFirst()
            .orElseThrow();

    assertThat(forecast(world, leader).outcome()).isEqualTo(Outcome.UNDER_WAY);
  }

  @Test
  void aPrimaryThatIsNotWatchedHasNoFuture() {
    World world = acquainted(8, 3, 1, 2);
    assertThat(WhatIf.of(world.supervisor(1).view(), "nosuch", world.scheduler.now())).isEmpty();
  }

  /** The work does not grow with the patience: a day of silence is jumped over. */
  @Test
  void aPatientSupervisorIsAnsweredAsSoonAsAnImpatientOne() {
    World world =
        World.of(
            9, 3, 2, SETTINGS.withDownAfterMillis(86_400_000).withFailoverTimeoutMillis(1_000));
    world.until("everybody knows everybody", world::isAcquainted, 20_000);
    world.run(12_000);

    assertThat(forecast(world, world.supervisor(1)).isFailover()).isTrue();
  }
}
