package io.sentinelha.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.quorum.Epoch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VotingTest {

  private static final String ALICE = "a".repeat(40);
  private static final String BOB = "b".repeat(40);

  private static Optional<Reply> vote(String leader, long epoch) {
    return Optional.of(new Reply.DownState(false, leader, epoch));
  }

  @Test
  void theFirstToAskInAnEpochGetsTheVoteAndKeepsIt() {
    Subject subject = Subject.fresh();

    assertThat(subject.askVote(5, ALICE)).isEqualTo(vote(ALICE, 5));
    assertThat(subject.askVote(5, BOB)).isEqualTo(vote(ALICE, 5));
    assertThat(subject.askVote(3, BOB)).isEqualTo(vote(ALICE, 5));
    assertThat(subject.askVote(6, BOB)).isEqualTo(vote(BOB, 6));
    assertThat(subject.announced())
        .containsSubsequence(
            "+new-epoch 5",
            "+vote-for-leader " + ALICE + " 5",
            "+new-epoch 6",
            "+vote-for-leader " + BOB + " 6");
  }

  @Test
  void aRestartedVoterRemembersThatItVotedThoughNotForWhom() {
    Subject subject = new Subject(Subject.state(new Epoch(6), new Epoch(6)));

    assertThat(subject.askVote(6, ALICE)).isEqualTo(vote("*", 6));
    assertThat(subject.askVote(7, ALICE)).isEqualTo(vote(ALICE, 7));
  }

  @Test
  void nobodyHearsOfAVoteBeforeItIsOnDisk() {
    Subject subject = Subject.fresh().withSlowDisk();

    assertThat(subject.askVote(5, ALICE)).isEmpty();
    assertThat(subject.announced()).noneMatch(w -> w.startsWith("+vote-for-leader"));
    assertThat(subject.announced()).noneMatch(w -> w.startsWith("+new-epoch"));
    assertThat(subject.lastSave().state().currentEpoch()).isEqualTo(new Epoch(5));
    assertThat(subject.lastSave().state().primaries().get(0).leaderEpoch()).isEqualTo(new Epoch(5));

    subject.saved();

    assertThat(subject.answer(1)).isEqualTo(vote(ALICE, 5));
    assertThat(subject.announced()).contains("+vote-for-leader " + ALICE + " 5");
  }

  @Test
  void aVoteThatCannotBeSavedIsNotGivenAndNotGivenToAnotherEither() {
    Subject subject = Subject.fresh().withSlowDisk();
    subject.askVote(5, ALICE);

    subject.saveFailed();

    assertThat(subject.answer(1)).isEqualTo(vote("*", 0));
    subject.askVote(5, BOB);
    subject.pass(1_500);
    subject.saved();
    assertThat(subject.answer(2)).isEqualTo(vote(ALICE, 5));
  }

  @Test
  void aQuestionWithoutACandidateIsNoVoteAndMovesNoEpoch() {
    Subject subject = Subject.fresh();

    assertThat(subject.askVote(9, "*")).isEqualTo(vote("*", 0));
    assertThat(subject.view().currentEpoch()).isEqualTo(Epoch.ZERO);
  }

  @Test
  void anUnknownPrimaryIsNotDownAndGetsNoVote() {
    Subject subject = Subject.fresh();

    Optional<Reply> reply =
        subject.ask(id -> new Event.IsDownAsked(id, "10.0.0.99", 6379, 5, ALICE));

    assertThat(reply).isEqualTo(vote("*", 0));
    assertThat(subject.view().currentEpoch()).isEqualTo(Epoch.ZERO);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 62, (1L << 32) + 1})
  void anEpochThatCannotBeDoesNotPoisonTheGroup(long epoch) {
    Subject subject = Subject.fresh();

    assertThat(subject.askVote(epoch, ALICE)).isEqualTo(vote("*", 0));
    assertThat(subject.view().currentEpoch()).isEqualTo(Epoch.ZERO);
    assertThat(subject.askVote(1, BOB)).isEqualTo(vote(BOB, 1));
  }

  @Test
  void votesForDifferentPrimariesAreIndependent() {
    DurableState one = Subject.state(Epoch.ZERO, Epoch.ZERO);
    DurableState.Primary first = one.primaries().get(0);
    DurableState.Primary second =
        new DurableState.Primary(
            "q",
            new Endpoint("10.0.0.2", 6379),
            Epoch.ZERO,
            Epoch.ZERO,
            first.settings(),
            List.of(),
            List.of());
    Subject subject =
        new Subject(
            new DurableState(
                Subject.ME, Epoch.ZERO, DurableState.Identity.DEFAULT, List.of(first, second)));

    assertThat(subject.askVote(5, ALICE)).isEqualTo(vote(ALICE, 5));
    assertThat(subject.ask(id -> new Event.IsDownAsked(id, "10.0.0.2", 6379, 5, BOB)))
        .isEqualTo(vote(BOB, 5));
  }
}
