package io.sentinelha.core.sim.mutation;

import io.sentinelha.core.sim.run.SeedRun;

/**
 * The door into a mutant: called from outside its class loader, so it speaks in the JDK's types.
 */
public final class Trial {

  private Trial() {}

  /** Runs a world; returns the rule that was broken, or nothing. */
  public static String brokenRule(long seed) {
    return SeedRun.of(seed).rule().orElse("");
  }
}
