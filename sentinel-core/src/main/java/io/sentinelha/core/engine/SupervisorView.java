package io.sentinelha.core.engine;

import io.sentinelha.quorum.Epoch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What may be shown of a supervisor: one moment of its state, immutable, safe to read from any
 * thread. Moments are of the engine's clock, so that the reader counts ages itself; -1 is never.
 *
 * @param tiltSince since when the supervisor distrusts its clock; -1 when it does not
 * @param savingFails whether the last attempt to save failed
 * @param periods the tunable periods by wire name, in order, in milliseconds
 * @param simulatedFailures the crashes that were ordered: 1 after an election, 2 after a promotion
 * @param primaries by name, in the order in which they were added
 */
public record SupervisorView(
    String myId,
    Epoch currentEpoch,
    DurableState.Identity identity,
    long tiltSince,
    boolean savingFails,
    Map<String, Long> periods,
    int simulatedFailures,
    Map<String, PrimaryView> primaries) {

  public SupervisorView {
    primaries = Collections.unmodifiableMap(new LinkedHashMap<>(primaries));
  }

  /**
   * One watched primary.
   *
   * @param address where clients are sent: the promoted replica from the moment at which its
   *     promotion is known and durable
   * @param node the data node, which during a failover is the former primary
   * @param objectivelyDownSince -1 when it is not
   * @param failover the stage of this supervisor's own failover, by its wire name
   * @param guardUnsatisfied whether too few replicas keep up for the primary to take writes
   * @param promotable how many replicas could be promoted now
   */
  public record PrimaryView(
      String name,
      Endpoint address,
      NodeView node,
      Epoch configEpoch,
      PrimarySettings settings,
      long objectivelyDownSince,
      String failover,
      boolean forced,
      boolean guardUnsatisfied,
      int promotable,
      List<NodeView> replicas,
      List<PeerView> peers) {

    /** Whether this supervisor is failing it over. */
    public boolean isFailingOver() {
      return !failover.equals("none");
    }

    /** {@code ok}, {@code sdown} or {@code odown}. */
    public String status() {
      if (objectivelyDownSince >= 0) {
        return "odown";
      }
      return node.isDown() ? "sdown" : "ok";
    }

    /** Whether a failover could be agreed on and led now. */
    public QuorumCheck checkQuorum() {
      int usable = 1 + (int) peers.stream().filter(p -> !p.isDown()).count();
      return QuorumCheck.of(usable, peers.size() + 1, settings.quorum());
    }
  }

  /**
   * One data node.
   *
   * @param downSince -1 when it is not subjectively down
   * @param infoAt when it last reported; -1 for never
   * @param reconfiguration empty unless it is being pointed at a new primary
   * @param goodReplicas what a guarded primary reported; -1 when it did not
   */
  public record NodeView(
      Endpoint address,
      boolean isPrimary,
      String runId,
      LinkView link,
      long downSince,
      boolean beingPromoted,
      boolean scriptKillSent,
      boolean restarted,
      Optional<String> reconfiguration,
      long infoAt,
      String infoText,
      Role reportedRole,
      long reportedRoleSince,
      long linkDownMillis,
      boolean replicationUp,
      Optional<Endpoint> follows,
      int priority,
      long offset,
      boolean announced,
      int goodReplicas,
      Optional<History> history) {

    public boolean isDown() {
      return downSince >= 0;
    }
  }

  /**
   * Another supervisor that watches the same primary.
   *
   * @param sharedBy how many primaries use the link
   * @param heardAt when its last hello came; -1 for never
   * @param votedFor the last vote that it told; empty for none
   */
  public record PeerView(
      String runId,
      Endpoint address,
      LinkView link,
      int sharedBy,
      long downSince,
      boolean saysPrimaryIsDown,
      long heardAt,
      Optional<String> votedFor,
      Epoch votedIn) {

    public boolean isDown() {
      return downSince >= 0;
    }
  }
}
