package io.sentinelha.core.sim;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.core.engine.Request;
import io.sentinelha.quorum.Epoch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * One group of supervisors with all data nodes and clients, and what happens to it. Everything
 * follows from the seed: the same seed gives the same history.
 */
public final class World {

  /** The name of the first primary. */
  public static final String PRIMARY = "p";

  public final long seed;
  public final Scheduler scheduler = new Scheduler();
  public final Journal journal = new Journal(scheduler);
  public final Network network;

  /** Stands for every address at which nobody is. */
  final Host nowhere;

  private final SplittableRandom random;
  private final List<Host> hosts = new ArrayList<>();
  private final Map<Endpoint, Host> byAddress = new HashMap<>();
  private final List<Member> members = new ArrayList<>();
  private final List<DataServer> servers = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final List<String> groups = new ArrayList<>();
  private final List<Observer> observers = new ArrayList<>();
  private int lastWrite;
  private int diskSpread = 5;
  private long replicationTimeout = 6_000;
  private int syncSpread = 300;
  private long backlog = 1_000;

  public World(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.network = new Network(random.split());
    this.nowhere = new Nowhere(this);
    add(nowhere);
  }

  /** The host that is not there. */
  private static final class Nowhere extends Host {
    Nowhere(World world) {
      super(world, "nowhere", new Endpoint("0.0.0.0", 0));
    }

    @Override
    protected void handle(Connection from, Request request) {}

    @Override
    public void restart() {}
  }

  /** A group with one primary, at 10.0.0.1, and replicas behind it; nobody knows anybody yet. */
  static World of(long seed, int supervisors, int replicas, PrimarySettings settings) {
    World world = new World(seed);
    world.addGroup(PRIMARY, replicas);
    for (int i = 0; i < supervisors; i++) {
      world.begin(world.addSupervisor(settings));
    }
    return world;
  }

  // Building.

  /** The index of the host that is added next. */
  int nextIndex() {
    return hosts.size();
  }

  /** Called by every host about itself, before it does anything. */
  public void add(Host host) {
    hosts.add(host);
    byAddress.put(host.address, host);
    if (host instanceof Member member) {
      members.add(member);
    } else if (host instanceof DataServer server) {
      servers.add(server);
    } else if (host instanceof Client client) {
      clients.add(client);
    }
  }

  /** Adds a primary with its replicas. */
  public void addGroup(String group, int replicas) {
    int number = groups.size();
    groups.add(group);
    Optional<Endpoint> first = Optional.empty();
    for (int i = 1; i <= 1 + replicas; i++) {
      Endpoint address = new Endpoint("10.0." + 10 * number + "." + i, 6379);
      new DataServer(this, group, group + i, address, first);
      first = first.isEmpty() ? Optional.of(address) : first;
    }
  }

  /** The address that the next supervisor gets. */
  public Endpoint nextMemberAddress() {
    return new Endpoint("10.0.1." + (members.size() + 1), 26379);
  }

  /** Adds a supervisor that knows nothing but where the primaries are. */
  public Supervisor addSupervisor(PrimarySettings settings) {
    List<DurableState.Primary> primaries = new ArrayList<>();
    for (String group : groups) {
      primaries.add(
          new DurableState.Primary(
              group,
              dataOf(group).get(0).address,
              Epoch.ZERO,
              Epoch.ZERO,
              settings,
              List.of(),
              List.of()));
    }
    return addSupervisor(newId(), primaries);
  }

  /** Adds a supervisor that finds this on its disk. */
  public Supervisor addSupervisor(String runId, List<DurableState.Primary> primaries) {
    DurableState state =
        new DurableState(runId, Epoch.ZERO, DurableState.Identity.DEFAULT, primaries);
    String name = "s" + (members.size() + 1);
    return new Supervisor(this, name, nextMemberAddress(), state, random.split());
  }

  /** Lets a supervisor begin within the next moments. */
  public void begin(Member member) {
    scheduler.in(random.nextInt(50), member::begin);
  }

  /** Adds a client of one primary. */
  public Client addClient(String group, boolean writes, long pauseMillis) {
    Endpoint address = new Endpoint("10.0.2." + (clients.size() + 1), 1);
    String name = (writes ? "writer" : "reader") + (clients.size() + 1);
    return new Client(this, name, address, group, writes, pauseMillis);
  }

  public void observe(Observer observer) {
    observers.add(observer);
  }

  List<Observer> observers() {
    return observers;
  }

  // What the world is like.

  /** A save takes from one millisecond to this many. */
  public void diskUpTo(int millis) {
    diskSpread = millis;
  }

  /** How replicas are synchronised. */
  public void replicate(long timeoutMillis, int syncUpToMillis, long backlogEntries) {
    replicationTimeout = timeoutMillis;
    syncSpread = syncUpToMillis;
    backlog = backlogEntries;
  }

  long diskLatency(int spread) {
    return 1L + random.nextInt(spread > 0 ? spread : diskSpread);
  }

  long replicationTimeout() {
    return replicationTimeout;
  }

  long syncMillis() {
    return 20L + random.nextInt(syncSpread);
  }

  long backlog() {
    return backlog;
  }

  /** A new source of chance that depends on the seed alone. */
  public SplittableRandom chance() {
    return random.split();
  }

  // Who is there.

  public Optional<Host> host(Endpoint address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  public Optional<DataServer> server(Endpoint address) {
    return byAddress.get(address) instanceof DataServer server
        ? Optional.of(server)
        : Optional.empty();
  }

  public List<DataServer> servers() {
    return servers;
  }

  public List<DataServer> dataOf(String group) {
    return servers.stream().filter(s -> s.group.equals(group)).toList();
  }

  /** The names of the primaries. */
  public List<String> groups() {
    return groups;
  }

  public List<Member> members() {
    return members;
  }

  public List<Client> clients() {
    return clients;
  }

  public List<Host> everybody() {
    return hosts.subList(1, hosts.size());
  }

  List<Supervisor> supervisors() {
    List<Supervisor> all = new ArrayList<>();
    for (Member member : members) {
      if (member instanceof Supervisor supervisor) {
        all.add(supervisor);
      }
    }
    return all;
  }

  DataServer data(int n) {
    return dataOf(PRIMARY).get(n - 1);
  }

  Supervisor supervisor(int n) {
    return supervisors().get(n - 1);
  }

  String newId() {
    StringBuilder id = new StringBuilder(48);
    while (id.length() < 40) {
      id.append(Long.toHexString(random.nextLong() | 1L << 63));
    }
    return id.substring(0, 40);
  }

  int newWrite() {
    return ++lastWrite;
  }

  public int writes() {
    return lastWrite;
  }

  // What is heard.

  void announced(Member by, Notice notice) {
    if (notice.event().equals("+switch-master")) {
      String group = notice.details().substring(0, notice.details().indexOf(' '));
      for (Client client : clients) {
        if (client.group.equals(group)) {
          client.switched(by);
        }
      }
    }
  }

  // Running.

  /** Cuts one host off from everybody. */
  public void isolate(Host host) {
    everybody().stream().filter(h -> h != host).forEach(h -> network.cut(host, h));
  }

  public void run(long millis) {
    scheduler.runUntil(scheduler.now() + millis);
  }

  /** Runs until a condition holds. */
  void until(String what, BooleanSupplier condition, long atMostMillis) {
    long end = scheduler.now() + atMostMillis;
    while (!condition.getAsBoolean()) {
      if (scheduler.now() >= end) {
        throw new Violation(this, "not within " + atMostMillis + " ms", what);
      }
      scheduler.runUntil(scheduler.now() + 1);
    }
  }

  /** Everybody knows everybody. */
  public boolean isAcquainted() {
    for (Member member : members) {
      for (String group : groups) {
        boolean knows =
            member.peersOf(group) == members.size() - 1
                && member.replicasOf(group) == dataOf(group).size() - 1;
        if (member.isRunning() && !knows) {
          return false;
        }
      }
    }
    return true;
  }

  /** Every running supervisor names this primary, and no failover is going on. */
  boolean allName(DataServer server) {
    return members.stream()
        .filter(Host::isRunning)
        .allMatch(
            m ->
                m.addressOf(server.group).equals(Optional.of(server.address))
                    && !m.isFailingOver(server.group));
  }
}
