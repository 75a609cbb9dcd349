package io.sentinelha.core.sim.redis;

import io.sentinelha.core.engine.ChannelKind;
import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.LinkId;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.Request;
import io.sentinelha.core.engine.Role;
import io.sentinelha.core.sim.Connection;
import io.sentinelha.core.sim.Member;
import io.sentinelha.core.sim.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A supervisor that follows Redis Sentinel's rules. What it saves is on disk at once, as there,
 * because the process waits for the disk; what it does not save (whom it voted for, who is down) is
 * lost when it dies.
 */
public final class RedisSentinel extends Member {

  private final String runId;
  private final SplittableRandom random;
  private final Map<String, Master> masters = new LinkedHashMap<>();
  private final Map<LinkId, Holder> byLink = new HashMap<>();
  private final Gossip gossip = new Gossip(this, masters);
  private DurableState disk;
  private long lastLink;
  private long lastMaster;

  long currentEpoch;
  private long previousTick = Instance.NEVER;
  private long tiltSince = Instance.NEVER;

  private record Holder(Master master, Instance instance, boolean isPeer) {}

  public RedisSentinel(
      World world, String name, Endpoint address, DurableState initial, SplittableRandom random) {
    super(world, name, address);
    world.add(this);
    this.runId = initial.myId();
    this.random = random;
    this.disk = initial;
    load();
  }

  private void load() {
    masters.clear();
    byLink.clear();
    currentEpoch = disk.currentEpoch().value();
    for (DurableState.Primary p : disk.primaries()) {
      Instance node = newInstance(p.address(), Role.PRIMARY);
      Master master = new Master(p.name(), ++lastMaster, p.settings(), node);
      register(master, node, false);
      master.configEpoch = p.configEpoch().value();
      master.leaderEpoch = p.leaderEpoch().value();
      p.replicas().forEach(r -> addReplica(master, r));
      p.peers().forEach(peer -> addPeer(master, peer.runId(), peer.address()));
      masters.put(p.name(), master);
    }
  }

  Instance newInstance(Endpoint address, Role role) {
    return new Instance(address, new LinkId(++lastLink), role, localNow());
  }

  void register(Master master, Instance instance, boolean isPeer) {
    byLink.put(instance.link, new Holder(master, instance, isPeer));
  }

  void addReplica(Master master, Endpoint address) {
    if (!address.equals(master.node.address) && !master.replicas.containsKey(address)) {
      Instance replica = newInstance(address, Role.REPLICA);
      master.replicas.put(address, replica);
      register(master, replica, false);
    }
  }

  Instance addPeer(Master master, String id, Endpoint address) {
    Instance peer = newInstance(address, Role.PRIMARY);
    peer.runId = id;
    master.peers.put(id, peer);
    register(master, peer, true);
    return peer;
  }

  // What the world asks.

  @Override
  public String runId() {
    return runId;
  }

  @Override
  public void begin() {
    for (Master master : masters.values()) {
      say("+monitor", subject(master) + " quorum " + master.settings.quorum());
    }
    planTick();
  }

  @Override
  public void restart() {
    start();
    load();
    previousTick = Instance.NEVER;
    tiltSince = Instance.NEVER;
    begin();
  }

  @Override
  protected void died() {
    for (Holder holder : byLink.values()) {
      close(holder.instance);
    }
    byLink.clear();
  }

  @Override
  public Optional<Endpoint> addressOf(String primaryName) {
    return Optional.ofNullable(masters.get(primaryName)).map(Master::address);
  }

  @Override
  public boolean isFailingOver(String primaryName) {
    return master(primaryName).stage != Master.Stage.NONE;
  }

  @Override
  public int peersOf(String primaryName) {
    return master(primaryName).peers.size();
  }

  @Override
  public int replicasOf(String primaryName) {
    return master(primaryName).replicas.size();
  }

  @Override
  public Promises promises(String primaryName) {
    return State.promises(disk, primaryName);
  }

  private Master master(String primaryName) {
    return Optional.ofNullable(masters.get(primaryName)).orElseThrow();
  }

  /** SENTINEL FAILOVER: without agreement and without votes. */
  public void forceFailover(String primaryName) {
    new Leading(this, master(primaryName)).start(true);
  }

  // Saying and saving.

  void say(String event, String details) {
    announce(new Notice(Notice.Level.WARNING, event, details));
  }

  String subject(Master master) {
    return "master " + master.name + " " + words(master.node.address);
  }

  String subject(Master master, Instance of) {
    if (of == master.node) {
      return subject(master);
    }
    boolean peer = master.peers.containsValue(of);
    String kind = peer ? "sentinel " + of.runId : "slave " + of.address;
    return kind + " " + words(of.address) + " @ " + master.name + " " + words(master.node.address);
  }

  static String words(Endpoint address) {
    return address.host() + " " + address.port();
  }

  /** On disk when this returns; if the disk fails, what is in memory stands all the same. */
  void flush() {
    if (!diskFails()) {
      disk = State.of(disk, currentEpoch, masters.values());
    }
  }

  int chance(int bound) {
    return random.nextInt(bound);
  }

  void adopt(long epoch) {
    currentEpoch = epoch;
    flush();
    say("+new-epoch", Long.toString(epoch));
  }

  /** One vote for each primary and epoch, first come, first served. */
  Optional<String> vote(Master master, long epoch, String candidate) {
    if (epoch > currentEpoch) {
      adopt(epoch);
    }
    if (master.leaderEpoch < epoch && currentEpoch <= epoch) {
      master.leader = Optional.of(candidate);
      master.leaderEpoch = currentEpoch;
      flush();
      say("+vote-for-leader", candidate + " " + epoch);
      if (!candidate.equals(runId)) {
        master.failoverStart = localNow() + chance(Periods.DESYNC);
      }
    }
    return master.leader;
  }

  boolean isTilted() {
    return tiltSince != Instance.NEVER;
  }

  // The timer.

  private void planTick() {
    int hertz = 10 + chance(10);
    int thisLife = life();
    long due = localNow() + 1_000 / hertz;
    world.scheduler.in(untilLocal(due), () -> wake(thisLife));
  }

  private void wake(int thatLife) {
    if (thatLife != life() || !isAlive()) {
      return;
    }
    receive(
        () -> {
          tick();
          planTick();
        });
  }

  private void tick() {
    long now = localNow();
    long passed = now - previousTick;
    if (previousTick != Instance.NEVER && (passed < 0 || passed > Periods.TILT_TRIGGER)) {
      tiltSince = now;
      say("+tilt", "#tilt mode entered");
    }
    previousTick = now;
    if (isTilted() && now - tiltSince > Periods.TILT) {
      tiltSince = Instance.NEVER;
      say("-tilt", "#tilt mode exited");
    }
    for (Master master : masters.values()) {
      new Watching(this, master).tick();
    }
    // One primary in each tick, the last that is ready.
    List<Master> ready = new ArrayList<>();
    masters.values().stream().filter(m -> m.stage == Master.Stage.UPDATE).forEach(ready::add);
    if (!ready.isEmpty()) {
      Master last = ready.get(ready.size() - 1);
      Instance promoted = last.promoted;
      if (promoted != null) {
        moveTo(last, promoted.address);
      }
    }
  }

  /** The primary is somewhere else: the peers are kept, everything else begins anew. */
  void moveTo(Master master, Endpoint to) {
    Endpoint from = master.node.address;
    say("+switch-master", master.name + " " + words(from) + " " + words(to));
    List<Endpoint> replicas = new ArrayList<>(master.replicas.keySet());
    replicas.add(from);
    for (Instance node : master.dataNodes()) {
      forget(node);
    }
    master.replicas.clear();
    master.node = newInstance(to, Role.PRIMARY);
    register(master, master.node, false);
    master.objectivelyDownSince = Instance.NEVER;
    master.leader = Optional.empty();
    master.promoted = null;
    master.forced = false;
    master.failoverStart = -2 * master.settings.failoverTimeoutMillis();
    master.enter(Master.Stage.NONE, localNow());
    for (Endpoint replica : replicas) {
      addReplica(master, replica);
      Instance added = master.replicas.get(replica);
      if (added != null) {
        say("+slave", subject(master, added));
      }
    }
    for (Instance peer : master.peers.values()) {
      peer.saysDown = false;
      peer.leader = Optional.empty();
      peer.lastHello = Instance.NEVER;
    }
    flush();
  }

  void forget(Instance instance) {
    close(instance);
    byLink.remove(instance.link);
  }

  // Links.

  void open(Instance to, ChannelKind kind) {
    long attempt = ++to.attempts;
    Connection connection = connect(to.link, kind, attempt, to.address, 60_000);
    long now = localNow();
    if (kind == ChannelKind.COMMAND) {
      to.command = connection;
      to.commandOpen = false;
      to.commandSince = now;
    } else {
      to.pubsub = connection;
      to.pubsubSince = now;
      to.lastHeard = now;
    }
  }

  void close(Instance instance) {
    closeCommand(instance);
    closePubsub(instance);
  }

  void closeCommand(Instance instance) {
    if (instance.command != null) {
      instance.command.closedByClient();
      instance.command = null;
    }
  }

  void closePubsub(Instance instance) {
    if (instance.pubsub != null) {
      instance.pubsub.closedByClient();
      instance.pubsub = null;
    }
  }

  /** Sends on the command link; what is sent before the connection stands waits for it. */
  boolean tell(Instance to, Request request) {
    if (to.command == null || !to.commandOpen) {
      return false;
    }
    send(to.command, request);
    return true;
  }

  @Override
  protected void heard(Connection connection, Event event) {
    Holder holder = byLink.get(connection.link());
    if (holder == null) {
      return;
    }
    Instance instance = holder.instance;
    if (event instanceof Event.ChannelOpened) {
      if (connection == instance.command) {
        instance.commandOpen = true;
        tell(instance, new Request.Ping());
      }
    } else if (event instanceof Event.ChannelClosed) {
      if (connection == instance.command) {
        instance.command = null;
      } else if (connection == instance.pubsub) {
        instance.pubsub = null;
      }
    } else {
      new Hearing(this, holder.master, instance, holder.isPeer).take(event);
    }
  }

  // What peers say.

  @Override
  protected void handle(Connection from, Request request) {
    long attempt = from.attempt();
    if (request instanceof Request.Ping) {
      from.back(new Event.PingAnswered(from.link(), attempt, Event.PingReply.PONG));
    } else if (request instanceof Request.Hello hello) {
      greet(hello.payload());
      from.back(new Event.HelloAnswered(from.link(), attempt, hello.primaryId(), true));
    } else if (request instanceof Request.IsDown question) {
      answer(from, question, gossip.judge(question));
    } else {
      throw new AssertionError("a supervisor is never asked " + request);
    }
  }

  /** A hello, from the pub/sub channel of a data node or from the peer itself. */
  void greet(String payload) {
    gossip.hear(payload);
  }
}
