package io.sentinelha.core.sim;

import static io.sentinelha.core.sim.World.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.engine.Account;
import io.sentinelha.core.engine.Account.Cause;
import io.sentinelha.core.engine.Account.Loss;
import io.sentinelha.core.engine.Account.Outcome;
import io.sentinelha.core.engine.Account.Phase;
import io.sentinelha.core.engine.Account.Standing;
import io.sentinelha.core.engine.Account.Verdict;
import io.sentinelha.core.engine.Account.Verdict.Judgement;
import io.sentinelha.core.engine.Account.Vote;
import io.sentinelha.core.engine.Account.What;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.PrimarySettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What supervisors tell afterwards is what happened. */
final class AccountTest {

  private static final PrimarySettings SETTINGS =
      PrimarySettings.defaults(2).withDownAfterMillis(2_000).withFailoverTimeoutMillis(10_000);

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  private static World acquainted(long seed) {
    World world = World.of(seed, 3, 2, SETTINGS);
    world.until("everybody knows everybody", world::isAcquainted, 15_000);
    world.run(3_000 + seed % 1_000);
    return world;
  }

  private static void awaitMove(World world) {
    world.until(
        "a new primary",
        () -> world.allName(world.data(2)) || world.allName(world.data(3)),
        10_000);
  }

  private static Account last(Supervisor supervisor) {
    return supervisor.accounts.get(supervisor.accounts.size() - 1);
  }

  private static Account leaders(World world) {
    return world.supervisors().stream()
        .flatMap(s -> s.accounts.stream())
        .filter(a -> a.standing() == Standing.LEADER)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everySupervisorTellsOfTheSameFailoverUnderTheSameId(long seed) {
    World world = acquainted(seed);
    world.data(1).kill();
    awaitMove(world);

    Account leaders = leaders(world);
    assertThat(leaders.outcome()).isEqualTo(Outcome.SWITCHED);
    assertThat(leaders.cause()).isEqualTo(Cause.SILENCE);
    assertThat(leaders.from()).isEqualTo(world.data(1).address);
    assertThat(leaders.phases()).containsOnlyKeys(Phase.values());
    for (Supervisor supervisor : world.supervisors()) {
      Account told = last(supervisor);
      assertThat(told.id()).isEqualTo(leaders.id());
      assertThat(told.outcome()).isEqualTo(Outcome.SWITCHED);
      assertThat(told.to()).isEqualTo(leaders.to());
      assertThat(told.leader().orElse(leaders.supervisor())).isEqualTo(leaders.supervisor());
    }
    assertThat(world.supervisors().stream().map(AccountTest::last).map(Account::standing))
        .containsOnlyOnce(Standing.LEADER);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void votesThatTheLeaderTellsAreThoseThatVotersTell(long seed) {
    World world = acquainted(seed);
    world.data(1).kill();
    awaitMove(world);

    Account leaders = leaders(world);
    for (Supervisor supervisor : world.supervisors()) {
      Account told = last(supervisor);
      Optional<Vote> own = vote(told, told.supervisor());
      Optional<Vote> seen = vote(leaders, told.supervisor());
      if (own.isPresent() && seen.isPresent() && seen.get().state() == Vote.State.GIVEN) {
        assertThat(seen.get().candidate()).isEqualTo(own.get().candidate());
      }
    }
    assertThat(leaders.votes().stream().filter(v -> v.candidate().equals(leaders.leader())))
        .hasSizeGreaterThanOrEqualTo(leaders.needed());
  }

  private static Optional<Vote> vote(Account account, String voter) {
    return account.votes().stream().filter(v -> v.voter().equals(voter)).findFirst();
  }

  @Test
  void durationsAddUpToTheOutage() {
    World world = acquainted(3);
    world.data(1).kill();
    awaitMove(world);

    Account told = leaders(world);
    long sum =
        told.phases().entrySet().stream()
            .filter(e -> e.getKey() != Phase.RECONFIGURATION)
            .mapToLong(java.util.Map.Entry::getValue)
            .sum();
    assertThat(told.outage()).hasValue(sum);
    assertThat(sum).isBetween(2_000L, 3_500L);
  }

  @Test
  void anAttemptWithoutAFitReplicaSaysWhyForEach() {
    World world = acquainted(4);
    world.data(2).setPriority(0);
    world.data(3).setPriority(0);
    world.run(11_000); // Until that is reported.
    world.data(1).kill();
    world.run(5_000);

    Account told = leaders(world);
    assertThat(told.outcome()).isEqualTo(Outcome.ABORTED);
    assertThat(told.reason()).isEqualTo("no replica is fit to be promoted");
    assertThat(told.verdicts())
        .hasSize(2)
        .allMatch(v -> v.judgement() == Judgement.EXCLUDED)
        .extracting(Verdict::reason)
        .containsOnly("priority 0: never to be promoted");
    assertThat(told.loss()).isEmpty();
  }

  @Test
  void aForcedFailoverIsAnOrderHereAndNewsElsewhere() {
    World world = acquainted(5);
    world.supervisor(2).ask(id -> new Event.ForceFailover(id, PRIMARY), reply -> {});
    awaitMove(world);

    assertThat(last(world.supervisor(2)).cause()).isEqualTo(Cause.ORDERED);
    assertThat(last(world.supervisor(2)).standing()).isEqualTo(Standing.LEADER);
    for (int other : List.of(1, 3)) {
      Account told = last(world.supervisor(other));
      assertThat(told.id()).isEqualTo(last(world.supervisor(2)).id());
      assertThat(told.standing()).isEqualTo(Standing.OBSERVER);
      assertThat(told.cause()).isEqualTo(Cause.UNSEEN);
      assertThat(told.outcome()).isEqualTo(Outcome.SWITCHED);
    }
  }

  @Test
  void writesThatNoReplicaHadAreCounted() {
    World world = acquainted(6);
    world.network.cut(world.data(1), world.data(2));
    world.network.cut(world.data(1), world.data(3));
    world.run(12_000); // The primary goes on alone, and says so in its reports.
    world.data(1).kill();
    awaitMove(world);

    Loss loss = leaders(world).loss().orElseThrow();
    assertThat(loss.knownFrom()).isEqualTo(Loss.Source.LAST_REPORT);
    assertThat(loss.bytes().orElseThrow()).isPositive();
    assertThat(loss.bytes().orElseThrow())
        .isEqualTo(loss.formerOffset().orElseThrow() - loss.keptOffset().orElseThrow());
  }

  @Test
  void theFormerPrimaryItselfSaysMoreWhenItCanBeHeardAgain() {
    World world = acquainted(7);
    world.isolate(world.data(1)); // Where no order to follow reaches it.
    awaitMove(world);
    Account before = leaders(world);
    world.data(1).append(world.newWrite()); // From a client on its side of the cut.
    world.run(10_000); // Until the connection that held an order to follow is given up.
    world.network.heal();
    world.until("demoted", () -> !world.data(1).isPrimary(), 10_000);

    Account after = leaders(world);
    Loss loss = after.loss().orElseThrow();
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(loss.knownFrom()).isEqualTo(Loss.Source.REPORT_AFTERWARDS);
    assertThat(loss.formerOffset().orElseThrow())
        .isGreaterThan(before.loss().orElseThrow().formerOffset().orElseThrow());
    assertThat(after.timeline())
        .extracting(Account.Moment::what)
        .containsOnlyOnce(What.FORMER_IS_BACK);
  }

  @Test
  void anOrderThatFailedAsATransactionIsToldWithItsError() {
    World world = acquainted(9);
    world.data(2).refusesTransactions = true;
    world.data(3).refusesTransactions = true;
    world.data(1).kill();
    awaitMove(world);

    assertThat(leaders(world).timeline())
        .anySatisfy(
            m -> {
              assertThat(m.what()).isEqualTo(What.PROMOTION_REFUSED);
              assertThat(m.details()).startsWith("EXECABORT");
            });
  }

  @Test
  void aBlipThatNobodyActedOnLeavesNoAccount() {
    World world = acquainted(8);
    world.isolate(world.supervisor(1));
    world.run(10_000);
    world.network.heal();
    world.run(10_000);

    assertThat(world.supervisors()).allMatch(s -> s.accounts.isEmpty());
  }
}
