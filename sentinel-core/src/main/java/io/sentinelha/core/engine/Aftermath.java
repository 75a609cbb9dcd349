package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Account.Loss;
import io.sentinelha.core.engine.Account.Moment;
import io.sentinelha.core.engine.Account.What;
import java.util.Optional;

/**
 * What becomes known after a switch: the former and the new primary report, and the account of the
 * switch is handed out once more with what was lost. Goes on until the next attempt begins.
 */
final class Aftermath {

  private final Context ctx;

  private Optional<LossCount> lossCount = Optional.empty();

  /** The account of the switch, as long as it may be completed. */
  private Optional<Account> switched = Optional.empty();

  Aftermath(Context ctx) {
    this.ctx = ctx;
  }

  /** This supervisor has promoted a replica of the primary, which is still the one watched. */
  void promoted(WatchedPrimary primary, Endpoint chosen) {
    lossCount = Optional.of(LossCount.begin(primary, chosen));
  }

  /** A peer tells of a new primary; what an own promotion noted first counts. */
  void moved(WatchedPrimary primary, Endpoint where) {
    if (lossCount.isEmpty()) {
      promoted(primary, where);
    }
  }

  void switched(Account account) {
    switched = Optional.of(account);
  }

  void forget() {
    lossCount = Optional.empty();
    switched = Optional.empty();
  }

  /** What was lost as far as it is known; empty without a switch. */
  Optional<Loss> loss() {
    return lossCount.map(LossCount::loss);
  }

  void reported(DataNode node) {
    if (lossCount.isEmpty()) {
      return;
    }
    LossCount before = lossCount.get();
    LossCount after = before.reported(node);
    lossCount = Optional.of(after);
    if (switched.isPresent() && !after.equals(before)) {
      Optional<Moment> back =
          after.isBack() && !before.isBack() ? Optional.of(isBack(node)) : Optional.empty();
      Account more = switched.get().with(back, after.loss());
      switched = Optional.of(more);
      ctx.emit(new Effect.Chronicle(more));
    }
  }

  private Moment isBack(DataNode node) {
    String role = node.reportedRole == Role.PRIMARY ? "primary" : "replica";
    String details = "reports that it is a " + role;
    return new Moment(ctx.now, What.FORMER_IS_BACK, node.address.toString(), details);
  }

  void pass(Archive archive) {
    lossCount = archive.optional(LossCount.class, lossCount);
    switched = archive.optional(Account.class, switched);
  }
}
