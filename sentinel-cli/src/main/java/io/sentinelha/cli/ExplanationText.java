package io.sentinelha.cli;

import static io.sentinelha.cli.Explanation.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.sentinelha.cli.Explanation.Line;
import io.sentinelha.cli.Explanation.Witness;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells a failover in plain words, what matters most first. */
final class ExplanationText {

  private static final Map<String, String> PHASES = phases();

  private final PrintWriter out;
  private final Explanation all;
  private final Map<String, String> names;
  private final Witness main;
  private final Instant start;

  private ExplanationText(PrintWriter out, Explanation all) {
    this.out = out;
    this.all = all;
    this.names = all.names();
    this.main = all.main();
    this.start = all.start();
  }

  private static Map<String, String> phases() {
    Map<String, String> phases = new LinkedHashMap<>();
    phases.put("detection", "from the last sign of life until the leader found it down");
    phases.put("agreement", "until enough supervisors agreed");
    phases.put("candidacy", "until the leader stood for election");
    phases.put("election", "until it was elected, its own vote on disk included");
    phases.put("selection", "until a replica was chosen, fresh reports included");
    phases.put("promotion", "until that replica reported that it is the master");
    phases.put("saving", "until the new configuration was on disk and told");
    phases.put("reconfiguration", "until the other replicas followed");
    return phases;
  }

  static void print(PrintWriter out, Explanation explanation) {
    ExplanationText text = new ExplanationText(out, explanation);
    text.headline();
    text.timeline();
    text.votes();
    text.candidates();
    text.durations();
    text.losses();
    text.sources();
    out.flush();
  }

  // The headline.

  private void headline() {
    Witness end = all.end();
    String name = main.text("primary");
    String reason = end.text("reason");
    switch (end.text("outcome")) {
      case "switched" ->
          out.println(
              name
                  + " was failed over from "
                  + end.text("from")
                  + " to "
                  + end.text("to")
                  + took());
      case "aborted" -> out.println(name + " was NOT failed over: " + named(reason));
      case "interrupted" -> out.println(name + ": the failover was not seen to its end: " + reason);
      default -> out.println(name + ": a failover is under way");
    }
    out.println("  when    " + start + " (" + all.id() + ")");
    out.println("  cause   " + cause());
    String leader = leader();
    out.println("  leader  " + (leader.isEmpty() ? "not known" : leader));
    chosen().ifPresent(c -> out.println("  chosen  " + c));
    if (end.text("outcome").equals("switched")) {
      out.println("  lost    " + lossInShort());
    }
  }

  private String took() {
    String millis = main.text("outageMillis");
    String from =
        main.text("cause").equals("ordered") ? "after the order" : "after its last sign of life";
    if (millis.isEmpty()) {
      return "";
    }
    double seconds = Long.parseLong(millis) / 1000.0;
    return String.format(Locale.ROOT, ", %.3f s %s, as %s saw it", seconds, from, main.address());
  }

  private String cause() {
    String details =
        all.timeline().stream()
            .filter(l -> isMain(l) && what(l).equals("down"))
            .map(l -> text(l.moment().path("details")))
            .findFirst()
            .orElse("");
    return switch (main.text("cause")) {
      case "ordered" -> "an operator ordered it";
      case "unseen" -> "not known to those who tell";
      default -> details.isEmpty() ? main.text("cause") : details;
    };
  }

  private String leader() {
    Optional<String> id =
        all.witnesses().stream().map(w -> w.text("leader")).filter(l -> !l.isEmpty()).findFirst();
    if (id.isEmpty()) {
      return "";
    }
    if (main.text("cause").equals("ordered")) {
      return named(id.get()) + ", by order, without an election";
    }
    long count =
        all.votes().values().stream()
            .filter(v -> text(v.path("candidate")).equals(id.get()))
            .count();
    return named(id.get())
        + ", with "
        + count
        + " of "
        + main.text("voters")
        + " votes ("
        + main.text("votesNeeded")
        + " needed)";
  }

  private Optional<String> chosen() {
    for (JsonNode candidate : main.account().path("candidates")) {
      if (text(candidate.path("judgement")).equals("chosen")) {
        return Optional.of(text(candidate.path("replica")) + ": " + text(candidate.path("reason")));
      }
    }
    return Optional.empty();
  }

  // The sections.

  private void timeline() {
    out.println();
    out.println(
        "TIMELINE, from "
            + (all.startsWithSignOfLife()
                ? "the last sign of life that " + main.address() + " saw"
                : "the first thing that " + main.address() + " tells"));
    List<Line> lines = all.timeline();
    boolean several = all.witnesses().size() > 1;
    int width = all.witnesses().stream().mapToInt(w -> w.address().length()).max().orElse(0);
    for (Line line : lines) {
      String mark = isMain(line) ? " " : "~";
      out.println(
          "  "
              + mark
              + String.format(Locale.ROOT, "%+10.3f s  ", relative(line.at()) / 1000.0)
              + pad(line.witness().address(), width)
              + "  "
              + words(line));
    }
    if (several) {
      out.println("  ~ by another clock than " + main.address() + "'s: the order may be wrong by");
      out.println("    as much as the clocks of these machines differ");
    }
    int omitted = all.witnesses().stream().mapToInt(w -> w.account().path("omitted").asInt()).sum();
    if (omitted > 0) {
      out.println("  " + omitted + " more were not kept");
    }
  }

  private String words(Line line) {
    String subject = named(text(line.moment().path("subject")));
    String details = named(text(line.moment().path("details")));
    String behind = details.isEmpty() ? "" : ": " + details;
    return switch (what(line)) {
      case "down" -> "finds the master down" + behind;
      case "up-again" -> "finds that the master answers again";
      case "peer-says-down" -> "hears from " + subject + " that it finds the master down";
      case "peer-says-up" -> "hears from " + subject + " that it does not find the master down";
      case "agreed" -> "counts enough that find the master down" + behind;
      case "not-agreed" -> "counts too few that find the master down";
      case "candidate" -> "stands for election" + behind;
      case "new-epoch" -> "stands anew" + behind;
      case "voted" -> "votes for " + subject + behind;
      case "elected" -> "leads the failover" + behind;
      case "lost" -> "sees that " + subject + " is elected" + behind;
      case "selected" -> "chooses " + subject;
      case "promotion-sent" -> "orders " + subject + " to become the master" + behind;
      case "promotion-refused" -> subject + " does not carry that out as one transaction" + behind;
      case "promoted" -> "sees that " + subject + " is the master now";
      case "saved" -> "has the new configuration on disk and tells everybody";
      case "former-told" -> "orders the former master " + subject + " to follow";
      case "replica-told" -> "orders replica " + subject + " to follow the new master";
      case "replica-follows" -> "sees that replica " + subject + " follows the new master";
      case "replica-linked" -> "sees that replica " + subject + " is in sync";
      case "replica-timed-out" -> "waits no longer for replica " + subject;
      case "time-is-up" -> "has no more time" + behind;
      case "switched" -> "names " + subject + " as the master" + behind;
      case "aborted" -> "gives up" + behind;
      case "former-is-back" -> "hears from the former master " + subject + behind;
      default -> what(line) + " " + subject + behind;
    };
  }

  private void votes() {
    if (all.votes().isEmpty() || main.text("cause").equals("ordered")) {
      return;
    }
    out.println();
    out.println(
        "VOTES in epoch "
            + main.text("epoch")
            + ": "
            + main.text("votesNeeded")
            + " of "
            + main.text("voters")
            + " needed");
    all.votes()
        .forEach((voter, vote) -> out.println("  " + named(voter) + "  " + vote(voter, vote)));
  }

  private String vote(String voter, JsonNode vote) {
    String candidate = text(vote.path("candidate"));
    String whom = candidate.equals(voter) ? "itself" : named(candidate);
    String asked =
        Explanation.time(vote.path("askedAt")).map(t -> "asked at " + moment(t)).orElse("");
    String answered =
        Explanation.time(vote.path("answeredAt")).map(t -> "known at " + moment(t)).orElse("");
    String times =
        asked.isEmpty() || answered.isEmpty() ? asked + answered : asked + ", " + answered;
    String behind = times.isEmpty() ? "" : " (" + times + ")";
    return switch (text(vote.path("state"))) {
      case "given" -> "for " + whom + behind;
      case "refused" -> "no vote: it answered without one for this epoch" + behind;
      case "no-answer" -> "no answer" + behind;
      case "not-reached" -> "not asked: no connection to it";
      default -> text(vote.path("state"));
    };
  }

  private void candidates() {
    JsonNode candidates = main.account().path("candidates");
    if (candidates.isEmpty()) {
      return;
    }
    out.println();
    out.println("REPLICAS, as " + main.address() + " judged them");
    for (JsonNode candidate : candidates) {
      String judgement =
          switch (text(candidate.path("judgement"))) {
            case "chosen" -> "CHOSEN      ";
            case "passed-over" -> "passed over ";
            default -> "EXCLUDED    ";
          };
      out.println(
          "  "
              + text(candidate.path("replica"))
              + "  "
              + judgement
              + " "
              + text(candidate.path("reason")));
    }
  }

  private void durations() {
    JsonNode phases = main.account().path("phaseMillis");
    if (phases.isEmpty()) {
      return;
    }
    out.println();
    out.println("DURATIONS, by the clock of " + main.address());
    PHASES.forEach(
        (phase, meaning) -> {
          if (phases.has(phase)) {
            out.println(
                "  "
                    + pad(phase, 16)
                    + String.format(Locale.ROOT, "%8.3f s", phases.get(phase).asLong() / 1000.0)
                    + "  "
                    + meaning);
          }
        });
  }

  private void losses() {
    if (!all.end().text("outcome").equals("switched")) {
      return;
    }
    JsonNode loss = loss();
    out.println();
    out.println("LOSSES");
    out.println("  " + lossInShort());
    String former = text(loss.path("formerOffset"));
    String kept = text(loss.path("keptOffset"));
    if (!former.isEmpty()) {
      out.println("  the old master's stream is known up to byte " + former + ",");
      out.println("    from " + lossSource(loss) + lossTime(loss));
    }
    if (!kept.isEmpty()) {
      out.println("  the new master continues it from byte " + kept);
    }
    if (!text(loss.path("knownFrom")).equals("report-afterwards")) {
      out.println(
          former.isEmpty()
              ? "  what the old master took in before its end is in no figure"
              : "  writes that the old master took in beyond byte " + former + " are in no figure");
    }
  }

  /** Whoever knows of the greatest loss is right: all figures are lower bounds. */
  private JsonNode loss() {
    JsonNode most = all.end().account().path("loss");
    for (Witness witness : all.witnesses()) {
      JsonNode loss = witness.account().path("loss");
      if (loss.path("atLeastBytes").asLong(-1) > most.path("atLeastBytes").asLong(-1)) {
        most = loss;
      }
    }
    return most;
  }

  private String lossInShort() {
    String bytes = text(loss().path("atLeastBytes"));
    if (bytes.isEmpty()) {
      return "not known: the offsets of the old and the new master cannot be compared";
    }
    return bytes.equals("0")
        ? "nothing that is known of"
        : "at least " + bytes + " bytes of the old master's stream of writes";
  }

  private static String lossSource(JsonNode loss) {
    return switch (text(loss.path("knownFrom"))) {
      case "last-report" -> "its last report before the promotion";
      case "other-replica" -> "a replica that had come further than the old master's last report";
      case "report-afterwards" -> "its own report after the promotion";
      default -> "nowhere";
    };
  }

  private String lossTime(JsonNode loss) {
    return Explanation.time(loss.path("knownAt")).map(t -> " at " + moment(t)).orElse("");
  }

  private void sources() {
    out.println();
    out.println("TOLD BY");
    for (Witness witness : all.witnesses()) {
      out.println("  " + witness.address() + "  " + witness.text("standing"));
    }
    all.silent().forEach((address, why) -> out.println("  " + address + "  told nothing: " + why));
  }

  // Words.

  private boolean isMain(Line line) {
    return line.witness().address().equals(main.address());
  }

  private static String what(Line line) {
    return text(line.moment().path("what"));
  }

  /** The same text with addresses in the place of ids. */
  private String named(String text) {
    String named = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      named = named.replace(name.getKey(), name.getValue());
    }
    return named;
  }

  private long relative(Instant at) {
    return Duration.between(start, at).toMillis();
  }

  private String moment(Instant at) {
    return String.format(Locale.ROOT, "%+.3f s", relative(at) / 1000.0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
