package io.sentinelha.server.engine;

import io.sentinelha.resp.Bytes;
import io.sentinelha.server.store.Items;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The best candidates among those that were sampled so far, the worst first. */
final class EvictionPool {

  private static final int SIZE = 16;

  /** A key that could be spared when it was looked at. */
  record Candidate(long score, Database db, Bytes key) {}

  private final List<Candidate> candidates = new ArrayList<>(SIZE + 1);

  /** Takes a candidate, if it is among the best. */
  void offer(long score, Database db, Object item) {
    if (candidates.size() == SIZE && score <= candidates.get(0).score()) {
      return;
    }
    int at = candidates.size();
    while (at > 0 && candidates.get(at - 1).score() > score) {
      at--;
    }
    candidates.add(at, new Candidate(score, db, Bytes.of(Items.key(item))));
    if (candidates.size() > SIZE) {
      candidates.remove(0);
    }
  }

  /** Takes the best one out; null if there is none. */
  @Nullable Candidate best() {
    return candidates.isEmpty() ? null : candidates.remove(candidates.size() - 1);
  }

  void clear() {
    candidates.clear();
  }
}
