package io.sentinelha.core.sim.check;

import io.sentinelha.core.sim.Violation;
import io.sentinelha.core.sim.World;
import java.util.List;

/**
 * A rule about acknowledged writes, checked when a world ends. A setting that promises more than
 * asynchronous replication does adds its stricter rule here.
 */
@FunctionalInterface
public interface WriteRule {

  /** The rules that hold in every world. */
  List<WriteRule> ALL = List.of(WriteRule::everyLossHasACause);

  /**
   * Checks the account.
   *
   * @throws Violation if the rule is broken
   */
  void check(World world, Ledger ledger);

  private static void everyLossHasACause(World world, Ledger ledger) {
    for (Ledger.Lost lost : ledger.close()) {
      if (lost.cause() == Ledger.Cause.UNEXPLAINED) {
        throw new Violation(world, "every lost write has a cause", lost.toString());
      }
    }
  }
}
