package io.sentinelha.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how long a failover takes, as a writer sees it, side by side with redis-sentinel. */
@Command(
    name = "failover",
    mixinStandardHelpOptions = true,
    description = {
      "Starts groups of one primary, two replicas and three supervisors, one group per",
      "contender, and lets the primaries fail in turn, round by round. Times are in",
      "milliseconds from the fault. Prints one JSON line per round and a summary."
    })
public final class FailoverBench implements Callable<Integer> {

  private enum Fault {
    KILL9,
    STOP
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--rounds",
      defaultValue = "10",
      description = "Per contender (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(names = "--fault", defaultValue = "KILL9", description = "${COMPLETION-CANDIDATES}")
  private Fault fault;

  @Option(names = "--down-after", defaultValue = "1000", description = "Milliseconds.")
  private int downAfter;

  @Option(names = "--failover-timeout", defaultValue = "10000", description = "Milliseconds.")
  private int failoverTimeout;

  @Option(
      names = "--refused-down-after",
      defaultValue = "0",
      description = "connection-refused-down-after-milliseconds of our supervisors; 0 for off.")
  private int refusedDownAfter;

  @Option(
      names = "--contender",
      split = ",",
      defaultValue = "ours,redis",
      description = "ours, redis, or both (${DEFAULT-VALUE}).")
  private List<String> contenders;

  @Option(
      names = "--ours",
      defaultValue = "bin/sentinel {conf}",
      description = "Command line of our supervisor (${DEFAULT-VALUE}).")
  private String ours;

  @Option(
      names = "--servers",
      defaultValue = "redis",
      description =
          "What the data nodes of all groups are: ours, redis, or mixed, by turns"
              + " (${DEFAULT-VALUE}).")
  private Contenders.Servers servers;

  @Option(
      names = "--our-server",
      defaultValue = "bin/sentinel server {conf}",
      description = "Command line of the bundled server (${DEFAULT-VALUE}).")
  private String ourServer;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Path folder = Files.createTempDirectory("failover-bench");
    List<Contender> all = new ArrayList<>();
    try {
      for (String name : contenders) {
        Group group = Group.start(setup(name), folder.resolve(name));
        all.add(new Contender(name, group, new ArrayList<>()));
      }
      for (int n = 1; n <= rounds; n++) {
        for (Contender contender : all) {
          Round round = new RoundRunner(contender.group).run(n);
          contender.rounds.add(round);
          out.println(json(contender.name, round));
          out.flush();
        }
      }
    } finally {
      all.forEach(contender -> contender.group.close());
    }
    all.forEach(contender -> summarize(out, contender.name, contender.rounds));
    return all.stream().flatMap(c -> c.rounds.stream()).allMatch(Round::isComplete) ? 0 : 1;
  }

  private record Contender(String name, Group group, List<Round> rounds) {}

  private Group.Setup setup(String contender) {
    List<String> command = Contenders.command(contender, ours);
    List<String> lines = new ArrayList<>();
    if (!Contenders.isRedis(contender) && refusedDownAfter > 0) {
      lines.add(
          "sentinel connection-refused-down-after-milliseconds "
              + Group.NAME
              + " "
              + refusedDownAfter);
    }
    return new Group.Setup(
        List.of(command, command, command),
        Contenders.servers(servers, ourServer),
        downAfter,
        failoverTimeout,
        lines);
  }

  /**
   * One failover; times in milliseconds from the fault, negative for "did not happen".
   *
   * @param firstTold the first supervisor named the new primary
   * @param allTold all supervisors named the same new primary
   * @param firstWrite the first write was acknowledged by the new primary
   * @param rejoined from its return on: the former primary follows the new one
   * @param lost acknowledged writes that the new primary does not have
   */
  private record Round(
      int number, double firstTold, double allTold, double firstWrite, double rejoined, long lost) {
    boolean isComplete() {
      return allTold >= 0 && firstWrite >= 0 && rejoined >= 0;
    }
  }

  private final class RoundRunner {
    private final Group group;
    private final Random random = new Random();

    RoundRunner(Group group) {
      this.group = group;
    }

    Round run(int number) throws IOException, InterruptedException {
      group.awaitHealthy(60_000);
      try (RespClient client = new RespClient(group.primary().port, 500)) {
        // What earlier rounds wrote would make every later full resynchronisation longer.
        client.send("FLUSHALL");
        client.receive(10_000);
      }
      List<Integer> ports = group.supervisors().stream().map(s -> s.port).toList();
      try (SentinelWriter writer = new SentinelWriter(ports, "round" + number)) {
        // Steady writing for a while, and a fault at a random phase of the pings.
        LockSupport.parkNanos((1_000 + random.nextInt(1_000)) * 1_000_000L);
        return measure(number, writer);
      }
    }

    private Round measure(int number, SentinelWriter writer)
        throws IOException, InterruptedException {
      ServerProcess failing = group.primary();
      long start = System.nanoTime();
      if (fault == Fault.KILL9) {
        failing.killNow();
      } else {
        failing.pause();
      }
      Observation seen = observe(failing.port, start, writer);
      long lost = seen.newPrimary > 0 ? writer.missingOn(seen.newPrimary) : -1;
      double rejoined = seen.newPrimary > 0 ? rejoin(failing, seen.newPrimary) : -1;
      return new Round(number, seen.first, seen.all, seen.write, rejoined, lost);
    }

    private double rejoin(ServerProcess failing, int primary)
        throws IOException, InterruptedException {
      group.primaryIs(primary);
      long start = System.nanoTime();
      if (fault == Fault.KILL9) {
        failing.restart();
      } else {
        failing.resume();
      }
      Await.until(
          "the former primary follows", 60_000, () -> Group.isLinked(failing.port, primary));
      return millis(start, System.nanoTime());
    }

    private Observation observe(int oldPort, long start, SentinelWriter writer) throws IOException {
      long end = start + (downAfter + 60_000) * 1_000_000L;
      Observation seen = new Observation();
      List<RespClient> supervisors = new ArrayList<>();
      try {
        for (ServerProcess supervisor : group.supervisors()) {
          supervisors.add(new RespClient(supervisor.port, 500));
        }
        while (System.nanoTime() < end && !seen.isComplete()) {
          seen.look(supervisors, oldPort, start);
          Optional<SentinelWriter.Acknowledged> write = writer.firstElsewhere(oldPort, start);
          if (write.isPresent() && seen.write < 0) {
            seen.write = millis(start, write.get().nanos());
          }
          LockSupport.parkNanos(1_000_000);
        }
      } finally {
        supervisors.forEach(RespClient::close);
      }
      return seen;
    }
  }

  private static final class Observation {
    private double first = -1;
    private double all = -1;
    private double write = -1;
    private int newPrimary = -1;

    boolean isComplete() {
      return all >= 0 && write >= 0;
    }

    void look(List<RespClient> supervisors, int oldPort, long start) throws IOException {
      if (all >= 0) {
        return;
      }
      List<Integer> named = new ArrayList<>();
      for (RespClient supervisor : supervisors) {
        Group.primaryAt(supervisor).filter(p -> p != oldPort).ifPresent(named::add);
      }
      double now = millis(start, System.nanoTime());
      if (!named.isEmpty() && first < 0) {
        first = now;
      }
      if (named.size() == supervisors.size() && named.stream().distinct().count() == 1) {
        all = now;
        newPrimary = named.get(0);
      }
    }
  }

  private static double millis(long from, long to) {
    return Math.round((to - from) / 1e5) / 10.0;
  }

  private static String json(String contender, Round round) throws JsonProcessingException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("contender", contender);
    line.put("round", round.number);
    line.put("first_told_ms", round.firstTold);
    line.put("all_told_ms", round.allTold);
    line.put("first_write_ms", round.firstWrite);
    line.put("rejoined_ms", round.rejoined);
    line.put("lost", round.lost);
    return new ObjectMapper().writeValueAsString(line);
  }

  private void summarize(PrintWriter out, String contender, List<Round> all) {
    Figures write = Figures.of(all.stream().map(r -> r.firstWrite).toList());
    Figures over = Figures.of(all.stream().map(r -> r.firstWrite - downAfter).toList());
    Figures told = Figures.of(all.stream().map(r -> r.allTold).toList());
    Figures rejoined = Figures.of(all.stream().map(r -> r.rejoined).toList());
    out.printf(
        "%n%s: %d rounds of %s, down-after %d ms, data nodes: %s%n",
        contender, all.size(), fault, downAfter, servers.name().toLowerCase(Locale.ROOT));
    out.println("  fault to first write         " + write);
    out.println("  the same minus down-after    " + over);
    out.println("  fault to all supervisors     " + told);
    out.println("  return to replica again      " + rejoined);
    out.println("  acknowledged writes lost     " + all.stream().mapToLong(r -> r.lost).sum());
    out.flush();
  }
}
