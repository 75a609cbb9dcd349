package io.sentinelha.server.command;

import io.sentinelha.server.engine.Command;
import io.sentinelha.server.engine.CommandStats;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.Histogram;
import io.sentinelha.server.engine.InfoLines;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The sections of INFO with a line for every command that was run. */
final class InfoCommands {

  private InfoCommands() {}

  static InfoLines counts(Engine engine) {
    return line -> forEach(engine, command -> count(command, line));
  }

  static InfoLines latencies(Engine engine) {
    return line -> forEach(engine, command -> latency(command, line));
  }

  private static void forEach(Engine engine, Consumer<Command> taker) {
    for (Command command : engine.commands().all()) {
      taker.accept(command);
      command.subcommands().forEach(taker);
    }
  }

  private static void count(Command command, BiConsumer<String, Object> line) {
    CommandStats stats = command.stats();
    if (stats.calls() + stats.rejected() + stats.failed() == 0) {
      return;
    }
    double each = stats.calls() == 0 ? 0 : (double) stats.micros() / stats.calls();
    line.accept(
        "cmdstat_" + command.fullName(),
        String.format(
            Locale.ROOT,
            "calls=%d,usec=%d,usec_per_call=%.2f,rejected_calls=%d,failed_calls=%d",
            stats.calls(),
            stats.micros(),
            each,
            stats.rejected(),
            stats.failed()));
  }

  private static void latency(Command command, BiConsumer<String, Object> line) {
    Histogram latencies = command.stats().latencies();
    if (latencies != null) {
      line.accept(
          "latency_percentiles_usec_" + command.fullName(),
          String.format(
              Locale.ROOT,
              "p50=%.3f,p99=%.3f,p99.9=%.3f",
              latencies.percentile(50) / 1000.0,
              latencies.percentile(99) / 1000.0,
              latencies.percentile(99.9) / 1000.0));
    }
  }
}
