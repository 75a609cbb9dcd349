package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Failover.AwaitingPromotion;
import io.sentinelha.core.engine.Failover.Reconfiguring;
import io.sentinelha.core.engine.Notice.Level;
import io.sentinelha.quorum.Ballot;
import java.util.Optional;

/** Takes in what data nodes report in INFO, and mends roles that contradict the configuration. */
final class Reports {

  private static final int HELLOS_BEFORE_MENDING = 4;
  private static final int INFOS_WHILE_SANE = 2;

  /** A first report this soon after being down tells in what role the node came back. */
  private static final long RETURNED_MILLIS = 1_000;

  /**
   * A leader polls the replica that it promotes at least once a second and tells everybody at once;
   * a hello this much younger than a claim would know of a promotion.
   */
  private static final long PROMOTION_WOULD_BE_KNOWN_MILLIS = 1_500;

  private Reports() {}

  static void take(Context ctx, WatchedPrimary primary, DataNode node, NodeInfo info) {
    takeIdentity(ctx, primary, node, info);
    if (node == primary.node()) {
      takeReplicas(ctx, primary, info);
    }
    takeReplication(ctx, node, info);
    node.infoAt = ctx.now;
    node.infoText = info.text();
    info.role().ifPresent(role -> takeRole(ctx, primary, node, role));
    primary.chronicle.reported(node);
    if (node == primary.node()) {
      GuardKeeper.reported(ctx, primary);
    }
    if (!ctx.tilt.isActive()) {
      act(ctx, primary, node);
    }
  }

  private static void takeIdentity(
      Context ctx, WatchedPrimary primary, DataNode node, NodeInfo info) {
    info.runId()
        .filter(id -> !id.equals(node.runId))
        .ifPresent(
            id -> {
              if (!node.runId.isEmpty()) {
                ctx.announce(Notices.node(Level.NOTICE, "+reboot", primary, node));
                node.restartedAt =
                    primary.settings.rebootDownAfterMillis() > 0 ? ctx.now : Times.NEVER;
              }
              node.runId = id;
            });
  }

  private static void takeReplicas(Context ctx, WatchedPrimary primary, NodeInfo info) {
    for (Endpoint address : info.replicas()) {
      boolean known =
          primary.replica(address).isPresent() || address.equals(primary.node().address);
      if (!known && IpLiteral.canonical(address.host()).isPresent()) {
        primary.addReplica(address);
        primary
            .replica(address)
            .ifPresent(added -> ctx.announce(Notices.node(Level.NOTICE, "+slave", primary, added)));
      }
    }
  }

  private static void takeReplication(Context ctx, DataNode node, NodeInfo info) {
    node.linkDownMillis = info.linkDownSeconds() * 1_000;
    if (info.primary().isPresent() && !info.primary().equals(node.follows)) {
      node.follows = info.primary();
      node.followsSince = ctx.now;
    }
    info.linkUp().ifPresent(up -> node.replicationUp = up);
    info.priority().ifPresent(p -> node.priority = p);
    info.replicaOffset().ifPresent(o -> node.offset = o);
    if (info.role().equals(Optional.of(Role.PRIMARY))) {
      info.history().ifPresent(h -> node.offset = h.offset()); // It may be chosen as it is.
    }
    info.announced().ifPresent(a -> node.announced = a);
    node.refusesEmpty = info.refusesEmpty();
    if (info.history().isPresent()) {
      node.history = info.history();
    }
    node.goodReplicas = info.goodReplicas().orElse(-1);
  }

  private static void takeRole(Context ctx, WatchedPrimary primary, DataNode node, Role role) {
    if (role == node.reportedRole) {
      return;
    }
    boolean returned = node.isDown() || !Times.passed(ctx.now, node.upSince, RETURNED_MILLIS);
    node.reportedRole = role;
    node.reportedRoleSince = ctx.now;
    node.returnedInRole = returned;
    if (node != primary.node()) {
      node.followsSince = ctx.now;
    }
    Role assumed = node == primary.node() ? Role.PRIMARY : Role.REPLICA;
    String event = role == assumed ? "+role-change" : "-role-change";
    String words = " new reported role is " + role.wireName();
    ctx.announce(Notices.node(Level.VERBOSE, event, primary, node, words));
  }

  private static void act(Context ctx, WatchedPrimary primary, DataNode node) {
    if (node == primary.node()) {
      return;
    }
    if (node.reportedRole == Role.PRIMARY) {
      if (primary.failover() instanceof AwaitingPromotion a && a.chosen() == node) {
        Promotion.confirmed(ctx, primary, a);
      } else {
        demote(ctx, primary, node);
      }
      return;
    }
    if (primary.failover() instanceof Reconfiguring r) {
      Promotion.replicaReported(ctx, primary, r, node);
    } else {
      repoint(ctx, primary, node);
    }
  }

  /** A replica that claims to be a primary without our doing is made a replica again. */
  private static void demote(Context ctx, WatchedPrimary primary, DataNode node) {
    long usualWait = HELLOS_BEFORE_MENDING * ctx.tuning.of(Tuning.Period.PUBLISH_PERIOD);
    long claimedFor = ctx.now - node.reportedRoleSince;
    boolean stable = node.noDownFor(ctx.now, usualWait) && claimedFor > usualWait;
    boolean mayMend =
        primary.activeFailover().isEmpty()
            && !node.beingPromoted
            && looksSane(ctx, primary)
            && !expectsSwitch(ctx, primary)
            && (stable || cameBackOutdated(primary, node));
    if (mayMend && node.link.canSend(1)) {
      Promotion.point(ctx, primary, node, primary.node().address);
      ctx.announce(Notices.node(Level.NOTICE, "+convert-to-slave", primary, node));
    }
  }

  /**
   * Whether the node was down, came back as a primary, and a majority of all supervisors has said
   * since that the present configuration is the newest they know. Then the claim is no promotion
   * that we have yet to hear of, and two primaries need not take writes for the usual wait.
   */
  private static boolean cameBackOutdated(WatchedPrimary primary, DataNode node) {
    int confirming = 1;
    long since = node.reportedRoleSince + PROMOTION_WOULD_BE_KNOWN_MILLIS;
    for (Opinion opinion : primary.opinions()) {
      boolean fresh = opinion.heardAt != Times.NEVER && opinion.heardAt > since;
      if (fresh && opinion.configEpoch.equals(primary.configEpoch)) {
        confirming++;
      }
    }
    return node.returnedInRole
        && primary.voters() > 1
        && confirming >= Ballot.majority(primary.voters());
  }

  /** A replica that follows somebody else for long is pointed at the primary. */
  private static void repoint(Context ctx, WatchedPrimary primary, DataNode node) {
    Optional<Endpoint> wanted = Optional.of(primary.node().address);
    if (node.follows.isEmpty() || node.follows.equals(wanted)) {
      return;
    }
    long wait = primary.settings.failoverTimeoutMillis();
    boolean mayMend =
        primary.activeFailover().isEmpty()
            && looksSane(ctx, primary)
            && node.noDownFor(ctx.now, wait)
            && ctx.now - node.followsSince > wait;
    if (mayMend && node.link.canSend(1)) {
      Promotion.point(ctx, primary, node, primary.node().address);
      ctx.announce(Notices.node(Level.NOTICE, "+fix-slave-config", primary, node));
    }
  }

  /**
   * Whether this supervisor has lately voted in an epoch of which it has heard no outcome. Whoever
   * was elected may have promoted the very node that seems to claim the role without right.
   */
  private static boolean expectsSwitch(Context ctx, WatchedPrimary primary) {
    long promotionTakes = HELLOS_BEFORE_MENDING * ctx.tuning.of(Tuning.Period.PUBLISH_PERIOD);
    return primary.votes.epoch().isAfter(primary.configEpoch)
        && !Times.passed(ctx.now, primary.votedAt, promotionTakes);
  }

  private static boolean looksSane(Context ctx, WatchedPrimary primary) {
    DataNode node = primary.node();
    return node.reportedRole == Role.PRIMARY
        && !primary.isDown()
        && !primary.isObjectivelyDown()
        && node.hasInfoSince(ctx.now, INFOS_WHILE_SANE * ctx.tuning.of(Tuning.Period.INFO_PERIOD));
  }
}
