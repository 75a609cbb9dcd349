package io.sentinelha.core.sim.check;

import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.History;
import io.sentinelha.core.engine.History.Kinship;
import io.sentinelha.core.engine.NodeInfo;
import io.sentinelha.core.engine.Notice;
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
 * Whose data may become everybody's. Judged by what the nodes reported to the leader, kept apart
 * from what the engine remembers of it. Binds supervisors of this product only: Redis Sentinel does
 * not look at lineage.
 */
public final class Lineage implements Observer {

  private static final long RECENT_MILLIS = 4_000;

  private final World world;

  public Lineage(World world) {
    this.world = world;
  }

  @Override
  public void announced(Member who, Notice notice) {
    if (notice.event().equals("+selected-slave") && who instanceof Supervisor leader) {
      selected(leader, Words.group(notice), world.server(Words.node(notice)).orElseThrow());
    }
  }

  private void selected(Supervisor leader, String group, DataServer chosen) {
    PrimaryView primary = leader.primary(group);
    Optional<History> lost = history(leader, primary.node().address());
    NodeInfo report = leader.reportOf(chosen).orElseThrow();
    boolean neverSynced = report.linkDownSeconds() < 0;
    Optional<Kinship> kinship = kinship(lost, report);
    boolean foreign = kinship.equals(Optional.of(Kinship.FOREIGN));
    if (neverSynced && foreign) {
      throw new Violation(
          world,
          "foreign data that was never synchronised is not promoted",
          leader + " chose " + chosen);
    }
    if (!neverSynced && !foreign) {
      return;
    }
    for (NodeView other : primary.replicas()) {
      if (!other.address().equals(chosen.address)
          && isUsable(leader, other)
          && isBetter(leader, other.address(), lost, foreign)) {
        throw new Violation(
            world,
            "a replica that is fit goes before one of doubtful data",
            leader
                + " chose "
                + chosen
                + " ("
                + words(report, kinship)
                + ") although "
                + other.address()
                + " is fit ("
                + words(leader, other.address(), lost)
                + ")");
      }
    }
  }

  private String words(Supervisor leader, Endpoint address, Optional<History> lost) {
    NodeInfo report = world.server(address).flatMap(leader::reportOf).orElseThrow();
    return words(report, kinship(lost, report));
  }

  private static String words(NodeInfo report, Optional<Kinship> kinship) {
    return kinship
        + ", "
        + report.history()
        + ", "
        + report.linkDownSeconds()
        + " s without its primary";
  }

  private Optional<History> history(Supervisor leader, Endpoint address) {
    return world.server(address).flatMap(leader::reportOf).flatMap(NodeInfo::history);
  }

  private static Optional<Kinship> kinship(Optional<History> lost, NodeInfo report) {
    return lost.flatMap(l -> report.history().map(l::kinshipOf));
  }

  /** Well within what the rules of selection ask for, so that nothing is a matter of moments. */
  static boolean isUsable(Supervisor leader, NodeView node) {
    long now = leader.localNow();
    return !node.isDown()
        && node.link().connected()
        && now - node.link().lastValidReply() <= RECENT_MILLIS
        && node.infoAt() >= 0
        && now - node.infoAt() <= RECENT_MILLIS
        && node.priority() > 0;
  }

  /** Synchronised, and of the lost primary's stream, or at least akin where the chosen is not. */
  private boolean isBetter(
      Supervisor leader, Endpoint address, Optional<History> lost, boolean chosenIsForeign) {
    Optional<NodeInfo> report = world.server(address).flatMap(leader::reportOf);
    if (report.isEmpty() || report.get().linkDownSeconds() < 0) {
      return false;
    }
    if (report.get().linkDownSeconds() > 2) {
      return false;
    }
    Optional<Kinship> kinship = kinship(lost, report.get());
    return kinship.isEmpty()
        ? lost.isEmpty()
        : kinship.get() == Kinship.SAME || (chosenIsForeign && kinship.get() == Kinship.PRIOR);
  }
}
