package io.sentinelha.core.sim;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.quorum.Epoch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** One group of supervisors and data nodes, and what happens to it. */
final class World {

  static final String PRIMARY = "p";

  private record Way(Host from, Host to) {}

  final long seed;
  final Scheduler scheduler = new Scheduler();
  private final SplittableRandom random;
  private final Map<Endpoint, Host> hosts = new LinkedHashMap<>();
  private final Set<Way> cuts = new HashSet<>();
  private long serial;

  /** A message takes from one millisecond to this many. */
  int latencySpread = 2;

  /** A save takes from one millisecond to this many. */
  int diskSpread = 5;

  World(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** A group with one primary, at 10.0.0.1, and replicas behind it. */
  static World of(long seed, int supervisors, int replicas, PrimarySettings settings) {
    World world = new World(seed);
    Endpoint first = new Endpoint("10.0.0.1", 6379);
    world.add(new DataServer(world, first, Optional.empty()));
    for (int i = 0; i < replicas; i++) {
      Endpoint address = new Endpoint("10.0.0." + (2 + i), 6379);
      world.add(new DataServer(world, address, Optional.of(first)));
    }
    for (int i = 0; i < supervisors; i++) {
      world.addSupervisor("s" + (i + 1), new Endpoint("10.0.1." + (1 + i), 26379), first, settings);
    }
    return world;
  }

  private void addSupervisor(
      String name, Endpoint address, Endpoint primary, PrimarySettings settings) {
    DurableState state =
        new DurableState(
            newId(),
            Epoch.ZERO,
            DurableState.Identity.DEFAULT,
            List.of(
                new DurableState.Primary(
                    PRIMARY, primary, Epoch.ZERO, Epoch.ZERO, settings, List.of(), List.of())));
    Supervisor supervisor = new Supervisor(this, name, address, state, random.split());
    add(supervisor);
    scheduler.in(random.nextInt(50), supervisor::begin);
  }

  private void add(Host host) {
    hosts.put(host.address, host);
  }

  Optional<Host> host(Endpoint address) {
    return Optional.ofNullable(hosts.get(address));
  }

  Optional<DataServer> server(Endpoint address) {
    return host(address).filter(DataServer.class::isInstance).map(DataServer.class::cast);
  }

  Collection<DataServer> servers() {
    List<DataServer> all = new ArrayList<>();
    hosts.values().forEach(h -> server(h.address).ifPresent(all::add));
    return all;
  }

  List<Host> everybody() {
    return List.copyOf(hosts.values());
  }

  List<Supervisor> supervisors() {
    List<Supervisor> all = new ArrayList<>();
    for (Host host : hosts.values()) {
      if (host instanceof Supervisor supervisor) {
        all.add(supervisor);
      }
    }
    return all;
  }

  DataServer data(int n) {
    return server(new Endpoint("10.0.0." + n, 6379)).orElseThrow();
  }

  Supervisor supervisor(int n) {
    return supervisors().get(n - 1);
  }

  String newId() {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      id.append(Character.forDigit(random.nextInt(16), 16));
    }
    return id.toString();
  }

  long serial() {
    return serial++;
  }

  long latency() {
    return 1L + random.nextInt(latencySpread);
  }

  long diskLatency() {
    return 1L + random.nextInt(diskSpread);
  }

  /** Cuts the network between two hosts, both ways. */
  void cut(Host a, Host b) {
    cuts.add(new Way(a, b));
    cuts.add(new Way(b, a));
  }

  /** Cuts one host off from everybody. */
  void isolate(Host host) {
    hosts.values().stream().filter(h -> h != host).forEach(h -> cut(host, h));
  }

  void heal() {
    cuts.clear();
  }

  boolean isCut(Host from, Host to) {
    return cuts.contains(new Way(from, to));
  }

  void run(long millis) {
    scheduler.runUntil(scheduler.now() + millis);
  }

  /** Runs until a condition holds. */
  void until(String what, BooleanSupplier condition, long atMostMillis) {
    long end = scheduler.now() + atMostMillis;
    while (!condition.getAsBoolean()) {
      if (scheduler.now() >= end) {
        throw new AssertionError(
            "seed "
                + seed
                + ", t="
                + scheduler.now()
                + ": not within "
                + atMostMillis
                + " ms: "
                + what);
      }
      scheduler.runUntil(scheduler.now() + 1);
    }
  }

  /** Everybody knows everybody. */
  boolean isAcquainted() {
    int others = supervisors().size() - 1;
    int replicas = servers().size() - 1;
    return supervisors().stream()
        .filter(Host::isRunning)
        .map(s -> s.primary(PRIMARY))
        .allMatch(p -> p.peers().size() == others && p.replicas().size() == replicas);
  }

  /** Every running supervisor names this primary, and no failover is going on. */
  boolean allName(DataServer server) {
    return supervisors().stream()
        .filter(Host::isRunning)
        .map(s -> s.primary(PRIMARY))
        .allMatch(p -> p.address().equals(server.address) && !p.isFailingOver());
  }
}
