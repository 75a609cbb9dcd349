package io.sentinelha.core.sim.check;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.sim.Member;
import io.sentinelha.core.sim.Observer;
import io.sentinelha.core.sim.Supervisor;
import io.sentinelha.core.sim.Violation;
import io.sentinelha.core.sim.World;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether a primary that is called objectively down was found down by as many as the quorum asks
 * for, told from what each supervisor said of its own finding. Binds supervisors of this product
 * only; the findings of others count.
 */
public final class Agreement implements Observer {

  /** A peer's word counts for five ask periods from when it is heard. */
  private static final long WORD_VALID_MILLIS = 5_000;

  /** A stalled message, its retransmission, latency, and clocks that run up to 5 % too slow. */
  private static final long DELAY_MILLIS = 3_000;

  private static final long STILL = Long.MAX_VALUE;

  private record Finding(int member, String group, Endpoint primary) {}

  private final World world;
  private final int quorum;

  /** For how long after a finding has ended somebody may still believe in it. */
  private final long windowMillis;

  /** Until when each found a primary down. */
  private final Map<Finding, Long> downUntil = new HashMap<>();

  /**
   * @param longestHoldMillis how long a single fault may hold back what was said
   */
  public Agreement(World world, int quorum, long longestHoldMillis) {
    this.world = world;
    this.quorum = quorum;
    this.windowMillis = longestHoldMillis + WORD_VALID_MILLIS + DELAY_MILLIS;
  }

  @Override
  public void announced(Member who, Notice notice) {
    switch (notice.event()) {
      case "+sdown" -> {
        if (notice.details().startsWith("master ")) {
          downUntil.put(finding(who, notice), STILL);
        }
      }
      case "-sdown" -> {
        if (notice.details().startsWith("master ")) {
          downUntil.put(finding(who, notice), world.scheduler.now());
        }
      }
      case "+switch-master" -> ends(who, Words.group(notice));
      case "+odown" -> {
        if (who instanceof Supervisor) {
          agreed(who, finding(who, notice));
        }
      }
      default -> {}
    }
  }

  private static Finding finding(Member who, Notice notice) {
    return new Finding(who.index, Words.group(notice), Words.node(notice));
  }

  /** Whoever moves on or starts anew finds nothing of the former primary any more. */
  private void ends(Member who, String group) {
    long now = world.scheduler.now();
    downUntil.replaceAll(
        (f, until) ->
            f.member == who.index && f.group.equals(group) ? Math.min(until, now) : until);
  }

  @Override
  public void started(Member who, DurableState loaded) {
    loaded.primaries().forEach(p -> ends(who, p.name()));
  }

  private void agreed(Member who, Finding claim) {
    long since = world.scheduler.now() - windowMillis;
    long agreeing =
        world.members().stream()
            .map(m -> new Finding(m.index, claim.group, claim.primary))
            .filter(f -> downUntil.getOrDefault(f, Long.MIN_VALUE) >= since)
            .count();
    if (agreeing < quorum) {
      throw new Violation(
          world,
          "what is objectively down was found down by the quorum",
          who + " says so of " + claim.primary + ", found down by " + agreeing + " of " + quorum);
    }
  }
}
