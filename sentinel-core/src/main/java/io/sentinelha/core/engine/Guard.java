package io.sentinelha.core.engine;

/**
 * A bound on the writes that a partition can cost: a primary refuses writes while fewer replicas
 * than asked have acknowledged recently. The supervisors set this on the primary, watch that it
 * stays set, and set it on a replica before promoting it.
 *
 * @param minReplicas the primary's {@code min-replicas-to-write}; 0 leaves the primary alone
 * @param maxLagSeconds the primary's {@code min-replicas-max-lag}; at least 1
 */
public record Guard(int minReplicas, int maxLagSeconds) {

  /** Leaves the primary's own settings alone; the lag is the servers' default. */
  public static final Guard OFF = new Guard(0, 10);

  public Guard {
    if (minReplicas < 0 || maxLagSeconds < 1) {
      throw new IllegalArgumentException(
          "min-replicas-to-write must be >= 0 and min-replicas-max-lag >= 1: got "
              + minReplicas
              + " and "
              + maxLagSeconds);
    }
  }

  public boolean isOn() {
    return minReplicas > 0;
  }
}
