package io.sentinelha.cli;

import io.sentinelha.cli.DemoTimeline.Moment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One failover on this machine, from nothing, told with figures. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows one failover on this machine, from nothing, with figures.",
      "",
      "Starts a master, two replicas and three supervisors as processes of their own, on free"
          + " loopback ports and in a temporary folder; writes to the master all the time; kills it"
          + " with SIGKILL; prints what happened when, in milliseconds since the kill; ends"
          + " everything. Takes about ten seconds. The data nodes are the bundled server, unless you"
          + " name another."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:a replica took over and no acknowledged write is missing",
      "1:something did not work",
      "2:wrong usage of the command line"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sentinel demo",
      "  sentinel demo --refused-down-after 0     wait for the full --down-after",
      "  sentinel demo --servers redis            on an installed redis-server",
      "  sentinel demo --server valkey-server"
    })
final class DemoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--down-after",
      paramLabel = "MS",
      defaultValue = "1000",
      description =
          "Milliseconds of silence after which the master counts as down (${DEFAULT-VALUE}).")
  private int downAfter;

  @Option(
      names = "--refused-down-after",
      paramLabel = "MS",
      defaultValue = "300",
      description =
          "Milliseconds of refused connections after which it counts as down; 0 for no such rule"
              + " (${DEFAULT-VALUE}).")
  private int refusedDownAfter;

  @ArgGroup private final Choice choice = new Choice();

  /** What the data nodes are: one of these. */
  private static final class Choice {

    @Option(
        names = "--servers",
        paramLabel = "KIND",
        description =
            "What the data nodes are: ours, the bundled server, or redis, an installed redis-server"
                + " (${DEFAULT-VALUE}).")
    private DemoServer.Kind kind = DemoServer.Kind.OURS;

    @Option(
        names = "--server",
        paramLabel = "PROGRAM",
        description = "Or their program, by name or path.")
    private String program = "";

    DemoServer server() {
      if (!program.isEmpty()) {
        return DemoServer.installed(program);
      }
      return kind == DemoServer.Kind.REDIS
          ? DemoServer.installed("redis-server")
          : DemoServer.bundled();
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    DemoServer server = choice.server();
    Path folder = Files.createTempDirectory("sentinel-demo");
    try (DemoGroup group = new DemoGroup(folder, server, downAfter, refusedDownAfter)) {
      out.println("starting 1 master, 2 replicas (" + server.name() + ") and 3 supervisors ...");
      out.flush();
      group.start();
      group.describe().forEach(line -> out.println("  " + line));
      boolean worked = failOver(group, out);
      out.println(worked ? "\nit worked" : "\nIT DID NOT WORK");
      out.flush();
      return worked ? 0 : Refusal.FAILED;
    }
  }

  private boolean failOver(DemoGroup group, PrintWriter out)
      throws IOException, InterruptedException {
    try (DemoTimeline timeline = new DemoTimeline(group.supervisorPorts());
        DemoWriter writer = new DemoWriter(group.supervisorPorts())) {
      writer.awaitWrites(200);
      out.println("\nwriting; now the master is killed with SIGKILL\n");
      out.flush();
      int old = group.primaryPort();
      long killed = System.nanoTime();
      group.killPrimary();
      DemoWriter.Write first = writer.awaitFirstElsewhere(old, killed);
      group.awaitAgreement(old);
      List<Moment> moments = timeline.after(killed);
      print(out, "SIGKILL of the master on port " + old, 0);
      tell(out, moments, killed, "+sdown master", "detected: one supervisor finds it down");
      tell(out, moments, killed, "+odown", "agreed: enough supervisors do");
      tell(out, moments, killed, "+elected-leader", "elected: one of them leads the failover");
      tell(out, moments, killed, "+promoted-slave", "promoted: a replica is the master");
      tell(out, moments, killed, "+switch-master", "clients are told");
      print(out, "first write acknowledged by port " + first.port(), first.nanos() - killed);
      long lost = writer.missingOn(first.port());
      out.printf(
          "%n%d writes were acknowledged, %d of them are lost; %.0f ms without a master%n",
          writer.count(), lost, (first.nanos() - writer.lastBefore(killed)) / 1e6);
      return lost == 0 && timeline.isComplete(killed);
    }
  }

  private static void tell(
      PrintWriter out, List<Moment> moments, long from, String event, String words) {
    moments.stream()
        .filter(m -> m.text().startsWith(event))
        .min(Comparator.comparingLong(Moment::nanos))
        .ifPresent(m -> print(out, words, m.nanos() - from));
  }

  private static void print(PrintWriter out, String words, long nanos) {
    out.printf("  %7.1f ms  %s%n", nanos / 1e6, words);
  }
}
