package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Account.Vote;
import io.sentinelha.core.engine.Account.Vote.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who was asked and who voted for whom in one epoch, as far as it was noticed. Bounded. */
final class VoteRoll {

  private static final int MOST = 100;

  private final Map<String, Vote> votes = new LinkedHashMap<>();

  void clear() {
    votes.clear();
  }

  List<Vote> all() {
    return List.copyOf(votes.values());
  }

  /** This supervisor's own vote. */
  void own(String voter, String candidate, long now) {
    put(new Vote(voter, State.GIVEN, Optional.of(candidate), Times.NEVER, now));
  }

  /** A voter was asked, perhaps again; until it answers it has not. */
  void asked(String voter, long now) {
    if (!isGiven(voter)) {
      long first = Optional.ofNullable(votes.get(voter)).map(Vote::askedAt).orElse(now);
      put(new Vote(voter, State.NO_ANSWER, Optional.empty(), first, Times.NEVER));
    }
  }

  /** A voter answered; empty when it gave no vote in this epoch. */
  void heard(String voter, Optional<String> candidate, long now) {
    if (isGiven(voter)) {
      return; // A vote is not taken back.
    }
    long asked = Optional.ofNullable(votes.get(voter)).map(Vote::askedAt).orElse(Times.NEVER);
    if (candidate.isPresent()) {
      put(new Vote(voter, State.GIVEN, candidate, asked, now));
    } else if (asked != Times.NEVER) {
      put(new Vote(voter, State.REFUSED, Optional.empty(), asked, now));
    }
  }

  /** A voter could not be asked. */
  void notReached(String voter) {
    if (!votes.containsKey(voter)) {
      put(new Vote(voter, State.NOT_REACHED, Optional.empty(), Times.NEVER, Times.NEVER));
    }
  }

  long count(String candidate) {
    return votes.values().stream().filter(v -> isFor(v, candidate)).count();
  }

  /** Whoever has so many votes. */
  Optional<String> winner(int needed) {
    return votes.values().stream()
        .flatMap(v -> v.candidate().stream())
        .filter(candidate -> count(candidate) >= needed)
        .findFirst();
  }

  private boolean isGiven(String voter) {
    return Optional.ofNullable(votes.get(voter)).filter(v -> v.state() == State.GIVEN).isPresent();
  }

  private static boolean isFor(Vote vote, String candidate) {
    return vote.candidate().filter(candidate::equals).isPresent();
  }

  private void put(Vote vote) {
    if (votes.size() < MOST || votes.containsKey(vote.voter())) {
      votes.put(vote.voter(), vote);
    }
  }

  void pass(Archive archive) {
    List<Vote> all = archive.list(Vote.class, all());
    if (archive.isLoading()) {
      clear();
      all.forEach(this::put);
    }
  }
}
