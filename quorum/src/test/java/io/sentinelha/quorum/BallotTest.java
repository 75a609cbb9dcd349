package io.sentinelha.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sentinelha.quorum.Ballot.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BallotTest {

  private static Ballot ballot(int voters, int quorum) {
    return Ballot.open(new Epoch(1), voters, quorum);
  }

  @Test
  void aLeaderNeedsMoreThanHalfOfAllVotersTheDeadIncluded() {
    Ballot ofFour = ballot(4, 1).with("a", "a").with("b", "a");
    assertThat(ofFour.outcomeFor("a", 2)).isEqualTo(Outcome.OPEN);
    assertThat(ofFour.with("c", "a").outcomeFor("a", 1)).isEqualTo(Outcome.WON);
  }

  @Test
  void aLeaderNeedsTheQuorumToo() {
    Ballot ofFive = ballot(5, 4).with("a", "a").with("b", "a").with("c", "a");
    assertThat(ofFive.outcomeFor("a", 2)).isEqualTo(Outcome.OPEN);
    assertThat(ofFive.with("d", "a").winner()).contains("a");
  }

  @Test
  void aQuorumBelowTheMajorityDoesNotElect() {
    assertThat(ballot(5, 2).with("a", "a").with("b", "a").winner()).isEmpty();
  }

  @Test
  void votersVoteOnce() {
    Ballot twice = ballot(3, 2).with("b", "a").with("b", "c").with("c", "c");
    assertThat(twice.votesFor("a")).isEqualTo(1);
    assertThat(twice.votesFor("c")).isEqualTo(1);
  }

  @Test
  void whoeverLosesKnowsTheWinner() {
    Ballot lost = ballot(3, 2).with("a", "a").with("b", "b").with("c", "b");
    assertThat(lost.outcomeFor("a", 0)).isEqualTo(Outcome.LOST);
    assertThat(lost.winner()).contains("b");
  }

  @Test
  void votesThatNobodyCanWinWithAreSplit() {
    Ballot split = ballot(3, 2).with("a", "a").with("b", "b");
    assertThat(split.outcomeFor("a", 1)).isEqualTo(Outcome.OPEN);
    assertThat(split.outcomeFor("a", 0)).isEqualTo(Outcome.SPLIT);
  }

  @Test
  void withoutEnoughVotersNobodyIsElected() {
    assertThat(ballot(3, 2).with("a", "a").outcomeFor("a", 0)).isEqualTo(Outcome.TOO_FEW);
  }

  @Test
  void aLoneVoterElectsItself() {
    assertThat(ballot(1, 1).with("a", "a").outcomeFor("a", 0)).isEqualTo(Outcome.WON);
  }

  @Test
  void aVoterWhoJoinsRaisesTheMajority() {
    Ballot two = ballot(3, 2).with("a", "a").with("b", "a");
    assertThat(two.winner()).contains("a");
    assertThat(two.among(4).winner()).isEmpty();
    assertThat(two.among(1).voters()).isEqualTo(2);
  }

  @Test
  void aVoterWhomNobodyCountedIsOneMore() {
    Ballot full = ballot(1, 1).with("a", "a");
    Ballot more = full.with("b", "b");
    assertThat(more.voters()).isEqualTo(2);
    assertThat(more.winner()).isEmpty();
  }

  @Test
  void moreVotesThanVotersCannotBe() {
    Map<String, String> votes = Map.of("a", "a", "b", "a");
    assertThatIllegalArgumentException().isThrownBy(() -> new Ballot(Epoch.ZERO, 1, 1, votes));
  }

  @Test
  void candidatesHaveTheSamePlacesForEverybodyWhoKnowsTheSameVotes() {
    Ballot one = Ballot.open(Epoch.ZERO, 3, 2).with("a", "a").with("b", "b").with("c", "c");
    Ballot other = Ballot.open(Epoch.ZERO, 3, 2).with("c", "c").with("a", "a").with("b", "b");

    assertThat(List.of(one.rank("a"), one.rank("b"), one.rank("c"))).containsExactly(0, 1, 2);
    assertThat(other.rank("b")).isEqualTo(1);
    assertThat(Ballot.open(Epoch.ZERO, 3, 2).with("b", "b").with("c", "b").rank("b")).isZero();
  }
}
