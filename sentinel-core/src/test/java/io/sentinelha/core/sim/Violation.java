package io.sentinelha.core.sim;

/** A rule was broken: which one, in which world, when and how. */
public final class Violation extends AssertionError {

  private static final long serialVersionUID = 1;

  private final String rule;

  public Violation(World world, String rule, String how) {
    super("seed " + world.seed + ", t=" + world.scheduler.now() + " ms: " + rule + ": " + how);
    this.rule = rule;
  }

  /** The rule in a few words. */
  public String rule() {
    return rule;
  }
}
