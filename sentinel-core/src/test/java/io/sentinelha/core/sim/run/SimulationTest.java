package io.sentinelha.core.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Worlds of a fixed set of seeds; {@code bin/sim} runs more of them. */
final class SimulationTest {

  private static final long SEEDS = 400;

  @Test
  void noRuleIsBrokenInAnyWorld() {
    List<String> broken =
        LongStream.rangeClosed(1, SEEDS)
            .parallel()
            .mapToObj(SeedRun::of)
            .filter(outcome -> !outcome.isSound())
            .map(Outcome::message)
            .toList();

    assertThat(broken).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theSameSeedGivesTheSameHistoryWithAndWithoutATranscript(long seed) {
    Outcome first = SeedRun.of(seed);
    Outcome second = SeedRun.withTranscript(seed);

    assertThat(second.hash()).isEqualTo(first.hash());
    assertThat(second.acknowledged()).isEqualTo(first.acknowledged());
    assertThat(second.lines()).isNotEmpty();
  }

  /** A client writes to a former primary that somebody makes a primary again. */
  @ParameterizedTest
  @ValueSource(longs = {551_419, 756_669})
  void whatAStrayPrimaryTakesIsLostToASplitBrain(long seed) {
    assertThat(SeedRun.of(seed).rule()).isEmpty();
  }

  /** A report that arrives behind the end of its connection is not the leader's knowledge. */
  @Test
  void aChoiceIsJudgedByWhatTheLeaderCouldKnow() {
    assertThat(SeedRun.of(259_717).rule()).isEmpty();
  }

  /** In these, somebody's answer about the former primary came after the switch. */
  @ParameterizedTest
  @ValueSource(longs = {966, 2284, 2594, 3120})
  void aWordAboutTheFormerPrimaryIsNoneAboutThePresentOne(long seed) {
    assertThat(SeedRun.of(seed).rule()).isEmpty();
  }

  /** The numbers are the same on every JDK; a change of the rules or of the models changes them. */
  @ParameterizedTest
  @CsvSource({
    "1, d66954b282f47615",
    "2, 67e26ece37dc634c",
    "3, 6343fd68af3f79e8",
    "4, c194c1f86769e8d3",
    "5, 569cf8a5d44fc52d",
    "6, 3f7a2abd3e6bbdad"
  })
  void aSeedHasOneHistoryOnEveryMachine(long seed, String hash) {
    assertThat(String.format("%016x", SeedRun.of(seed).hash())).isEqualTo(hash);
  }

  @Test
  void differentSeedsGiveDifferentHistories() {
    assertThat(LongStream.rangeClosed(1, 50).map(seed -> SeedRun.of(seed).hash()).distinct())
        .hasSize(50);
  }
}
