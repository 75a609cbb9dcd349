package io.sentinelha.it.chaos;

/** A fresh group for every story. */
final class Chaos {

  /** What happens to a group, and what must be true afterwards. */
  @FunctionalInterface
  interface Story {
    void tell(ChaosGroup group) throws Exception;
  }

  private Chaos() {}

  /**
   * Tells a story. When it does not end well, prints what the supervisors logged.
   *
   * @param more lines for every supervisor's configuration
   */
  static void with(int downAfterMillis, Story story, String... more) throws Exception {
    Engine.removeLeftovers();
    try (ChaosGroup group = ChaosGroup.start(Images.make(), downAfterMillis, more)) {
      boolean ended = false;
      try {
        story.tell(group);
        ended = true;
      } finally {
        if (!ended) {
          group.printLogs();
        }
      }
    }
  }
}
