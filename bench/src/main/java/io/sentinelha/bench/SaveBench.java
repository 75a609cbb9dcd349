package io.sentinelha.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a BGSAVE costs those who write meanwhile, here and in redis-server. */
@Command(
    name = "save",
    mixinStandardHelpOptions = true,
    description = {
      "Fills the bundled server and redis-server, writes at a steady rate, and compares the times"
          + " that writes take without and during a BGSAVE. The dump must load in redis-server and"
          + " have the digest that the data had at the instant of the command."
    })
final class SaveBench implements Callable<Integer> {

  @Option(names = "--keys", description = "Keys (default ${DEFAULT-VALUE}).")
  private int keys = 2_000_000;

  @Option(names = "--rate", description = "Writes per second (default ${DEFAULT-VALUE}).")
  private int rate = 20_000;

  @Option(
      names = "--seconds",
      description = "How long writes are measured without a save (default ${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Option(
      names = "--rounds",
      description =
          "Saves of each server on a machine whose host leaves it alone (default ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Option(
      names = "--ours",
      description = "The command line of our server (default ${DEFAULT-VALUE}).")
  private String ours = "bin/sentinel server";

  private static final int TRIES = 5;

  private final PrintStream out = System.out;

  /** What was measured in a round; times in milliseconds, the host's share from 0 to 1. */
  private record Round(
      double quiet999, double save999, double growth, double quietStolen, double saveStolen) {

    boolean isCalm() {
      return Math.max(quietStolen, saveStolen) <= Steal.MOST;
    }
  }

  SaveBench() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("save-bench");
    List<String> command = new ArrayList<>(List.of(ours.split(" ")));
    command.set(0, program(command.get(0)));
    List<Round> mine = measure("ours", command, folder.resolve("ours"));
    List<Round> redis = measure("redis", List.of("redis-server"), folder.resolve("redis"));
    double during = median(mine, Round::save999);
    out.printf(
        Locale.ROOT,
        "medians of p99.9 of writes: ours without a save %.2f ms, during one %.2f ms (ratio %.2f);"
            + " redis during one %.2f ms (ours / redis %.2f); growth of memory: ours %.1f %%%n",
        median(mine, Round::quiet999),
        during,
        during / median(mine, Round::quiet999),
        median(redis, Round::save999),
        during / median(redis, Round::save999),
        100 * median(mine, Round::growth));
    return 0;
  }

  /** The server runs in a folder of its own, so a relative program must be made absolute. */
  private static String program(String name) {
    return name.indexOf('/') > 0 ? Path.of(name).toAbsolutePath().toString() : name;
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Rounds of a calm machine; all, if there were not enough of those. */
  private List<Round> measure(String name, List<String> program, Path folder)
      throws IOException, InterruptedException {
    int port = Ports.free(1).get(0);
    List<String> command = new ArrayList<>(program);
    command.addAll(
        List.of("--port", Integer.toString(port), "--save", "", "--enable-debug-command", "yes"));
    try (ServerProcess server = ServerProcess.start(command, folder, name, port);
        RespClient control = await(port)) {
      FillKeys.fill(port, keys);
      List<Round> all = new ArrayList<>();
      try (SteadyWriter writer = new SteadyWriter(port, keys, rate)) {
        Thread.sleep(3_000);
        out.println(name + ": " + writer.note());
        for (int i = 0; i < TRIES * rounds; i++) {
          all.add(round(name, server, control, writer, folder));
          List<Round> calm = all.stream().filter(Round::isCalm).toList();
          if (calm.size() == rounds) {
            return calm;
          }
        }
      }
      out.println("too few calm rounds: the figures of " + name + " are those of its host");
      return all;
    }
  }

  private Round round(
      String name, ServerProcess server, RespClient control, SteadyWriter writer, Path folder)
      throws IOException, InterruptedException {
    int first = writer.answered();
    Steal quietSteal = Steal.now();
    Thread.sleep(1000L * seconds);
    int quiet = writer.answered();
    double quietStolen = quietSteal.share();
    long before = server.residentKib();
    int begin = writer.answered();
    long beginNanos = System.nanoTime();
    Steal saveSteal = Steal.now();
    beginSave(control);
    long most = awaitSaved(server, control);
    double took = (System.nanoTime() - beginNanos) / 1e9;
    int end = writer.answered();
    double saveStolen = saveSteal.share();
    // Once more for what is in the file: nothing may be written between the digest and the cut.
    writer.pause(true);
    control.send("DEBUG", "DIGEST");
    String digest = RespClient.text(control.receive(60_000));
    beginSave(control);
    writer.pause(false);
    awaitSaved(server, control);
    Round round =
        new Round(
            writer.percentile(first, quiet, 0.999),
            writer.percentile(begin, end, 0.999),
            Math.max(0, (double) (most - before) / before),
            quietStolen,
            saveStolen);
    out.printf(
        Locale.ROOT,
        "%-5s p99.9 without %.2f ms, during %.2f ms (max %.2f ms), %d writes in %.1f s, memory"
            + " %d MB + %.1f %%, dump %s%s%n",
        name,
        round.quiet999(),
        round.save999(),
        writer.percentile(begin, end, 1),
        end - begin,
        took,
        before >> 10,
        100 * round.growth(),
        check(folder, digest),
        round.isCalm() ? "" : disturbed(round));
    return round;
  }

  private static String disturbed(Round round) {
    return String.format(
        Locale.ROOT,
        "; not counted: the host took %.1f %% without a save, %.1f %% during it",
        100 * round.quietStolen(),
        100 * round.saveStolen());
  }

  private static void beginSave(RespClient control) throws IOException {
    control.send("BGSAVE");
    control.receive(10_000);
  }

  /** Returns the most memory that the server had while it saved, in KiB; 0 if that is over. */
  private static long awaitSaved(ServerProcess server, RespClient control)
      throws IOException, InterruptedException {
    long most = 0;
    while ("1".equals(info(control).get("rdb_bgsave_in_progress"))) {
      most = Math.max(most, server.residentKib());
      Thread.sleep(20);
    }
    return most;
  }

  private static Map<String, String> info(RespClient control) throws IOException {
    control.send("INFO", "persistence");
    return RespClient.info(control.receive(10_000));
  }

  /** Loads the dump into a redis-server of its own. */
  private static String check(Path folder, String digest) throws IOException, InterruptedException {
    int port = Ports.free(1).get(0);
    List<String> command =
        List.of(
            "redis-server",
            "--port",
            Integer.toString(port),
            "--save",
            "",
            "--enable-debug-command",
            "yes");
    try (ServerProcess twin = ServerProcess.start(command, folder, "twin", port);
        RespClient client = await(twin.port)) {
      client.send("DEBUG", "DIGEST");
      String found = RespClient.text(client.receive(60_000));
      return found.equals(digest) ? "equal" : "DIFFERS: " + found + " is not " + digest;
    }
  }

  private static RespClient await(int port) throws IOException {
    Await.ready(port);
    return new RespClient(port, 1000);
  }
}
