package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Account.Cause;

/** The figures behind a finding or an order, in words. */
final class Findings {

  private Findings() {}

  static String of(Cause cause, WatchedPrimary primary, long now) {
    DataNode node = primary.node();
    PrimarySettings settings = primary.settings;
    LinkView link = node.link.view();
    return switch (cause) {
      case SILENCE ->
          cause.text()
              + " for "
              + (now - link.lastValidReply())
              + " ms (down-after "
              + settings.downAfterMillis()
              + " ms), "
              + (link.connected() ? "connection open" : "no connection");
      case REFUSED ->
          cause.text()
              + " for "
              + node.link.refusedMillis()
              + " ms ("
              + settings.refusedDownAfterMillis()
              + " ms needed)";
      case ACTS_AS_REPLICA -> cause.text() + " for " + (now - node.reportedRoleSince) + " ms";
      case RESTART_TOO_LONG -> cause.text() + " (" + settings.rebootDownAfterMillis() + " ms)";
      case CAME_BACK_EMPTY, ORDERED, UNSEEN -> cause.text();
    };
  }

  /** The guard that a promoted replica is given with the order; empty when it is off. */
  static String of(Guard guard) {
    return guard.isOn()
        ? "with min-replicas-to-write "
            + guard.minReplicas()
            + ", min-replicas-max-lag "
            + guard.maxLagSeconds()
        : "";
  }
}
