package io.sentinelha.core.sim.fault;

import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Guard;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.core.engine.Tuning;
import io.sentinelha.core.sim.DataServer;
import io.sentinelha.core.sim.Supervisor;
import io.sentinelha.core.sim.World;
import io.sentinelha.quorum.Epoch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What one world is like, drawn from its seed: how large the group is, how patient, how fast its
 * network and disks are, and what will befall it.
 *
 * @param supervisors 3 to 7
 * @param quorum from 1 to all
 * @param groups how many primaries
 * @param replicas of each primary
 * @param acquainted whether the supervisors know the group from the beginning
 * @param faults in the order of their moments
 */
public record Plan(
    int supervisors,
    int quorum,
    int groups,
    int replicas,
    PrimarySettings settings,
    Map<Tuning.Period, Long> periods,
    boolean acquainted,
    int latency,
    int disk,
    int duplicates,
    List<Fault> faults) {

  /** When the first fault may happen, after the beginning. */
  public static final long CALM_BEFORE_MILLIS = 5_000;

  /** How long faults may begin. */
  public static final long STORM_MILLIS = 22_000;

  private static final int SHORTEST_FAULT_MILLIS = 200;
  private static final int LONGEST_SPREAD_MILLIS = 12_000;

  /** No cut of the network and no pause takes longer. */
  public static final long LONGEST_FAULT_MILLIS = SHORTEST_FAULT_MILLIS + LONGEST_SPREAD_MILLIS;

  private static final long SALT = 0x5DEECE66DL;

  /** One fault. */
  public record Fault(long at, Kind kind, long duration) {}

  /** Draws the plan of a seed. */
  public static Plan of(long seed) {
    SplittableRandom random = new SplittableRandom(seed ^ SALT);
    int supervisors = pick(random, 3, 3, 3, 3, 4, 5, 5, 6, 7);
    int majority = supervisors / 2 + 1;
    int quorum =
        Math.max(1, Math.min(supervisors, majority + pick(random, 0, 0, 0, 0, -1, -1, 1, -2)));
    long downAfter = pick(random, 500, 1_000, 2_000, 2_000, 3_000, 5_000);
    PrimarySettings settings =
        PrimarySettings.defaults(quorum)
            .withDownAfterMillis(downAfter)
            .withFailoverTimeoutMillis(pick(random, 3_000, 5_000, 8_000, 10_000))
            .withParallelSyncs(pick(random, 1, 1, 1, 2, 5))
            .withRefusedDownAfterMillis(pick(random, 0, 0, 300))
            .withGuard(random.nextInt(4) == 0 ? new Guard(1, pick(random, 2, 3, 10)) : Guard.OFF);
    return new Plan(
        supervisors,
        quorum,
        pick(random, 1, 1, 1, 1, 1, 1, 2, 3),
        pick(random, 1, 2, 2, 2, 2, 3, 4),
        settings,
        periods(random),
        random.nextInt(4) > 0,
        pick(random, 2, 2, 5, 20, 60),
        pick(random, 3, 5, 5, 30, 150),
        pick(random, 0, 0, 2_000, 20_000),
        faults(random));
  }

  private static int pick(SplittableRandom random, int... among) {
    return among[random.nextInt(among.length)];
  }

  private static Map<Tuning.Period, Long> periods(SplittableRandom random) {
    Map<Tuning.Period, Long> periods = new EnumMap<>(Tuning.Period.class);
    periods.put(Tuning.Period.TILT_PERIOD, (long) pick(random, 4_000, 8_000));
    periods.put(Tuning.Period.INFO_PERIOD, (long) pick(random, 3_000, 5_000, 10_000));
    periods.put(Tuning.Period.ELECTION_TIMEOUT, (long) pick(random, 3_000, 10_000));
    periods.put(Tuning.Period.MIN_LINK_RECONNECT_PERIOD, (long) pick(random, 3_000, 15_000));
    return periods;
  }

  private static List<Fault> faults(SplittableRandom random) {
    Kind[] kinds = Kind.values();
    int weights = 0;
    for (Kind kind : kinds) {
      weights += kind.weight();
    }
    int count = pick(random, 1, 2, 2, 3, 3, 4, 5, 7);
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int drawn = random.nextInt(weights);
      int at = 0;
      while (drawn >= kinds[at].weight()) {
        drawn -= kinds[at].weight();
        at++;
      }
      long moment = CALM_BEFORE_MILLIS + random.nextLong(STORM_MILLIS);
      // Faults that come close to each other are the interesting ones.
      if (i > 0 && random.nextInt(3) == 0) {
        moment = faults.get(i - 1).at() + random.nextLong(3_000);
      }
      long duration =
          SHORTEST_FAULT_MILLIS
              + random.nextLong(pick(random, 1_500, 5_000, LONGEST_SPREAD_MILLIS));
      faults.add(new Fault(moment, kinds[at], duration));
    }
    faults.sort((a, b) -> Long.compare(a.at(), b.at()));
    return List.copyOf(faults);
  }

  /** Builds the world, without its faults. */
  public World build(long seed) {
    World world = new World(seed);
    world.network.latencyUpTo(latency);
    world.network.duplicate(duplicates);
    world.diskUpTo(disk);
    SplittableRandom random = world.chance();
    world.replicate(
        pick(random, 3_000, 6_000), pick(random, 50, 300, 1_500), pick(random, 5, 1_000));
    for (int i = 0; i < groups; i++) {
      world.addGroup(String.valueOf((char) ('p' + i)), replicas);
    }
    for (DataServer server : world.servers()) {
      server.setPriority(pick(random, 100, 100, 100, 100, 10, 1, 0));
      server.setGuard(settings.guard());
    }
    populate(world);
    for (String group : world.groups()) {
      world.addClient(group, true, pick(random, 200, 400));
      world.addClient(group, random.nextBoolean(), pick(random, 300, 700));
    }
    return world;
  }

  private void populate(World world) {
    List<Supervisor> added = new ArrayList<>();
    for (int i = 0; i < supervisors; i++) {
      Supervisor supervisor =
          acquainted
              ? world.addSupervisor(idOf(i), known(world, i))
              : world.addSupervisor(settings);
      supervisor.tune(periods);
      added.add(supervisor);
    }
    added.forEach(world::begin);
  }

  /** What a supervisor of a group that has existed for long has on its disk. */
  private List<DurableState.Primary> known(World world, int me) {
    List<DurableState.Peer> peers = new ArrayList<>();
    for (int i = 0; i < supervisors; i++) {
      if (i != me) {
        peers.add(new DurableState.Peer(idOf(i), new Endpoint("10.0.1." + (i + 1), 26379)));
      }
    }
    List<DurableState.Primary> primaries = new ArrayList<>();
    for (String group : world.groups()) {
      List<Endpoint> nodes = world.dataOf(group).stream().map(node -> node.address).toList();
      primaries.add(
          new DurableState.Primary(
              group,
              nodes.get(0),
              Epoch.ZERO,
              Epoch.ZERO,
              settings,
              nodes.subList(1, nodes.size()),
              peers));
    }
    return primaries;
  }

  private static String idOf(int i) {
    return String.valueOf((char) ('a' + i)).repeat(40);
  }

  /** Lets everything happen that was drawn. */
  public Storm unleash(World world) {
    Storm storm = new Storm(world);
    for (Fault fault : faults) {
      world.scheduler.in(fault.at(), () -> storm.strike(fault));
    }
    return storm;
  }

  /** Within how long everything must be well again after the faults stop. */
  public long settlingMillis() {
    return 45_000
        + 4 * settings.failoverTimeoutMillis()
        + 4 * settings.downAfterMillis()
        + periods.getOrDefault(Tuning.Period.TILT_PERIOD, 30_000L)
        + 3 * periods.getOrDefault(Tuning.Period.INFO_PERIOD, 10_000L);
  }
}
