package io.sentinelha.server.diff;

import io.sentinelha.server.DataServer;
import io.sentinelha.server.RealServer;
import io.sentinelha.server.config.ServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares as many commands as are wanted, stream after stream. */
final class DifferentialRun {

  private static final int STREAM = 1_000;

  private final Limit limit;
  private final long seed;
  private final int most;
  private long done;

  /**
   * When a run ends.
   *
   * @param commands after at least so many, or
   * @param seconds after so long; 0 for no such limit
   */
  record Limit(long commands, long seconds) {
    boolean isReached(long done, long nanos) {
      return done >= commands || (seconds > 0 && nanos >= seconds * 1_000_000_000L);
    }
  }

  /**
   * A run.
   *
   * @param seed of the first stream
   * @param most streams that fail before it ends
   */
  DifferentialRun(Limit limit, long seed, int most) {
    this.limit = limit;
    this.seed = seed;
    this.most = most;
  }

  /** See {@code bin/diff}. */
  public static void main(String[] args) throws Exception {
    Limit limit = new Limit(5_000_000, 0);
    long seed = 1;
    int most = 1;
    if (args.length % 2 != 0) {
      throw new IllegalArgumentException("no value behind " + args[args.length - 1]);
    }
    for (int i = 0; i < args.length; i += 2) {
      String value = args[i + 1];
      switch (args[i]) {
        case "--commands" -> limit = new Limit(Long.parseLong(value), 0);
        case "--seconds" -> limit = new Limit(Long.MAX_VALUE, Long.parseLong(value));
        case "--seed" -> seed = value.equals("random") ? fresh() : Long.parseLong(value);
        case "--failures" -> most = Integer.parseInt(value);
        default -> throw new IllegalArgumentException("unknown option " + args[i]);
      }
    }
    Path folder = Files.createTempDirectory("diff");
    List<String> failures = new DifferentialRun(limit, seed, most).run(folder);
    System.exit(failures.isEmpty() ? 0 : 1);
  }

  /** Far from the seeds of other runs, and short to type. */
  private static long fresh() {
    return 1_000 * (long) new SecureRandom().nextInt(1_000_000_000);
  }

  /** What differed, shrunk; empty if nothing did. */
  List<String> run(Path folder) throws Exception {
    List<String> failures = new ArrayList<>();
    long began = System.nanoTime();
    try (RealServer redis = RealServer.start(folder);
        DataServer server =
            DataServer.start(
                ServerConfig.of(
                    List.of(
                        "--port",
                        "0",
                        "--dir",
                        Files.createDirectories(folder.resolve("ours")).toString(),
                        "--enable-debug-command",
                        "yes")),
                status -> {})) {
      Duel duel = new Duel(redis.port(), server.listen());
      StreamMaker maker = new StreamMaker();
      for (long next = seed;
          !limit.isReached(done, System.nanoTime() - began) && failures.size() < most;
          next++) {
        List<Step> steps = maker.make(next, STREAM);
        boolean resp3 = next % 2 == 0;
        Optional<Duel.Difference> found = duel.run(steps, resp3);
        if (found.isPresent()) {
          failures.add(explain(duel, next, steps, resp3, found.get()));
          System.out.println(failures.get(failures.size() - 1));
        }
        done += steps.size();
        if ((next - seed) % 250 == 249) {
          System.out.printf("%,d commands, seed %d%n", done, next);
        }
      }
      System.out.printf(
          "compared %,d commands in %.1f s from seed %d; accepted differences: %s%n",
          done, (System.nanoTime() - began) / 1e9, seed, duel.accepted());
    }
    return failures;
  }

  private static String explain(
      Duel duel, long seed, List<Step> steps, boolean resp3, Duel.Difference found) {
    List<Step> until = steps.subList(0, Math.min(steps.size(), found.index() + 1));
    List<Step> few = new Shrinker(s -> duel.run(s, resp3).isPresent()).shrink(until);
    StringBuilder text = new StringBuilder("seed " + seed + (resp3 ? ", RESP3" : ", RESP2"));
    few.forEach(step -> text.append("\n    ").append(step));
    return text.append('\n').append(duel.run(few, resp3).orElse(found)).toString();
  }
}
