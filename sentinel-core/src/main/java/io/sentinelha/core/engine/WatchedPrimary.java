package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Notice.Level;
import io.sentinelha.core.engine.Timers.Sleeper;
import io.sentinelha.quorum.Epoch;
import io.sentinelha.quorum.Votes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One primary under watch with everything that belongs to it: its data nodes, the opinions of
 * peers, votes, and this supervisor's own failover of it. Holds the facts; the rules are in the
 * classes that act on it, which are called here in a fixed order whenever something happened or is
 * due.
 */
final class WatchedPrimary extends Sleeper {

  final long id;
  final String name;
  PrimarySettings settings;
  Epoch configEpoch;
  Votes votes;

  /** The durable version that contains {@link #votes}. */
  long votedVersion;

  /** When the last vote was given, be it to itself. */
  long votedAt = Times.NEVER;

  final Candidacy candidacy = new Candidacy();

  /** What is written down about failovers. No rule reads it. */
  final Chronicle chronicle;

  private final Context ctx;
  private DataNode node;
  private final Map<Endpoint, DataNode> replicas = new LinkedHashMap<>();
  private final Map<String, Opinion> opinions = new LinkedHashMap<>();
  private Failover failover = Failover.IDLE;

  long objectivelyDownSince = Times.NEVER;
  boolean guardUnsatisfied;

  // Made when asked for, and kept until something changes.
  private Optional<DurableState.Primary> durable = Optional.empty();
  private Optional<SupervisorView.PrimaryView> view = Optional.empty();

  WatchedPrimary(Context ctx, DurableState.Primary from) {
    this(ctx, ctx.newPrimaryId(), from, ctx.newLink());
  }

  private WatchedPrimary(Context ctx, long id, DurableState.Primary from, LinkId link) {
    this.ctx = ctx;
    this.id = id;
    this.chronicle = new Chronicle(ctx, this);
    this.name = from.name();
    this.settings = from.settings();
    this.configEpoch = from.configEpoch();
    this.votes = Votes.afterRestart(from.leaderEpoch());
    this.node = DataNode.create(ctx, this, from.address(), Role.PRIMARY, link);
  }

  /** Archives a primary without opinions; when loading, what is given does not matter. */
  static WatchedPrimary pass(Context ctx, Archive archive, Optional<WatchedPrimary> given) {
    long id = archive.number(given.map(p -> p.id).orElse(0L));
    LinkId link = archive.value(LinkId.class, given.map(p -> p.node.link.id).orElse(LinkId.NONE));
    Endpoint address =
        archive.value(Endpoint.class, given.map(p -> p.node.address).orElse(Endpoint.NOWHERE));
    String name = archive.value(String.class, given.map(p -> p.name).orElse(""));
    WatchedPrimary primary =
        given.orElseGet(() -> new WatchedPrimary(ctx, id, unknown(name, address), link));
    primary.pass(archive);
    return primary;
  }

  private static DurableState.Primary unknown(String name, Endpoint address) {
    return new DurableState.Primary(
        name, address, Epoch.ZERO, Epoch.ZERO, PrimarySettings.defaults(1), List.of(), List.of());
  }

  private void pass(Archive archive) {
    node.pass(archive);
    passReplicas(archive);
    settings = archive.value(PrimarySettings.class, settings);
    configEpoch = archive.value(Epoch.class, configEpoch);
    votes = archive.value(Votes.class, votes);
    votedVersion = archive.number(votedVersion);
    votedAt = archive.number(votedAt);
    candidacy.pass(archive);
    Failover stage = archive.value(Failover.class, failover);
    failover = stage instanceof Failover.Idle ? Failover.IDLE : stage; // It is asked for by name.
    objectivelyDownSince = archive.number(objectivelyDownSince);
    guardUnsatisfied = archive.flag(guardUnsatisfied);
    durable = archive.optional(DurableState.Primary.class, durable);
    chronicle.pass(archive);
    ctx.timers.pass(archive, this);
  }

  private void passReplicas(Archive archive) {
    List<Endpoint> addresses = archive.list(Endpoint.class, List.copyOf(replicas.keySet()));
    List<LinkId> links =
        archive.list(LinkId.class, replicas.values().stream().map(r -> r.link.id).toList());
    for (int i = 0; i < addresses.size(); i++) {
      Endpoint address = addresses.get(i);
      LinkId link = links.get(i);
      replicas
          .computeIfAbsent(address, a -> DataNode.create(ctx, this, a, Role.REPLICA, link))
          .pass(archive);
    }
  }

  /** Opinions are archived with the peers that have them; here only their order. */
  void passOpinions(Archive archive, Function<LinkId, Peer> peers) {
    List<LinkId> order =
        archive.list(LinkId.class, opinions.values().stream().map(o -> o.peer.link.id).toList());
    if (archive.isLoading()) {
      for (LinkId link : order) {
        Peer peer = peers.apply(link);
        opinions.put(peer.runId, peer.opinionOf(id).orElseThrow());
      }
    }
  }

  // Facts.

  DataNode node() {
    return node;
  }

  Collection<DataNode> replicas() {
    return replicas.values();
  }

  Optional<DataNode> replica(Endpoint address) {
    return Optional.ofNullable(replicas.get(address));
  }

  /** The primary and its replicas. */
  List<DataNode> nodes() {
    List<DataNode> all = new ArrayList<>(1 + replicas.size());
    all.add(node);
    all.addAll(replicas.values());
    return all;
  }

  Collection<Opinion> opinions() {
    return opinions.values();
  }

  Optional<Opinion> opinion(String runId) {
    return Optional.ofNullable(opinions.get(runId));
  }

  Failover failover() {
    return failover;
  }

  Optional<Failover.Active> activeFailover() {
    return failover instanceof Failover.Active active ? Optional.of(active) : Optional.empty();
  }

  /** Where the primary is: the promoted replica from the moment its promotion is confirmed. */
  Endpoint address() {
    return failover instanceof Failover.Reconfiguring r ? r.promoted().address : node.address;
  }

  boolean isDown() {
    return node.isDown();
  }

  boolean isObjectivelyDown() {
    return objectivelyDownSince != Times.NEVER;
  }

  /** Everybody who may vote, the dead included. */
  int voters() {
    return opinions.size() + 1;
  }

  // Changes.

  /** Moves to another stage of the failover. */
  void enter(Failover stage) {
    failover = stage;
  }

  /** Something that must survive a crash changed. */
  long touchDurable() {
    durable = Optional.empty();
    return ctx.durability.change();
  }

  /** Adds a replica unless it is known; it is looked at in this same step. */
  void addReplica(Endpoint address) {
    if (!address.equals(node.address) && !replicas.containsKey(address)) {
      replicas.put(address, DataNode.create(ctx, this, address, Role.REPLICA));
      touchDurable();
    }
  }

  void addOpinion(Opinion opinion) {
    opinions.put(opinion.peer.runId, opinion);
    opinion.peer.add(opinion);
    touchDurable();
  }

  void removeOpinion(Opinion opinion) {
    opinions.remove(opinion.peer.runId);
    opinion.peer.remove(opinion);
    touchDurable();
  }

  /**
   * Forgets what was learnt, and looks anew: replicas, peers, judgements, failover, retry delays.
   */
  void reset() {
    chronicle.close("an operator ordered a reset");
    Endpoint address = address(); // Where clients have been sent is what stays.
    dropNodes();
    node = DataNode.create(ctx, this, address, Role.PRIMARY);
    replicas.clear();
    forgetJudgements();
    touchDurable();
  }

  /**
   * The primary is somewhere else now. The nodes and their links stay; the former primary becomes a
   * replica. Peers stay, with their opinions of the former primary void.
   */
  void moveTo(Endpoint to) {
    DataNode former = node;
    List<DataNode> others = new ArrayList<>(replicas.values());
    DataNode next = replicas.get(to);
    if (next == null) {
      next = DataNode.create(ctx, this, to, Role.PRIMARY);
    }
    node = next;
    replicas.clear();
    others.stream().filter(n -> n != node).forEach(n -> replicas.put(n.address, n));
    if (former.address.isReachable()) {
      replicas.put(former.address, former);
    } else {
      former.drop(ctx);
    }
    ctx.addressesChanged();
    next.assume(Role.PRIMARY, ctx.now);
    former.assume(Role.REPLICA, ctx.now);
    next.link.giveCredit(ctx.now);
    forgetJudgements();
    touchDurable();
    for (DataNode replica : replicas.values()) {
      ctx.announce(Notices.node(Level.NOTICE, "+slave", this, replica));
    }
  }

  /** The primary stays where it is, by a newer configuration than that of the own failover. */
  void stay() {
    if (failover instanceof Failover.Reconfiguring r) {
      r.promoted().assume(Role.REPLICA, ctx.now);
    }
    node.assume(Role.PRIMARY, ctx.now);
    node.link.giveCredit(ctx.now);
    forgetJudgements();
    touchDurable();
  }

  /** Closes every link to the data nodes. */
  void dropNodes() {
    nodes().forEach(n -> n.drop(ctx));
  }

  private void forgetJudgements() {
    nodes().forEach(DataNode::clearTasks);
    opinions.values().forEach(Opinion::primaryMoved);
    failover = Failover.IDLE;
    objectivelyDownSince = Times.NEVER;
    guardUnsatisfied = false;
    candidacy.crisisOver();
  }

  /** Every data node and every peer hears of the present configuration at once. */
  void wantHello() {
    nodes().forEach(DataNode::wantHello);
    opinions.values().forEach(Opinion::wantHello);
  }

  /** Everything that must survive a crash. */
  DurableState.Primary durable() {
    if (durable.isEmpty()) {
      durable = Optional.of(buildDurable());
    }
    return durable.get();
  }

  private DurableState.Primary buildDurable() {
    Endpoint address = address();
    List<Endpoint> known = new ArrayList<>();
    for (DataNode replica : replicas.values()) {
      // The promoted replica is the primary already, and the former primary will be its replica.
      known.add(replica.address.equals(address) ? node.address : replica.address);
    }
    List<DurableState.Peer> peers =
        opinions.values().stream()
            .map(o -> new DurableState.Peer(o.peer.runId, o.peer.address))
            .toList();
    return new DurableState.Primary(
        name, address, configEpoch, votes.epoch(), settings, known, peers);
  }

  // The regular look.

  @Override
  long wake(long now) {
    view = Optional.empty();
    Agenda agenda = new Agenda();
    if (!ctx.tilt.isActive()) {
      DownDetection.run(ctx, this, agenda);
      Election.run(ctx, this, agenda);
      Promotion.run(ctx, this, agenda);
      GuardKeeper.run(ctx, this, agenda);
      Questions.run(ctx, this, agenda);
    }
    // Last, because what was decided above may want a report or a hello at once.
    Upkeep.run(ctx, this, agenda);
    return agenda.next();
  }

  /** Looks at everything in this step, after the event. */
  void touch() {
    ctx.timers.set(this, ctx.now);
  }

  /** Looks at everything at this moment, unless something makes it look earlier. */
  void wakeBy(long moment) {
    ctx.timers.setBy(this, moment);
  }

  /** Something changed that can be seen but has no consequences. */
  void viewChanged() {
    view = Optional.empty();
  }

  /** The view made last, or a new one if anything was looked at since. */
  SupervisorView.PrimaryView view(Function<WatchedPrimary, SupervisorView.PrimaryView> make) {
    if (view.isEmpty()) {
      view = Optional.of(make.apply(this));
    }
    return view.get();
  }
}
