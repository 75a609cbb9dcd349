package io.sentinelha.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** A filled master of one kind, and full synchronisations of fresh replicas from it. */
final class FullSyncRounds implements AutoCloseable {

  /**
   * What the master has and gets.
   *
   * @param rate writes per second
   * @param seconds how long they are measured without a full sync
   */
  record Load(int keys, int valueBytes, int rate, int seconds) {}

  /** What was measured in a round: seconds, milliseconds, and shares from 0 to 1. */
  record Round(
      double took,
      double quiet999,
      double quietMax,
      double sync999,
      double syncMax,
      double syncMaxAt,
      double growth,
      double quietStolen,
      double syncStolen) {

    boolean isCalm() {
      return Math.max(quietStolen, syncStolen) <= Steal.MOST;
    }
  }

  /** Both kinds of server log this when a snapshot for replicas begins. */
  private static final String SNAPSHOT = "Starting BGSAVE for SYNC with target";

  /** Before anything is measured: a new connection, or what the round before has left to do. */
  private static final int SETTLE_MILLIS = 3_000;

  private static final long LOOK_NANOS = 5_000_000;
  private static final long LONGEST_NANOS = 300_000_000_000L;

  private final ServerKind kind;
  private final Load load;
  private final Path folder;
  private final PrintStream out;
  private final ServerProcess master;
  private final ReplicationLink control;
  private int started;

  private FullSyncRounds(
      ServerKind kind,
      Load load,
      Path folder,
      PrintStream out,
      ServerProcess master,
      ReplicationLink control) {
    this.kind = kind;
    this.load = load;
    this.folder = folder;
    this.out = out;
    this.master = master;
    this.control = control;
  }

  /** Starts a master and fills it. */
  static FullSyncRounds start(ServerKind kind, Load load, Path folder, PrintStream out)
      throws IOException {
    ServerProcess master = kind.start(folder, "master");
    try {
      FillKeys.fill(master.port, load.keys, load.valueBytes);
      ReplicationLink control = new ReplicationLink(master.port);
      return new FullSyncRounds(kind, load, folder, out, master, control);
    } catch (IOException | RuntimeException e) {
      master.close();
      throw e;
    }
  }

  /** One replica comes. */
  Round round() throws IOException, InterruptedException {
    // The process is there before anything is measured: starting it is not synchronising it.
    try (ServerProcess fresh = startReplica();
        ReplicationLink replica = new ReplicationLink(fresh.port);
        SteadyWriter writer =
            new SteadyWriter(master.port, load.keys, load.rate, load.valueBytes)) {
      Thread.sleep(SETTLE_MILLIS);
      if (started == 1) {
        out.println(kind.name() + ": " + writer.note());
      }
      int first = writer.answered();
      Steal quietSteal = Steal.now();
      Thread.sleep(1000L * load.seconds);
      int quiet = writer.answered();
      double quietStolen = quietSteal.share();
      long before = master.residentKib();
      int begin = writer.answered();
      long beginNanos = System.nanoTime();
      Steal syncSteal = Steal.now();
      replica.follow(master.port);
      long most = awaitUp(replica);
      double took = (System.nanoTime() - beginNanos) / 1e9;
      int end = writer.answered();
      Round round =
          new Round(
              took,
              writer.percentile(first, quiet, 0.999),
              writer.percentile(first, quiet, 1),
              writer.percentile(begin, end, 0.999),
              writer.percentile(begin, end, 1),
              (double) (writer.longest(begin, end) - begin) / load.rate,
              Math.max(0, (double) (most - before) / before),
              quietStolen,
              syncSteal.share());
      writer.pause(true);
      print(round, before, end - begin, check(replica));
      return round;
    } finally {
      control.awaitReplicas(0);
    }
  }

  private ServerProcess startReplica() throws IOException {
    return kind.start(folder, "replica" + ++started);
  }

  /** Returns the most memory that the master had meanwhile, in KiB. */
  private long awaitUp(ReplicationLink replica) throws IOException {
    long most = 0;
    long end = System.nanoTime() + LONGEST_NANOS;
    while (!replica.isUp()) {
      if (System.nanoTime() > end) {
        throw new IOException("the replica of " + kind.name() + " is not linked");
      }
      most = Math.max(most, master.residentKib());
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return Math.max(most, master.residentKib());
  }

  /** Nobody writes any more. */
  private String check(ReplicationLink replica) throws IOException {
    replica.awaitOffset(control.offset());
    String there = replica.call("DBSIZE");
    String here = control.call("DBSIZE");
    return there.equals(here) ? here + " keys" : there + " KEYS OF " + here;
  }

  private void print(Round round, long kibBefore, int writes, String found) {
    String disturbed =
        String.format(
            Locale.ROOT,
            "; not counted: the host took %.1f %% without a sync, %.1f %% during it",
            100 * round.quietStolen,
            100 * round.syncStolen);
    out.printf(
        Locale.ROOT,
        "%-5s full sync %.2f s, p99.9 without %.2f ms (max %.2f ms), during %.2f ms (max %.2f ms"
            + " after %.2f s), %d writes, memory %d MB + %.1f %%, the replica has %s%s%n",
        kind.name(),
        round.took,
        round.quiet999,
        round.quietMax,
        round.sync999,
        round.syncMax,
        round.syncMaxAt,
        writes,
        kibBefore >> 10,
        100 * round.growth,
        found,
        round.isCalm() ? "" : disturbed);
  }

  /** Several replicas come at the same time, and nobody writes. */
  void crowd(int count) throws IOException {
    List<ServerProcess> servers = new ArrayList<>();
    List<ReplicationLink> replicas = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        ServerProcess server = startReplica();
        servers.add(server);
        replicas.add(new ReplicationLink(server.port));
      }
      // The default, which is there for crowds: the master waits a while for more of them.
      control.call("CONFIG", "SET", "repl-diskless-sync-delay", "5");
      long snapshots = snapshots();
      long syncs = control.fullSyncs();
      long begin = System.nanoTime();
      for (ReplicationLink replica : replicas) {
        replica.follow(master.port);
      }
      replicas.forEach(ReplicationLink::awaitUp);
      out.printf(
          Locale.ROOT,
          "%-5s %d replicas at once: %d snapshots for %d full syncs, %.2f s with the delay of 5 s%n",
          kind.name(),
          count,
          snapshots() - snapshots,
          control.fullSyncs() - syncs,
          (System.nanoTime() - begin) / 1e9);
    } finally {
      replicas.forEach(ReplicationLink::close);
      servers.forEach(ServerProcess::close);
    }
  }

  private long snapshots() throws IOException {
    return master.output().lines().filter(line -> line.contains(SNAPSHOT)).count();
  }

  @Override
  public void close() {
    control.close();
    master.close();
  }
}
