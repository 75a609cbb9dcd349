package io.sentinelha.core.sim.fault;

/** The kinds of faults, with how often each is drawn in comparison to the others. */
public enum Kind {
  /** The process of a primary dies; it comes back with its data, an old file, or nothing. */
  KILL_PRIMARY(10),
  /** The machine of a primary goes dark. */
  POWER_OFF_PRIMARY(5),
  /** A primary hangs and wakes. */
  PAUSE_PRIMARY(8),
  /** All primaries die at once. */
  MASS_DEATH(4),
  /** A replica dies and comes back with its data, an old file, nothing, or somebody else's data. */
  KILL_REPLICA(6),
  PAUSE_REPLICA(3),
  /** A primary dies while a replica restarts and cannot reach it any more. */
  RACK(7),
  KILL_SUPERVISOR(6),
  PAUSE_SUPERVISOR(5),
  /** Most supervisors die and come back. */
  KILL_SUPERVISORS(3),
  /** Whoever next says that it does something in a failover is killed, stopped or cut off then. */
  AMBUSH(12),
  /** As before, but it is the chosen replica that is hit. */
  AMBUSH_CHOSEN(5),
  /** The network falls into two parts. */
  PARTITION(7),
  /** The primary, alone or with a supervisor and a client, is cut off from the rest. */
  ISOLATE_PRIMARY(7),
  ISOLATE_SUPERVISOR(4),
  /** Some ways between hosts are cut in one direction. */
  ONE_WAY(5),
  /** Messages are stalled and connections break at random. */
  FLAKY(5),
  CLOCK_JUMP(4),
  CLOCK_DRIFT(3),
  /** Saving fails on some supervisors. */
  DISK_FAILURE(6),
  SLOW_DISK(5),
  /** The disk fails and the process dies soon after. */
  DISK_FAILURE_AND_DEATH(4),
  /** Somebody makes a replica a primary by hand. */
  STRAY_PRIMARY(2),
  /** A replica is made to follow somebody else by hand. */
  STRAY_REPLICA(2);

  private final int weight;

  Kind(int weight) {
    this.weight = weight;
  }

  int weight() {
    return weight;
  }
}
