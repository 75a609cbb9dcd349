package io.sentinelha.core.engine;

import io.sentinelha.core.engine.DataNode.Reconfiguration;
import io.sentinelha.core.engine.SupervisorView.NodeView;
import io.sentinelha.core.engine.SupervisorView.PeerView;
import io.sentinelha.core.engine.SupervisorView.PrimaryView;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes views. A primary to which nothing happened since the last view is not looked at again. */
final class ViewBuilder {

  private final Context ctx;
  private final Directory directory;

  ViewBuilder(Context ctx, Directory directory) {
    this.ctx = ctx;
    this.directory = directory;
  }

  SupervisorView build() {
    Map<String, PrimaryView> primaries = new LinkedHashMap<>();
    for (WatchedPrimary primary : directory.primaries()) {
      primaries.put(primary.name, primary.view(this::of));
    }
    int failures = (ctx.crashAfterElection ? 1 : 0) + (ctx.crashAfterPromotion ? 2 : 0);
    return new SupervisorView(
        ctx.myId,
        ctx.currentEpoch,
        ctx.identity,
        ctx.tilt.since(),
        ctx.durability.isFailing(),
        ctx.tuning.snapshot(),
        failures,
        primaries);
  }

  private PrimaryView of(WatchedPrimary primary) {
    ReplicaSelection.Circumstances circumstances = Promotion.circumstances(ctx, primary);
    int promotable =
        (int)
            primary.replicas().stream()
                .filter(r -> ReplicaSelection.exclusion(r, circumstances).isEmpty())
                .count();
    return new PrimaryView(
        primary.name,
        spokenAddress(primary),
        of(primary, primary.node()),
        primary.configEpoch,
        primary.settings,
        primary.objectivelyDownSince,
        primary.failover().wireName(),
        primary.activeFailover().map(Failover.Active::forced).orElse(false),
        primary.guardUnsatisfied,
        promotable,
        primary.replicas().stream().map(replica -> of(primary, replica)).toList(),
        primary.opinions().stream().map(ViewBuilder::of).toList());
  }

  /** Clients, too, hear of a promotion only when a crash cannot take it back. */
  private Endpoint spokenAddress(WatchedPrimary primary) {
    boolean unsafe =
        primary.failover() instanceof Failover.Reconfiguring r && !ctx.durability.isSafe(r.moved());
    return unsafe ? primary.node().address : primary.address();
  }

  private static NodeView of(WatchedPrimary primary, DataNode node) {
    Optional<String> stage =
        node.reconfiguration == Reconfiguration.NONE
            ? Optional.empty()
            : Optional.of(stageName(node.reconfiguration));
    return new NodeView(
        node.address,
        node == primary.node(),
        node.runId,
        node.link.view(),
        node.downSince,
        node.beingPromoted,
        node.scriptKillSent,
        node.restartedAt != Times.NEVER,
        stage,
        node.infoAt,
        node.infoText,
        node.reportedRole,
        node.reportedRoleSince,
        node.linkDownMillis,
        node.replicationUp,
        node.follows,
        node.priority,
        node.offset,
        node.announced,
        node.goodReplicas,
        node.history);
  }

  private static String stageName(Reconfiguration stage) {
    return stage == Reconfiguration.IN_PROGRESS
        ? "reconf_inprog"
        : "reconf_" + stage.name().toLowerCase(Locale.ROOT);
  }

  private static PeerView of(Opinion opinion) {
    return new PeerView(
        opinion.peer.runId,
        opinion.peer.address,
        opinion.peer.link.view(),
        opinion.peer.references(),
        opinion.downSince,
        opinion.saidDown(),
        opinion.heardAt,
        opinion.votedFor(),
        opinion.votedIn());
  }
}
