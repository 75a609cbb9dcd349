package io.sentinelha.it.durability;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Remembers everything that one supervisor said, in all its lives, and notes contradictions. */
final class Witness {

  private final TreeMap<Long, String> leaders = new TreeMap<>();
  private final List<String> contradictions = new ArrayList<>();
  private long answers;
  private long highestEpoch;

  /** The supervisor answered about its vote. */
  synchronized void heard(Vote vote) {
    answers++;
    highestEpoch = Math.max(highestEpoch, vote.epoch());
    if (vote.namesSomebody()) {
      String before = leaders.putIfAbsent(vote.epoch(), vote.leader());
      if (before != null && !before.equals(vote.leader())) {
        contradictions.add(
            "two votes in epoch %d: %s and %s".formatted(vote.epoch(), before, vote.leader()));
      }
    }
  }

  /**
   * The supervisor named an epoch as the current one, to others or in its file, when everything it
   * had said before was heard.
   */
  synchronized void heardCurrentEpoch(String where, long epoch) {
    if (epoch < highestEpoch) {
      contradictions.add("%s: epoch %d after %d".formatted(where, epoch, highestEpoch));
    }
    highestEpoch = Math.max(highestEpoch, epoch);
  }

  /** The first answer after a restart, to a rival who wanted a vote in an epoch of before. */
  synchronized void heardAfterRestart(long asked, Vote vote) {
    if (vote.epoch() < highestEpoch) {
      contradictions.add(
          "vote of epoch %d forgotten: asked in %d it answered %s"
              .formatted(highestEpoch, asked, vote));
    }
    heard(vote);
  }

  /** The latest epochs in which it voted, with whom it voted for. */
  synchronized Map<Long, String> latestVotes(int count) {
    TreeMap<Long, String> latest = new TreeMap<>(leaders.descendingMap());
    while (latest.size() > count) {
      latest.pollFirstEntry();
    }
    return latest;
  }

  synchronized void contradiction(String what) {
    contradictions.add(what);
  }

  synchronized List<String> contradictions() {
    return List.copyOf(contradictions);
  }

  synchronized long answers() {
    return answers;
  }

  synchronized long votes() {
    return leaders.size();
  }

  synchronized long highestEpoch() {
    return highestEpoch;
  }
}
