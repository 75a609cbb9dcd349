package io.sentinelha.server.command;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Command;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Histogram;
import io.sentinelha.server.engine.LatencyMonitor;
import io.sentinelha.server.engine.LatencyMonitor.Sample;
import io.sentinelha.server.engine.LatencyMonitor.Series;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** LATENCY: what held everybody up, and how long commands took. */
final class LatencyCommands {

  /** The first step of a histogram in nanoseconds; every next one is twice as large. */
  private static final long FIRST_STEP = 1024;

  LatencyCommands() {}

  void register(Registry registry) {
    registry
        .on("latency|latest", LatencyCommands::latest)
        .on("latency|history", LatencyCommands::history)
        .on("latency|reset", LatencyCommands::reset)
        .on("latency|graph", LatencyCommands::graph)
        .on("latency|doctor", LatencyCommands::doctor)
        .on("latency|histogram", LatencyCommands::histogram)
        .on("latency|help", call -> Help.write(call, "LATENCY"));
  }

  private static void latest(Call call) {
    Map<String, Series> events = call.engine().observed().latency().events();
    Reply reply = call.reply().array(events.size());
    events.forEach(
        (name, series) -> {
          reply.array(4).bulk(name).integer(series.latest().seconds());
          reply.integer(series.latest().millis()).integer(series.longest());
        });
  }

  private static void history(Call call) {
    Series series = call.engine().observed().latency().event(call.args().text(2));
    List<Sample> samples = series == null ? List.of() : series.samples();
    Reply reply = call.reply().array(samples.size());
    samples.forEach(s -> reply.array(2).integer(s.seconds()).integer(s.millis()));
  }

  private static void reset(Call call) {
    List<String> names = new ArrayList<>();
    for (int i = 2; i < call.args().count(); i++) {
      names.add(call.args().text(i));
    }
    call.reply().integer(call.engine().observed().latency().reset(names));
  }

  private static void graph(Call call) {
    String name = call.args().text(2);
    Series series = call.engine().observed().latency().event(name);
    if (series == null) {
      throw CommandError.of("ERR No samples available for event '" + name + "'");
    }
    call.reply().verbatim("txt", LatencyGraph.of(name, series, call.now() / 1000));
  }

  private static void doctor(Call call) {
    LatencyMonitor latency = call.engine().observed().latency();
    StringBuilder text = new StringBuilder();
    if (!latency.isOn()) {
      text.append("Latencies are not watched: set latency-monitor-threshold to the milliseconds")
          .append(" from which on an event counts, and come back later.\n");
    } else if (latency.events().isEmpty()) {
      text.append("Nothing has held anybody up for long.\n");
    } else {
      latency.events().forEach((name, series) -> describe(text, name, series));
      text.append("\nSLOWLOG GET tells which commands took long. Deleting large values, KEYS, and")
          .append(" SORT or ranges of large collections hold everybody up; so does a machine that")
          .append(" swaps or has no processor to spare.\n");
    }
    call.reply().verbatim("txt", text.toString());
  }

  private static void describe(StringBuilder text, String name, Series series) {
    List<Sample> samples = series.samples();
    double mean = samples.stream().mapToLong(Sample::millis).average().orElse(0);
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %d samples, %.0f ms on average, the longest ever %d ms.%n",
            name,
            samples.size(),
            mean,
            series.longest()));
  }

  private static void histogram(Call call) {
    Args args = call.args();
    Set<Command> wanted = new LinkedHashSet<>();
    if (args.count() == 2) {
      call.engine().commands().all().forEach(command -> addWithParts(command, wanted));
    }
    for (int i = 2; i < args.count(); i++) {
      Command command = call.engine().commands().named(args.text(i));
      if (command != null) {
        addWithParts(command, wanted);
      }
    }
    wanted.removeIf(command -> command.stats().latencies() == null);
    Reply reply = call.reply().map(wanted.size());
    for (Command command : wanted) {
      Histogram latencies = command.stats().latencies();
      if (latencies != null) {
        write(reply.bulk(command.fullName()), latencies);
      }
    }
  }

  private static void addWithParts(Command command, Set<Command> all) {
    all.add(command);
    all.addAll(command.subcommands());
  }

  private static void write(Reply reply, Histogram latencies) {
    List<long[]> steps = new ArrayList<>();
    long before = 0;
    for (long step = FIRST_STEP; before < latencies.total(); step *= 2) {
      long count = latencies.upTo(step);
      if (count > before) {
        steps.add(new long[] {Histogram.highestLike(step) / 1000, count});
        before = count;
      }
    }
    reply.map(2).bulk("calls").integer(latencies.total());
    reply.bulk("histogram_usec").map(steps.size());
    steps.forEach(step -> reply.integer(step[0]).integer(step[1]));
  }
}
