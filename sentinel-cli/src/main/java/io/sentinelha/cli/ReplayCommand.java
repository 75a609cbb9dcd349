package io.sentinelha.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.recorder.Replay;
import io.sentinelha.core.recorder.ReplayReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs an engine on what a supervisor recorded, and shows what it decides. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Replays what a supervisor recorded with 'run --record FOLDER': every event that it announced,"
          + " with its time (UTC), and whether the replay did the same at every step.",
      "",
      "Reads only. The supervisor may be running."
    },
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every step had the effects that it had then",
      "1:one had not, or something could not be read; it is named",
      "2:wrong usage of the command line"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sentinel replay /var/lib/sentinel-ha/recording",
      "  sentinel replay recording --from 12 --json"
    })
final class ReplayCommand implements Callable<Integer> {

  /** Always with milliseconds, so that the columns stand below each other. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FOLDER", description = "The folder that was given to --record.")
  private Path folder;

  @Option(
      names = "--from",
      paramLabel = "SEGMENT",
      description = "Begin with this segment, named by its file or by its number.")
  private Optional<String> from = Optional.empty();

  @Option(names = "--json", description = "One JSON object a line; the last one is the summary.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Paper paper = json ? new JsonPaper(out) : new TextPaper(out, spec.commandLine().getErr());
    try {
      ReplayReport report = Replay.run(folder, from, Version.text(), paper);
      paper.sum(report);
      return report.isFaithful() ? 0 : Refusal.FAILED;
    } catch (IOException e) {
      throw new Refusal(Refusal.FAILED, String.valueOf(e.getMessage()));
    }
  }

  /** What the replay is written on. */
  private interface Paper extends Replay.Listener {
    void sum(ReplayReport report);
  }

  private record TextPaper(PrintWriter out, PrintWriter err) implements Paper {
    @Override
    public void onSegment(String name, Instant when, String version) {
      out.println(TIME.format(when) + " # " + name);
    }

    @Override
    public void onNotice(Instant when, Notice notice) {
      out.println(TIME.format(when) + " " + notice.event() + " " + notice.details());
    }

    @Override
    public void sum(ReplayReport report) {
      out.println();
      report.notes().forEach(note -> out.println("note: " + note));
      out.printf(
          "%d segments, %d events read, %d announced; effects compared at %d steps, state at %d"
              + " segments%n",
          report.segments(),
          report.events(),
          report.announced(),
          report.compared(),
          report.checkpoints());
      if (report.dropped() > 0) {
        out.println(report.dropped() + " events were not recorded");
      }
      out.println(report.isFaithful() ? "the same as then" : "NOT the same as then");
      out.flush();
      report.problems().forEach(problem -> err.println("error: " + problem));
      report.difference().ifPresent(d -> err.println("first difference: " + d));
    }
  }

  private static final class JsonPaper implements Paper {

    private final ObjectMapper mapper = new ObjectMapper();
    private final PrintWriter out;

    JsonPaper(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void onSegment(String name, Instant when, String version) {
      print(Map.of("segment", name, "time", TIME.format(when), "version", version));
    }

    @Override
    public void onNotice(Instant when, Notice notice) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("time", TIME.format(when));
      line.put("event", notice.event());
      line.put("details", notice.details());
      print(line);
    }

    @Override
    public void sum(ReplayReport report) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("same", report.isFaithful());
      line.put("segments", report.segments());
      line.put("events", report.events());
      line.put("announced", report.announced());
      line.put("steps_compared", report.compared());
      line.put("states_compared", report.checkpoints());
      line.put("events_not_recorded", report.dropped());
      line.put("notes", report.notes());
      line.put("problems", report.problems());
      report.difference().ifPresent(d -> line.put("first_difference", d.toString()));
      print(line);
      out.flush();
    }

    private void print(Map<String, Object> line) {
      try {
        out.println(mapper.writeValueAsString(line));
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
