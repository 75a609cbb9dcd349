package io.sentinelha.core.sim.check;

import io.sentinelha.core.engine.History;
import io.sentinelha.core.engine.History.Kinship;
import io.sentinelha.core.engine.NodeInfo;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.Role;
import io.sentinelha.core.engine.SupervisorView.NodeView;
import io.sentinelha.core.engine.SupervisorView.PrimaryView;
import io.sentinelha.core.sim.DataServer;
import io.sentinelha.core.sim.Member;
import io.sentinelha.core.sim.Observer;
import io.sentinelha.core.sim.Supervisor;
import io.sentinelha.core.sim.Violation;
import io.sentinelha.core.sim.World;
import java.util.Optional;

/**
 * Which replica is promoted among those whose data is equally certain: what the operator prefers,
 * then who holds more. Judged, like the data itself, by what the nodes reported to the leader.
 *
 * @see Lineage
 */
public final class Preference implements Observer {

  /** The engine adds to this for how long the primary was down. */
  private static final long PATIENCES_WITHOUT_LINK = 10;

  /** Two replicas of which these are the same are alike in what goes before priority. */
  private record Data(Optional<Kinship> kinship, boolean neverSynced) {}

  private record Report(Data data, int priority, long offset) {}

  private final World world;

  public Preference(World world) {
    this.world = world;
  }

  @Override
  public void announced(Member who, Notice notice) {
    if (notice.event().equals("+selected-slave") && who instanceof Supervisor leader) {
      PrimaryView primary = leader.primary(Words.group(notice));
      DataServer chosen = world.server(Words.node(notice)).orElseThrow();
      report(leader, primary, chosen).ifPresent(r -> selected(leader, primary, chosen, r));
    }
  }

  private void selected(
      Supervisor leader, PrimaryView primary, DataServer chosen, Report chosenReport) {
    if (chosenReport.priority == 0) {
      throw new Violation(
          world, "a replica of priority 0 is not promoted", leader + " chose " + chosen);
    }
    for (NodeView other : primary.replicas()) {
      if (!other.address().equals(chosen.address) && Lineage.isUsable(leader, other)) {
        world
            .server(other.address())
            .filter(node -> isLinkedLately(leader, primary, node))
            .flatMap(node -> report(leader, primary, node))
            .filter(r -> r.data.equals(chosenReport.data))
            .ifPresent(r -> compare(leader + " chose " + chosen, chosenReport, other, r));
      }
    }
  }

  private void compare(String choice, Report chosen, NodeView other, Report report) {
    String how = choice + ": " + chosen + ", although " + other.address() + " is fit: " + report;
    if (report.priority > 0 && report.priority < chosen.priority) {
      throw new Violation(world, "among equal data the smaller priority is promoted", how);
    }
    if (report.priority == chosen.priority && report.offset > chosen.offset) {
      throw new Violation(world, "among equal priorities the greater offset is promoted", how);
    }
  }

  private static boolean isLinkedLately(Supervisor leader, PrimaryView primary, DataServer node) {
    long longest = PATIENCES_WITHOUT_LINK * primary.settings().downAfterMillis();
    return leader.reportOf(node).filter(r -> 1_000 * r.linkDownSeconds() <= longest).isPresent();
  }

  /**
   * What a node last said of itself as a replica; empty when it says nothing that can be judged.
   */
  private Optional<Report> report(Supervisor leader, PrimaryView primary, DataServer node) {
    return leader
        .reportOf(node)
        .filter(info -> info.role().equals(Optional.of(Role.REPLICA)))
        .map(
            info ->
                new Report(
                    new Data(kinship(leader, primary, info), info.linkDownSeconds() < 0),
                    info.priority().orElseThrow(),
                    info.replicaOffset().orElseThrow()));
  }

  private Optional<Kinship> kinship(Supervisor leader, PrimaryView primary, NodeInfo info) {
    Optional<History> lost =
        world.server(primary.node().address()).flatMap(leader::reportOf).flatMap(NodeInfo::history);
    return lost.flatMap(l -> info.history().map(l::kinshipOf));
  }
}
