package io.sentinelha.core.command;

import io.sentinelha.core.engine.SupervisorView.NodeView;
import io.sentinelha.core.engine.SupervisorView.PeerView;
import io.sentinelha.core.engine.SupervisorView.PrimaryView;
import java.util.StringJoiner;

/**
 * The {@code flags} field: words joined by commas, in a fixed order; clients look for substrings.
 */
final class Flags {

  private final StringJoiner words = new StringJoiner(",");

  private Flags() {}

  private Flags with(String word, boolean holds) {
    if (holds) {
      words.add(word);
    }
    return this;
  }

  static String of(PrimaryView primary, long now) {
    NodeView node = primary.node();
    return new Flags()
        .with("s_down", node.isDown())
        .with("o_down", primary.objectivelyDownSince() >= 0)
        .with("master", true)
        .with("disconnected", node.link().isLost(now))
        .with("failover_in_progress", primary.isFailingOver())
        .with("force_failover", primary.forced())
        .with("script_kill_sent", node.scriptKillSent())
        .with("master_reboot", node.restarted())
        .words
        .toString();
  }

  static String of(NodeView replica, long now) {
    Flags flags =
        new Flags()
            .with("s_down", replica.isDown())
            .with("slave", true)
            .with("disconnected", replica.link().isLost(now))
            .with("promoted", replica.beingPromoted());
    replica.reconfiguration().ifPresent(stage -> flags.with(stage, true));
    return flags.with("script_kill_sent", replica.scriptKillSent()).words.toString();
  }

  static String of(PeerView peer, long now) {
    return new Flags()
        .with("s_down", peer.isDown())
        .with("sentinel", true)
        .with("disconnected", peer.link().isLost(now))
        .with("master_down", peer.saysPrimaryIsDown())
        .words
        .toString();
  }
}
