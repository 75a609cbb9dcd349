package io.sentinelha.core.sim.run;

import io.sentinelha.core.sim.check.Ledger;
import io.sentinelha.core.sim.fault.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of many worlds, added up. Used by several threads. */
final class Tally {

  private static final int BROKEN_KEPT = 100;

  /** A world in which a rule was broken. */
  record Broken(long seed, String message) {}

  private final Map<Kind, Long> faults = new EnumMap<>(Kind.class);
  private final Map<String, Long> rules = new TreeMap<>();
  private final List<Broken> broken = new ArrayList<>();
  private final Map<Ledger.Cause, Long> lost = new EnumMap<>(Ledger.Cause.class);
  private long worlds;
  private long violations;
  private long millis;
  private long writes;
  private long acknowledged;
  private long promotions;
  private long settling;
  private long longestSettling;
  private long longestSettlingSeed;

  synchronized void add(Outcome outcome) {
    worlds++;
    millis += outcome.millis();
    writes += outcome.writes();
    acknowledged += outcome.acknowledged();
    promotions += outcome.promotions();
    settling += Math.max(0, outcome.settledAfter());
    if (outcome.settledAfter() > longestSettling) {
      longestSettling = outcome.settledAfter();
      longestSettlingSeed = outcome.seed();
    }
    outcome.lost().forEach((cause, n) -> lost.merge(cause, (long) n, Long::sum));
    outcome.faults().forEach(kind -> faults.merge(kind, 1L, Long::sum));
    outcome.rule().ifPresent(rule -> addBroken(rule, outcome.seed(), outcome.message()));
  }

  /** A world that did not live to have an outcome. */
  synchronized void addThrown(long seed, String message) {
    worlds++;
    addBroken("nothing throws", seed, message);
  }

  private void addBroken(String rule, long seed, String message) {
    violations++;
    rules.merge(rule, 1L, Long::sum);
    if (broken.size() < BROKEN_KEPT) {
      broken.add(new Broken(seed, message));
    }
  }

  synchronized long worlds() {
    return worlds;
  }

  synchronized long violations() {
    return violations;
  }

  /** For the summary, in the order in which it is to be read. */
  synchronized Map<String, Object> summary(double seconds) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("worlds", worlds);
    all.put("violations", violations);
    all.put("violations_by_rule", new TreeMap<>(rules));
    all.put("broken", broken.stream().map(b -> Map.of(b.seed(), b.message())).toList());
    all.put("seconds", Math.round(seconds * 10) / 10.0);
    all.put("worlds_per_second", Math.round(worlds / Math.max(0.001, seconds)));
    all.put("virtual_seconds_per_world", millis / Math.max(1, worlds) / 1_000);
    all.put("promotions", promotions);
    all.put("settling_millis_mean", settling / Math.max(1, worlds));
    all.put("settling_millis_longest", longestSettling);
    all.put("settling_millis_longest_seed", longestSettlingSeed);
    all.put("writes", writes);
    all.put("writes_acknowledged", acknowledged);
    Map<String, Long> causes = new LinkedHashMap<>();
    for (Ledger.Cause cause : Ledger.Cause.values()) {
      causes.put(cause.name().toLowerCase(java.util.Locale.ROOT), lost.getOrDefault(cause, 0L));
    }
    all.put("writes_lost", causes);
    Map<String, Long> mix = new LinkedHashMap<>();
    faults.forEach((kind, n) -> mix.put(kind.name().toLowerCase(java.util.Locale.ROOT), n));
    all.put("faults", mix);
    return all;
  }
}
