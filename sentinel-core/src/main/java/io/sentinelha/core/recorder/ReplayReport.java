package io.sentinelha.core.recorder;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came of a replay.
 *
 * @param segments read
 * @param events taken in
 * @param compared steps with effects whose hash was compared
 * @param checkpoints at which the replayed engine was compared with the recorded state
 * @param announced events told
 * @param dropped events that the recorder itself says are missing
 * @param notes what is worth knowing and no failure: a torn end, a gap, a new life
 * @param problems what could not be read: file, offset, what, what to do
 */
public record ReplayReport(
    long segments,
    long events,
    long compared,
    long checkpoints,
    long announced,
    long dropped,
    List<String> notes,
    List<String> problems,
    Optional<Difference> difference) {

  /**
   * The first step at which the replay did something else.
   *
   * @param what was expected and done instead
   */
  public record Difference(String segment, long offset, Instant when, String what) {
    @Override
    public String toString() {
      return segment + ", offset " + offset + ", " + when + ": " + what;
    }
  }

  /** Whether everything could be read and everything was the same. */
  public boolean isFaithful() {
    return difference.isEmpty() && problems.isEmpty();
  }
}
