package io.sentinelha.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "history",
    description = {
      "Lists past failovers that a supervisor remembers, the newest first.",
      "",
      "Times are in milliseconds. outage-ms is what this supervisor saw: the time from the last sign"
          + " of life of the old master that it had to the moment at which it knew the new one;"
          + " another supervisor's figure may differ. standing is the part that it had in it."
          + " 'sentinel explain' tells all about one of them, with the leader's figure."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:failed; the reason is on standard error",
      "2:wrong usage of the command line",
      "3:no master of that name is watched",
      "4:no supervisor answers at that address",
      "7:the supervisor wants a password, or another one"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  sentinel history -p 26379", "  sentinel history --master mymaster --json"})
final class HistoryCommand implements Callable<Integer> {

  private static final List<String> COLUMNS =
      List.of(
          "id",
          "began",
          "outcome",
          "cause",
          "old-address",
          "new-address",
          "outage-ms",
          "lost-bytes-at-least",
          "standing",
          "reason");

  @Spec private CommandSpec spec;
  @Mixin private QueryCommands.Target target = new QueryCommands.Target();

  @Option(names = "--master", paramLabel = "NAME", description = "Only of this master (all).")
  private Optional<String> master = Optional.empty();

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "At most so many per master (${DEFAULT-VALUE}).")
  private int count = 20;

  @Override
  public Integer call() {
    Recollection recollection = new Recollection(target);
    List<String> names = master.map(List::of).orElseGet(recollection::primaries);
    List<List<Map<String, String>>> told = new ArrayList<>();
    names.forEach(name -> told.add(recollection.history(name, count)));
    List<Map<String, String>> all = newestFirst(told);
    PrintWriter out = spec.commandLine().getOut();
    if (all.isEmpty() && !target.wantsJson()) {
      out.println("nothing remembered");
    } else {
      target.print(out, "FailoverList", all, COLUMNS);
    }
    return 0;
  }

  private record Dated(Instant end, Map<String, String> fields) {}

  /**
   * Puts the lists of several masters together by when attempts ended. Each list stays in its
   * order, which is that of the supervisor: all attempts of one crisis have begun at the same
   * moment.
   */
  static List<Map<String, String>> newestFirst(List<List<Map<String, String>>> lists) {
    List<Dated> all = new ArrayList<>();
    for (List<Map<String, String>> list : lists) {
      Deque<Dated> dated = new ArrayDeque<>();
      Instant latest = Instant.MIN;
      for (int i = list.size() - 1; i >= 0; i--) {
        // Not every attempt tells its duration; none ended before the one that it followed.
        Instant end = end(list.get(i));
        latest = end.isAfter(latest) ? end : latest;
        dated.push(new Dated(latest, list.get(i)));
      }
      all.addAll(dated);
    }
    all.sort(Comparator.comparing(Dated::end).reversed());
    return all.stream().map(Dated::fields).toList();
  }

  /** About when it ended: the outage is counted from the last sign of life, "began" from later. */
  private static Instant end(Map<String, String> fields) {
    try {
      return Instant.parse(fields.getOrDefault("began", ""))
          .minusMillis(millis(fields, "detection-ms"))
          .plusMillis(millis(fields, "outage-ms"));
    } catch (DateTimeParseException e) {
      return Instant.MIN;
    }
  }

  private static long millis(Map<String, String> fields, String name) {
    String value = fields.getOrDefault(name, "");
    return value.matches("\\d{1,15}") && !fields.getOrDefault("outage-ms", "").isEmpty()
        ? Long.parseLong(value)
        : 0;
  }
}
