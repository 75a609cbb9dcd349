package io.sentinelha.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VotesTest {

  private static Epoch epoch(long value) {
    return new Epoch(value);
  }

  private static Votes vote(Votes from, String id, long asked, long current) {
    return from.request(id, epoch(asked), epoch(current));
  }

  @Test
  void theFirstToAskInAnEpochGetsTheVote() {
    Votes votes = vote(Votes.NONE, "a", 5, 5);
    assertThat(votes).isEqualTo(new Votes(epoch(5), Optional.of("a")));
  }

  @Test
  void theSecondToAskInAnEpochDoesNot() {
    Votes first = vote(Votes.NONE, "a", 5, 5);
    assertThat(vote(first, "b", 5, 5)).isSameAs(first);
  }

  @Test
  void askingAgainChangesNothing() {
    Votes first = vote(Votes.NONE, "a", 5, 5);
    assertThat(vote(first, "a", 5, 5)).isSameAs(first);
  }

  @Test
  void aHigherEpochIsANewVote() {
    Votes first = vote(Votes.NONE, "a", 5, 5);
    assertThat(vote(first, "b", 6, 6)).isEqualTo(new Votes(epoch(6), Optional.of("b")));
  }

  @Test
  void aRequestOfAnOlderEpochGetsNothing() {
    Votes first = vote(Votes.NONE, "a", 5, 5);
    assertThat(vote(first, "b", 3, 5)).isSameAs(first);
  }

  @Test
  void aRequestBehindTheGroupsEpochGetsNothingEvenWithoutAVoteInIt() {
    assertThat(vote(Votes.NONE, "a", 5, 6)).isSameAs(Votes.NONE);
  }

  @Test
  void aVoterThatRestartedDoesNotVoteAgainInTheEpochItSaved() {
    Votes restarted = Votes.afterRestart(epoch(6));
    assertThat(vote(restarted, "anyone", 6, 6)).isSameAs(restarted);
    assertThat(restarted.candidate()).isEmpty();
    assertThat(vote(restarted, "c", 7, 7).candidate()).contains("c");
  }

  @Test
  void theCurrentEpochMustBeRaisedBeforeVoting() {
    assertThatIllegalArgumentException().isThrownBy(() -> vote(Votes.NONE, "a", 5, 4));
  }
}
