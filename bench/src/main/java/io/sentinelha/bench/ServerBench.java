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

/** The bundled server side by side with redis-server: speed and memory. */
@Command(
    name = "server",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the bundled server side by side with redis-server, with redis-benchmark as the"
          + " client: rounds alternate between both, medians and their ratios are printed. Then"
          + " memory per key: the growth of the whole process."
    })
final class ServerBench implements Callable<Integer> {

  private static final int KEYS = 100_000;

  /** At random keys: after so many all but one in a hundred are there. */
  private static final int FILLING_REQUESTS = 500_000;

  @Option(names = "--rounds", description = "Rounds of each server (default ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--tests",
      split = ",",
      description = "Of redis-benchmark (default ${DEFAULT-VALUE}).")
  private List<String> tests = List.of("set", "get", "incr", "lpush", "hset", "zadd", "mset");

  @Option(names = "--pipelines", split = ",", description = "Requests in flight per client.")
  private List<Integer> pipelines = List.of(16, 1);

  @Option(names = "--clients", description = "Clients (default ${DEFAULT-VALUE}).")
  private int clients = 50;

  @Option(names = "--value", description = "Bytes of a value (default ${DEFAULT-VALUE}).")
  private int value = 64;

  @Option(
      names = "--seconds",
      description = "About how long one run takes (default ${DEFAULT-VALUE}).")
  private double seconds = 2;

  @Option(
      names = "--keys",
      description = "Keys for memory; 0 leaves it out (default ${DEFAULT-VALUE}).")
  private int memoryKeys = 2_000_000;

  @Option(names = "--root", description = "Where the product is (default: the current folder).")
  private Path root = Path.of("");

  private final PrintStream out = System.out;
  private int portOfOurs;
  private int portOfRedis;

  ServerBench() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("server-bench");
    try (ServerProcess ours = ours(folder);
        ServerProcess redis = redis(folder)) {
      portOfOurs = ours.port;
      portOfRedis = redis.port;
      awaitBoth();
      if (!tests.isEmpty()) {
        out.printf(
            "%-6s %3s | %10s %10s %6s | %8s %8s | %8s %8s %6s%n",
            "test",
            "P",
            "ours/s",
            "redis/s",
            "ratio",
            "p50 ours",
            "redis",
            "p99 ours",
            "redis",
            "ratio");
      }
      for (int pipeline : pipelines) {
        for (String test : tests) {
          measure(test, pipeline);
        }
      }
      if (memoryKeys > 0) {
        memory(ours, redis);
      }
    }
    return 0;
  }

  private ServerProcess ours(Path folder) throws IOException {
    int port = Ports.free(1).get(0);
    String launcher = root.toAbsolutePath().resolve("bin/sentinel").toString();
    List<String> command =
        List.of(launcher, "server", "--port", Integer.toString(port), "--save", "");
    return ServerProcess.start(command, folder.resolve("ours"), "ours", port);
  }

  private static ServerProcess redis(Path folder) throws IOException {
    int port = Ports.free(1).get(0);
    List<String> command = List.of("redis-server", "--port", Integer.toString(port), "--save", "");
    return ServerProcess.start(command, folder.resolve("redis"), "redis", port);
  }

  private void awaitBoth() {
    Await.ready(portOfOurs);
    Await.ready(portOfRedis);
  }

  private void measure(String test, int pipeline) throws IOException, InterruptedException {
    LoadGenerator load = new LoadGenerator(clients, value, KEYS);
    // The first runs warm both up and tell how many requests a run of the wished length has.
    long requests = 20_000;
    for (int i = 0; i < 3; i++) {
      LoadGenerator.Result one = load.run(portOfOurs, test, pipeline, requests);
      requests = Math.max(20_000, (long) (one.rate() * seconds));
    }
    load.run(portOfRedis, test, pipeline, requests / 2);
    List<LoadGenerator.Result> ours = new ArrayList<>();
    List<LoadGenerator.Result> redis = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      flush();
      if (test.equals("get")) { // Or all that is measured is how quickly nothing is found.
        load.run(portOfOurs, "set", 16, FILLING_REQUESTS);
        load.run(portOfRedis, "set", 16, FILLING_REQUESTS);
      }
      ours.add(load.run(portOfOurs, test, pipeline, requests));
      redis.add(load.run(portOfRedis, test, pipeline, requests));
    }
    double rateOurs = median(ours, LoadGenerator.Result::rate);
    double rateRedis = median(redis, LoadGenerator.Result::rate);
    double p99Ours = median(ours, LoadGenerator.Result::p99);
    double p99Redis = median(redis, LoadGenerator.Result::p99);
    out.printf(
        Locale.ROOT,
        "%-6s %3d | %10.0f %10.0f %6.2f | %8.3f %8.3f | %8.3f %8.3f %6.2f%n",
        test,
        pipeline,
        rateOurs,
        rateRedis,
        rateOurs / rateRedis,
        median(ours, LoadGenerator.Result::p50),
        median(redis, LoadGenerator.Result::p50),
        p99Ours,
        p99Redis,
        p99Ours / p99Redis);
  }

  private void flush() throws IOException, InterruptedException {
    for (int port : List.of(portOfOurs, portOfRedis)) {
      try (RespClient client = new RespClient(port, 1000)) {
        client.call("FLUSHALL");
      }
    }
  }

  private static double median(
      List<LoadGenerator.Result> results, ToDoubleFunction<LoadGenerator.Result> figure) {
    double[] sorted = results.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private void memory(ServerProcess ours, ServerProcess redis)
      throws IOException, InterruptedException {
    flush();
    double mine = bytesPerKey(ours);
    double theirs = bytesPerKey(redis);
    out.printf(
        Locale.ROOT,
        "memory per key of 10 bytes with 100 bytes of value, %d keys: ours %.0f, redis %.0f, ratio"
            + " %.2f%n",
        memoryKeys,
        mine,
        theirs,
        mine / theirs);
  }

  /** The process must be fresh: what it had for the runs before would be reused. */
  private double bytesPerKey(ServerProcess server) throws IOException, InterruptedException {
    server.terminate(20);
    server.restart();
    awaitBoth();
    long empty = server.residentKib();
    FillKeys.fill(server.port, memoryKeys);
    Thread.sleep(2_000);
    return 1024.0 * (server.residentKib() - empty) / memoryKeys;
  }
}
