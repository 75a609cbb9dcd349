package io.sentinelha.quorum;

/**
 * How many supervisors say that a primary is down. Weak agreement, not consensus: the answers were
 * given at different moments and each is believed for a limited time.
 *
 * @param agreeing those who say so, the counter included if it does
 * @param quorum the operator's least number; at least 1
 */
public record DownCount(int agreeing, int quorum) {

  public DownCount {
    if (agreeing < 0 || quorum < 1) {
      throw new IllegalArgumentException(
          "agreeing must be >= 0 and quorum >= 1: got " + agreeing + " and " + quorum);
    }
  }

  /**
   * Counts the answers.
   *
   * @param selfSaysDown whether the counter itself finds the primary subjectively down; when it
   *     does not, nobody else's word makes the primary objectively down
   * @param peersAgreeing peers whose last answer said down and is still believed; not negative
   */
  public static DownCount of(boolean selfSaysDown, int peersAgreeing, int quorum) {
    return new DownCount(selfSaysDown ? 1 + peersAgreeing : 0, quorum);
  }

  /** Whether the primary is objectively down. */
  public boolean reached() {
    return agreeing >= quorum;
  }
}
