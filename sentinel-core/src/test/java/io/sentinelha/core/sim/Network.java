package io.sentinelha.core.sim;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The network between all hosts. Each direction between two hosts can be cut by itself. Messages of
 * different connections overtake each other, because each draws its own delay.
 */
public final class Network {

  /** What happens to one message. */
  enum Fate {
    ARRIVES,
    /** The message and all behind it are late by a retransmission or more. */
    STALLS,
    /** The connection is dropped. */
    BREAKS
  }

  private static final int MAX_HOSTS = 64;
  private static final int PARTS = 100_000;

  private final SplittableRandom random;
  private final long[] cuts = new long[MAX_HOSTS];
  private final Set<Connection> holding = new LinkedHashSet<>();
  private boolean anyCut;
  private int latencySpread = 2;
  private int breaks;
  private int stalls;
  private int duplicates;

  Network(SplittableRandom random) {
    this.random = random;
  }

  /** A message takes from one millisecond to this many. */
  public void latencyUpTo(int millis) {
    latencySpread = millis;
  }

  /** How many of 100,000 messages break their connection, and how many stall it. */
  public void disturb(int breaking, int stalling) {
    breaks = breaking;
    stalls = stalling;
  }

  /** How many of 100,000 hellos are heard twice, the second time up to seconds later. */
  public void duplicate(int hellos) {
    duplicates = hellos;
  }

  long latency() {
    return 1L + random.nextInt(latencySpread);
  }

  Fate fate() {
    if (breaks + stalls == 0) {
      return Fate.ARRIVES;
    }
    int drawn = random.nextInt(PARTS);
    return drawn < breaks ? Fate.BREAKS : drawn < breaks + stalls ? Fate.STALLS : Fate.ARRIVES;
  }

  long stall() {
    return 200L + random.nextInt(2_000);
  }

  long retransmission() {
    return 1L + random.nextInt(300);
  }

  boolean isDuplicated() {
    return duplicates > 0 && random.nextInt(PARTS) < duplicates;
  }

  long duplicateDelay() {
    return random.nextInt(8) == 0 ? 1L + random.nextInt(8_000) : 1L + random.nextInt(50);
  }

  /** Cuts one direction. */
  public void cutWay(Host from, Host to) {
    cuts[from.index] |= 1L << to.index;
    anyCut = true;
  }

  /** Cuts both directions. */
  public void cut(Host a, Host b) {
    cutWay(a, b);
    cutWay(b, a);
  }

  public void mendWay(Host from, Host to) {
    cuts[from.index] &= ~(1L << to.index);
    releaseHeld();
  }

  public void mend(Host a, Host b) {
    mendWay(a, b);
    mendWay(b, a);
  }

  /** Ends all cuts. */
  public void heal() {
    java.util.Arrays.fill(cuts, 0);
    anyCut = false;
    releaseHeld();
  }

  public boolean isCut(Host from, Host to) {
    return anyCut && (cuts[from.index] & 1L << to.index) != 0;
  }

  void holds(Connection connection) {
    holding.add(connection);
  }

  private void releaseHeld() {
    holding.removeIf(Connection::release);
  }
}
