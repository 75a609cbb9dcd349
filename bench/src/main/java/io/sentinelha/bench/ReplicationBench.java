package io.sentinelha.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What replicas cost a master's throughput, and how far behind they are meanwhile. */
@Command(
    name = "replication",
    mixinStandardHelpOptions = true,
    description = {
      "Runs redis-benchmark's SET against a master with replicas of its own kind, the bundled server"
          + " and redis-server by turns, and prints the medians of requests per second and their"
          + " ratio; how late a replica shows what its master has acknowledged meanwhile; and what"
          + " is left of the bundled server's throughput with sync-replicas 1."
    })
final class ReplicationBench implements Callable<Integer> {

  private static final int KEYS = 100_000;
  private static final int FEWEST_REQUESTS = 20_000;

  @Option(names = "--rounds", description = "Rounds of each server (default ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(names = "--replicas", description = "Of each master (default ${DEFAULT-VALUE}).")
  private int replicas = 2;

  @Option(names = "--pipeline", description = "Requests in flight per client (${DEFAULT-VALUE}).")
  private int pipeline = 16;

  @Option(names = "--clients", description = "Clients (default ${DEFAULT-VALUE}).")
  private int clients = 50;

  @Option(names = "--value", description = "Bytes of a value (default ${DEFAULT-VALUE}).")
  private int value = 64;

  @Option(names = "--keys", description = "Keys that are written (default ${DEFAULT-VALUE}).")
  private int keys = KEYS;

  @Option(
      names = "--seconds",
      description = "About how long one run takes (default ${DEFAULT-VALUE}).")
  private double seconds = 5;

  @Option(
      names = "--ours",
      description = "The command line of our server (default ${DEFAULT-VALUE}).")
  private String ours = "bin/sentinel server";

  private final PrintStream out = System.out;

  /** One run, and the lag of a replica during it. */
  private record Run(double rate, double p99, LagProbe.Lag lag) {}

  ReplicationBench() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("replication-bench");
    try (ReplicatedServer mine = ReplicatedServer.start(ServerKind.ours(ours), replicas, folder);
        ReplicatedServer redis = ReplicatedServer.start(ServerKind.redis(), replicas, folder)) {
      measure(mine, redis);
    }
    return 0;
  }

  private void measure(ReplicatedServer mine, ReplicatedServer redis)
      throws IOException, InterruptedException {
    LoadGenerator load = new LoadGenerator(clients, value, keys);
    long requests = warmUp(load, mine, redis);
    List<Run> asynchronous = new ArrayList<>();
    List<Run> theirs = new ArrayList<>();
    List<Run> synchronous = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      asynchronous.add(run("ours", load, mine, requests));
      theirs.add(run("redis", load, redis, requests));
      mine.atMaster("CONFIG", "SET", "sync-replicas", "1");
      synchronous.add(run("ours, sync-replicas 1", load, mine, requests));
      mine.atMaster("CONFIG", "SET", "sync-replicas", "0");
    }
    double rate = median(asynchronous, Run::rate);
    out.printf(
        Locale.ROOT,
        "%nmedians of SET, pipeline %d, %d replicas: ours %.0f/s, redis %.0f/s, ratio %.2f%n",
        pipeline,
        replicas,
        rate,
        median(theirs, Run::rate),
        rate / median(theirs, Run::rate));
    lag("ours", asynchronous);
    lag("redis", theirs);
    double confirmed = median(synchronous, Run::rate);
    out.printf(
        Locale.ROOT,
        "sync-replicas 1: ours %.0f/s, of its own without %.2f%n",
        confirmed,
        confirmed / rate);
    // A replica that lags too far is cut off and begins anew, which would spoil the figures.
    out.printf(
        "full syncs: ours %d, redis %d, of %d replicas each%n",
        mine.fullSyncs(), redis.fullSyncs(), replicas);
  }

  /** Returns how many requests a run of the wished length has. */
  private long warmUp(LoadGenerator load, ReplicatedServer mine, ReplicatedServer redis)
      throws IOException {
    long requests = FEWEST_REQUESTS;
    for (int i = 0; i < 3; i++) {
      LoadGenerator.Result one = load.run(mine.port(), "set", pipeline, requests);
      requests = Math.max(FEWEST_REQUESTS, (long) (one.rate() * seconds));
    }
    mine.awaitReplicas();
    load.run(redis.port(), "set", pipeline, requests / 2);
    redis.awaitReplicas();
    return requests;
  }

  private Run run(String name, LoadGenerator load, ReplicatedServer servers, long requests)
      throws IOException, InterruptedException {
    Run run;
    try (LagProbe probe = new LagProbe(servers.port(), servers.replicaPort())) {
      LoadGenerator.Result result = load.run(servers.port(), "set", pipeline, requests);
      run = new Run(result.rate(), result.p99(), probe.finish());
    }
    servers.awaitReplicas();
    out.printf(
        Locale.ROOT,
        "%-21s %9.0f/s, p99 %6.2f ms; replica behind by p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
        name,
        run.rate,
        run.p99,
        run.lag.p50(),
        run.lag.p99(),
        run.lag.max());
    return run;
  }

  private void lag(String name, List<Run> runs) {
    out.printf(
        Locale.ROOT,
        "lag of a replica, %s: median of p50 %.1f ms, of p99 %.1f ms; longest %.1f ms%n",
        name,
        median(runs, run -> run.lag.p50()),
        median(runs, run -> run.lag.p99()),
        runs.stream().mapToDouble(run -> run.lag.max()).max().orElse(Double.NaN));
  }

  private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
    return Figures.of(runs.stream().map(figure::applyAsDouble).toList()).median();
  }
}
