package io.sentinelha.core.sim.run;

import io.sentinelha.core.sim.Violation;
import io.sentinelha.core.sim.World;
import io.sentinelha.core.sim.check.Agreement;
import io.sentinelha.core.sim.check.Leadership;
import io.sentinelha.core.sim.check.Ledger;
import io.sentinelha.core.sim.check.Lineage;
import io.sentinelha.core.sim.check.Preference;
import io.sentinelha.core.sim.check.Promises;
import io.sentinelha.core.sim.check.Settlement;
import io.sentinelha.core.sim.check.WriteRule;
import io.sentinelha.core.sim.fault.Plan;
import io.sentinelha.core.sim.fault.Storm;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One world from its beginning to its end: calm, storm, settlement, calm again, account. */
public final class SeedRun {

  private static final long LOOK_MILLIS = 250;
  private static final long ACQUAINTANCE_MILLIS = 30_000;
  private static final long PEACE_MILLIS = 6_000;

  private final Plan plan;
  private final World world;
  private final Leadership leadership;
  private final Ledger ledger;
  private final Settlement settlement;

  private SeedRun(long seed, boolean lines) {
    this.plan = Plan.of(seed);
    this.world = plan.build(seed);
    if (lines) {
      world.journal.writeLines();
    }
    Promises promises = new Promises(world);
    this.leadership = new Leadership(world, promises, plan.quorum());
    this.ledger = new Ledger(world);
    this.settlement = new Settlement(world);
    world.observe(promises);
    world.observe(leadership);
    world.observe(new Agreement(world, plan.quorum(), Plan.LONGEST_FAULT_MILLIS));
    world.observe(new Lineage(world));
    world.observe(new Preference(world));
    world.observe(ledger);
  }

  /** Runs the world of a seed. */
  public static Outcome of(long seed) {
    return new SeedRun(seed, false).run();
  }

  /** Runs the world of a seed and writes down what happens. */
  public static Outcome withTranscript(long seed) {
    return new SeedRun(seed, true).run();
  }

  private Outcome run() {
    List<Ledger.Lost> lost = List.of();
    Optional<Violation> violation = Optional.empty();
    long settledAfter = -1;
    try {
      settledAfter = live();
      lost = ledger.close();
      WriteRule.ALL.forEach(rule -> rule.check(world, ledger));
    } catch (Violation e) {
      violation = Optional.of(e);
    } catch (RuntimeException | AssertionError e) {
      violation = Optional.of(new Violation(world, "nothing throws", describe(e)));
    }
    return Outcome.of(world, plan, ledger, lost, leadership, settledAfter, violation);
  }

  private static String describe(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return e + (trace.length > 0 ? " at " + trace[0] : "");
  }

  /** Returns how long it took to settle after the storm. */
  private long live() {
    if (!plan.acquainted()) {
      long end = world.scheduler.now() + ACQUAINTANCE_MILLIS;
      await("everybody knows everybody", end, this::strangers);
    }
    Storm storm = plan.unleash(world);
    world.run(Plan.CALM_BEFORE_MILLIS + Plan.STORM_MILLIS);
    storm.end();
    return settle();
  }

  /** Waits until all is well and stays so; returns how long it took until it was. */
  private long settle() {
    long calm = world.scheduler.now();
    long end = calm + plan.settlingMillis();
    while (true) {
      await("after the faults all is well again", end, settlement::trouble);
      long well = world.scheduler.now();
      int commotion = leadership.commotion();
      world.run(PEACE_MILLIS);
      Optional<String> trouble = settlement.trouble();
      if (trouble.isEmpty() && leadership.commotion() == commotion) {
        return well - calm;
      }
      if (world.scheduler.now() >= end) {
        throw new Violation(
            world, "a healthy group stays as it is", trouble.orElse("it was failed over again"));
      }
    }
  }

  private Optional<String> strangers() {
    return world.isAcquainted() ? Optional.empty() : Optional.of("they do not");
  }

  private void await(String rule, long end, Supplier<Optional<String>> trouble) {
    Optional<String> found = trouble.get();
    while (found.isPresent()) {
      if (world.scheduler.now() >= end) {
        throw new Violation(world, rule, "not in time: " + found.get());
      }
      world.run(LOOK_MILLIS);
      found = trouble.get();
    }
  }
}
