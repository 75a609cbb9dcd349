package io.sentinelha.bench;

import io.sentinelha.bench.FullSyncRounds.Round;
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

/** What a full synchronisation takes, and costs those who write meanwhile. */
@Command(
    name = "full-sync",
    mixinStandardHelpOptions = true,
    description = {
      "Fills the bundled server and redis-server, and lets a fresh replica of the same kind follow"
          + " each by turns, while somebody writes at a steady rate. Compares the time until the"
          + " replica is up to date, the times that writes take without and during it, and the"
          + " growth of the master's memory (of its process alone, not of a forked child). Then"
          + " several replicas come at once, and the snapshots that they cost are counted."
    })
final class FullSyncBench implements Callable<Integer> {

  @Option(names = "--keys", description = "Keys (default ${DEFAULT-VALUE}).")
  private int keys = 1_000_000;

  @Option(names = "--value", description = "Bytes of a value (default ${DEFAULT-VALUE}).")
  private int value = 64;

  @Option(names = "--rate", description = "Writes per second (default ${DEFAULT-VALUE}).")
  private int rate = 20_000;

  @Option(
      names = "--seconds",
      description = "How long writes are measured without a full sync (default ${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Option(
      names = "--rounds",
      description =
          "Of each server on a machine whose host leaves it alone (default ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Option(
      names = "--crowd",
      description = "Replicas that come at once; 0 leaves it out (default ${DEFAULT-VALUE}).")
  private int crowd = 5;

  @Option(
      names = "--ours",
      description = "The command line of our server (default ${DEFAULT-VALUE}).")
  private String ours = "bin/sentinel server";

  private static final int TRIES = 5;

  private final PrintStream out = System.out;

  FullSyncBench() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("full-sync-bench");
    FullSyncRounds.Load load = new FullSyncRounds.Load(keys, value, rate, seconds);
    try (FullSyncRounds mine = FullSyncRounds.start(ServerKind.ours(ours), load, folder, out);
        FullSyncRounds redis = FullSyncRounds.start(ServerKind.redis(), load, folder, out)) {
      List<Round> allMine = new ArrayList<>();
      List<Round> allRedis = new ArrayList<>();
      for (int i = 0; i < TRIES * rounds && isWanted(allMine, allRedis); i++) {
        if (calm(allMine).size() < rounds) {
          allMine.add(mine.round());
        }
        if (calm(allRedis).size() < rounds) {
          allRedis.add(redis.round());
        }
      }
      compare(counted("ours", allMine), counted("redis", allRedis));
      if (crowd > 0) {
        mine.crowd(crowd);
        redis.crowd(crowd);
      }
    }
    return 0;
  }

  private boolean isWanted(List<Round> mine, List<Round> redis) {
    return calm(mine).size() < rounds || calm(redis).size() < rounds;
  }

  private static List<Round> calm(List<Round> all) {
    return all.stream().filter(Round::isCalm).toList();
  }

  /** Rounds of a calm machine; all, if there were not enough of those. */
  private List<Round> counted(String name, List<Round> all) {
    List<Round> calm = calm(all);
    if (calm.size() < rounds) {
      out.println("too few calm rounds: the figures of " + name + " are those of its host");
      return all;
    }
    return calm;
  }

  private void compare(List<Round> mine, List<Round> redis) {
    double took = median(mine, Round::took);
    double tookThere = median(redis, Round::took);
    out.printf(
        Locale.ROOT,
        "%nmedians of the time to the replica's link being up: ours %.2f s, redis %.2f s,"
            + " ratio %.2f%n",
        took,
        tookThere,
        took / tookThere);
    double quiet = median(mine, Round::quiet999);
    double during = median(mine, Round::sync999);
    double duringThere = median(redis, Round::sync999);
    out.printf(
        Locale.ROOT,
        "medians of p99.9 of writes: ours without %.2f ms, during %.2f ms (ratio %.2f); redis"
            + " without %.2f ms, during %.2f ms (ours / redis %.2f)%n",
        quiet,
        during,
        during / quiet,
        median(redis, Round::quiet999),
        duringThere,
        during / duringThere);
    out.printf(
        Locale.ROOT,
        "medians of the longest write: ours without %.2f ms, during %.2f ms; redis without %.2f ms,"
            + " during %.2f ms%n",
        median(mine, Round::quietMax),
        median(mine, Round::syncMax),
        median(redis, Round::quietMax),
        median(redis, Round::syncMax));
    out.printf(
        Locale.ROOT,
        "medians of the growth of the master's memory: ours %.1f %%, redis %.1f %%%n",
        100 * median(mine, Round::growth),
        100 * median(redis, Round::growth));
  }

  private static double median(List<Round> all, ToDoubleFunction<Round> figure) {
    return Figures.of(all.stream().map(figure::applyAsDouble).toList()).median();
  }
}
