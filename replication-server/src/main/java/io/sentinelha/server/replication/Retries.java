package io.sentinelha.server.replication;

import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.replication.MasterLinkOwner.Loss;

/**
 * When to try the master again: at once when a link that stood is lost, else a second after the
 * last attempt; after data that cannot be used later each time, because they cost the master a full
 * sync.
 */
final class Retries {

  static final long SECOND = 1000;

  private static final int MOST_DOUBLINGS = 6;
  private static final long LONGEST_WAIT = 60_000;

  private final Engine engine;
  private long dueMillis;
  private int failures;

  Retries(Engine engine) {
    this.engine = engine;
  }

  boolean isDue() {
    return engine.now() >= dueMillis;
  }

  /** The next attempt is due. */
  void now() {
    dueMillis = engine.now();
  }

  /** An attempt begins. */
  void began() {
    dueMillis = engine.now() + SECOND;
  }

  /** What went wrong before does not count any more. */
  void reset() {
    failures = 0;
  }

  /** Whether the other end may be asked again without a pause. */
  boolean mayAtOnce(MasterLink lost, Loss loss) {
    return lost.isUp() && loss == Loss.BROKEN && engine.now() - lost.upMillis() > SECOND;
  }

  /** Puts the next attempt off, and returns by how much. */
  long wait(MasterLink lost, Loss loss) {
    if (loss == Loss.UNUSABLE) {
      failures++;
    } else if (lost.isUp()) {
      failures = 0;
    }
    int doublings = Math.min(failures - 1, MOST_DOUBLINGS);
    long wait = loss == Loss.UNUSABLE ? Math.min(LONGEST_WAIT, SECOND << doublings) : SECOND;
    dueMillis = engine.now() + wait;
    return wait;
  }
}
