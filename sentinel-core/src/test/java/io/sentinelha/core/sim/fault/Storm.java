package io.sentinelha.core.sim.fault;

import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.sim.DataServer;
import io.sentinelha.core.sim.DataServer.Start;
import io.sentinelha.core.sim.Host;
import io.sentinelha.core.sim.Member;
import io.sentinelha.core.sim.Observer;
import io.sentinelha.core.sim.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Carries faults out, and ends them all when the storm is over. */
public final class Storm implements Observer {

  private static final List<String> MOMENTS =
      List.of(
          "+try-failover",
          "+vote-for-leader",
          "+elected-leader",
          "+selected-slave",
          "+failover-state-wait-promotion",
          "+promoted-slave",
          "+config-update-from");

  /** What waits for somebody to say something. */
  private record Ambush(String event, boolean chosen, long duration) {}

  private final World world;
  private final SplittableRandom random;
  private final List<Ambush> ambushes = new ArrayList<>();
  private boolean over;

  Storm(World world) {
    this.world = world;
    this.random = world.chance();
    world.observe(this);
  }

  /** Something begins, and ends by itself unless the storm ends before. */
  void strike(Plan.Fault fault) {
    if (over) {
      return;
    }
    if (world.journal.writesLines()) {
      world.journal.line("----", fault.kind() + " for " + fault.duration() + " ms");
    }
    switch (fault.kind()) {
      case KILL_PRIMARY, POWER_OFF_PRIMARY, PAUSE_PRIMARY, MASS_DEATH, STRAY_PRIMARY -> data(fault);
      case KILL_REPLICA, PAUSE_REPLICA, RACK, STRAY_REPLICA -> replicas(fault);
      case PARTITION, ISOLATE_PRIMARY, ISOLATE_SUPERVISOR, ONE_WAY, FLAKY -> network(fault);
      case AMBUSH, AMBUSH_CHOSEN ->
          ambushes.add(
              new Ambush(
                  MOMENTS.get(random.nextInt(MOMENTS.size())),
                  fault.kind() == Kind.AMBUSH_CHOSEN,
                  fault.duration()));
      default -> supervisors(fault);
    }
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private boolean chance(int in) {
    return random.nextInt(in) == 0;
  }

  private Optional<DataServer> primary() {
    List<DataServer> primaries =
        world.servers().stream().filter(s -> s.isPrimary() && s.isRunning()).toList();
    return primaries.isEmpty() ? Optional.empty() : Optional.of(one(primaries));
  }

  private Optional<DataServer> replica() {
    List<DataServer> replicas =
        world.servers().stream().filter(s -> !s.isPrimary() && s.isRunning()).toList();
    return replicas.isEmpty() ? Optional.empty() : Optional.of(one(replicas));
  }

  private void later(long millis, Runnable work) {
    world.scheduler.in(
        millis,
        () -> {
          if (!over) {
            work.run();
          }
        });
  }

  // Data nodes.

  private void data(Plan.Fault fault) {
    switch (fault.kind()) {
      case MASS_DEATH ->
          world.servers().stream()
              .filter(DataServer::isPrimary)
              .filter(Host::isAlive)
              .toList()
              .forEach(node -> kill(node, false, fault.duration()));
      case STRAY_PRIMARY -> replica().ifPresent(DataServer::stray);
      case PAUSE_PRIMARY -> primary().ifPresent(node -> pause(node, fault.duration()));
      default ->
          primary()
              .ifPresent(
                  node -> kill(node, fault.kind() == Kind.POWER_OFF_PRIMARY, fault.duration()));
    }
  }

  private void kill(DataServer node, boolean silently, long duration) {
    if (silently) {
      node.powerOff();
    } else {
      node.kill();
    }
    Start with = chance(2) ? Start.DATA : one(List.of(Start.OLD, Start.EMPTY, Start.DATA));
    later(chance(3) ? duration / 10 : duration, () -> revive(node, with));
  }

  private static void revive(DataServer node, Start with) {
    if (!node.isAlive()) {
      node.restart(with);
    }
  }

  private void pause(Host host, long duration) {
    host.pause();
    later(duration, host::resume);
  }

  private void replicas(Plan.Fault fault) {
    Optional<DataServer> found = replica();
    if (found.isEmpty()) {
      return;
    }
    DataServer node = found.get();
    switch (fault.kind()) {
      case PAUSE_REPLICA -> pause(node, fault.duration());
      case STRAY_REPLICA -> {
        // Not another primary's: both groups would fight over the node for ever.
        List<DataServer> others = world.dataOf(node.group).stream().filter(s -> s != node).toList();
        node.follow(Optional.of(one(others).address));
      }
      case RACK -> rack(node, fault.duration());
      default -> {
        node.kill();
        Start with = one(List.of(Start.values()));
        later(fault.duration(), () -> revive(node, with));
      }
    }
  }

  /** The replica comes back alone, with whatever data, and the primary does not for a while. */
  private void rack(DataServer node, long duration) {
    List<DataServer> siblings = world.dataOf(node.group);
    node.kill();
    siblings.stream().filter(s -> s != node).forEach(s -> world.network.cut(s, node));
    Start with = one(List.of(Start.values()));
    node.setPriority(chance(2) ? 1 : 100);
    later(100, () -> revive(node, with));
    later(
        1_500 + random.nextInt(2_000),
        () ->
            siblings.stream()
                .filter(s -> s.isPrimary() && s.isAlive())
                .forEach(s -> kill(s, chance(2), duration + 3_000)));
    later(
        4_000 + duration,
        () -> siblings.stream().filter(s -> s != node).forEach(s -> world.network.mend(s, node)));
  }

  // The network.

  private void network(Plan.Fault fault) {
    switch (fault.kind()) {
      case PARTITION -> {
        List<Host> left = new ArrayList<>();
        List<Host> right = new ArrayList<>();
        world.everybody().forEach(host -> (random.nextBoolean() ? left : right).add(host));
        cut(left, right, fault.duration());
      }
      case ISOLATE_PRIMARY ->
          primary()
              .ifPresent(
                  node -> {
                    List<Host> with = new ArrayList<>(List.of(node));
                    if (chance(2)) {
                      with.add(one(world.members()));
                    }
                    if (chance(2)) {
                      with.add(one(world.clients()));
                    }
                    cut(with, rest(with), fault.duration());
                  });
      case ISOLATE_SUPERVISOR -> {
        List<Host> alone = List.of(one(world.members()));
        cut(alone, rest(alone), fault.duration());
      }
      case ONE_WAY -> {
        for (int i = 0; i < 2 + random.nextInt(6); i++) {
          Host from = one(world.everybody());
          Host to = one(world.everybody());
          world.network.cutWay(from, to);
          later(fault.duration(), () -> world.network.mendWay(from, to));
        }
      }
      default -> {
        world.network.disturb(random.nextInt(800), random.nextInt(1_500));
        later(fault.duration(), () -> world.network.disturb(0, 0));
      }
    }
  }

  private List<Host> rest(List<Host> without) {
    return world.everybody().stream().filter(h -> !without.contains(h)).toList();
  }

  private void cut(List<Host> left, List<Host> right, long duration) {
    left.forEach(a -> right.forEach(b -> world.network.cut(a, b)));
    later(duration, () -> left.forEach(a -> right.forEach(b -> world.network.mend(a, b))));
  }

  // Supervisors.

  private void supervisors(Plan.Fault fault) {
    Member member = one(world.members());
    long duration = fault.duration();
    switch (fault.kind()) {
      case KILL_SUPERVISOR -> kill(member, duration);
      case KILL_SUPERVISORS ->
          world.members().stream().filter(m -> !chance(3)).forEach(m -> kill(m, duration));
      case PAUSE_SUPERVISOR -> pause(member, duration);
      case CLOCK_JUMP -> member.jumpClock(chance(3) ? -duration : 3 * duration);
      case CLOCK_DRIFT -> member.driftClock(random.nextInt(100) - 50);
      case DISK_FAILURE ->
          world.members().stream().filter(m -> chance(2)).forEach(m -> failDisk(m, duration));
      case SLOW_DISK ->
          world.members().stream()
              .filter(m -> chance(2))
              .forEach(
                  m -> {
                    m.slowDisk(300 + random.nextInt(2_500));
                    later(duration, () -> m.slowDisk(0));
                  });
      default -> {
        failDisk(member, duration);
        later(random.nextInt(3_000), () -> kill(member, duration / 4));
      }
    }
  }

  private void failDisk(Member member, long duration) {
    member.failDisk(true);
    later(duration, () -> member.failDisk(false));
  }

  private void kill(Member member, long duration) {
    if (!member.isAlive()) {
      return;
    }
    if (chance(3)) {
      member.powerOff();
    } else {
      member.kill();
    }
    later(chance(2) ? duration : duration / 20, () -> revive(member));
  }

  private static void revive(Member member) {
    if (!member.isAlive()) {
      member.restart();
    }
  }

  // Ambushes.

  @Override
  public void announced(Member who, Notice notice) {
    if (ambushes.isEmpty() || over) {
      return;
    }
    for (Ambush ambush : ambushes) {
      if (ambush.event.equals(notice.event())) {
        ambushes.remove(ambush);
        long delay = chance(2) ? 0 : random.nextInt(40);
        world.scheduler.in(delay, () -> spring(ambush, who));
        return;
      }
    }
  }

  private void spring(Ambush ambush, Member who) {
    if (over) {
      return;
    }
    if (ambush.chosen) {
      replica()
          .ifPresent(
              node -> {
                if (chance(2)) {
                  pause(node, ambush.duration);
                } else {
                  kill(node, chance(2), ambush.duration);
                }
              });
      return;
    }
    switch (random.nextInt(4)) {
      case 0 -> pause(who, ambush.duration);
      case 1 -> cut(List.of(who), rest(List.of(who)), ambush.duration);
      default -> kill(who, ambush.duration);
    }
  }

  /** The faults stop: the network heals, disks work, whoever hangs wakes, whoever died is back. */
  public void end() {
    over = true;
    world.network.heal();
    world.network.disturb(0, 0);
    for (Member member : world.members()) {
      member.failDisk(false);
      member.slowDisk(0);
      member.driftClock(0);
      member.resume();
      revive(member);
    }
    for (DataServer node : world.servers()) {
      node.resume();
      revive(node, Start.DATA);
    }
  }
}
