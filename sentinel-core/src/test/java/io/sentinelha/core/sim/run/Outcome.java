package io.sentinelha.core.sim.run;

import io.sentinelha.core.sim.Violation;
import io.sentinelha.core.sim.World;
import io.sentinelha.core.sim.check.Leadership;
import io.sentinelha.core.sim.check.Ledger;
import io.sentinelha.core.sim.fault.Kind;
import io.sentinelha.core.sim.fault.Plan;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of one world.
 *
 * @param hash of its history
 * @param millis how long it lived, in its own time
 * @param lost acknowledged writes that are gone, by {@link Ledger.Cause}
 * @param settledAfter milliseconds from the end of the faults until all was well; -1 for never
 * @param rule the rule that was broken; empty when none was
 * @param lines the transcript, if one was asked for
 */
public record Outcome(
    long seed,
    long hash,
    long millis,
    int writes,
    int acknowledged,
    Map<Ledger.Cause, Integer> lost,
    int promotions,
    long settledAfter,
    List<Kind> faults,
    Optional<String> rule,
    String message,
    List<String> lines) {

  static Outcome of(
      World world,
      Plan plan,
      Ledger ledger,
      List<Ledger.Lost> losses,
      Leadership leadership,
      long settledAfter,
      Optional<Violation> violation) {
    Map<Ledger.Cause, Integer> lost = new EnumMap<>(Ledger.Cause.class);
    losses.forEach(loss -> lost.merge(loss.cause(), 1, Integer::sum));
    return new Outcome(
        world.seed,
        world.journal.hash(),
        world.scheduler.now(),
        world.writes(),
        ledger.acknowledged(),
        lost,
        leadership.promotions(),
        settledAfter,
        plan.faults().stream().map(Plan.Fault::kind).toList(),
        violation.map(Violation::rule),
        violation.map(e -> String.valueOf(e.getMessage())).orElse(""),
        world.journal.lines());
  }

  public boolean isSound() {
    return rule.isEmpty();
  }
}
