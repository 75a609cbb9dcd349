package io.sentinelha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What several supervisors tell of one attempt, put together.
 *
 * @param witnesses at least one
 * @param silent who told nothing, and why
 */
record Explanation(String id, List<Witness> witnesses, Map<String, String> silent) {

  /** Who knows most comes first. */
  private static final List<String> STANDINGS = List.of("leader", "candidate", "voter", "observer");

  Explanation {
    witnesses = List.copyOf(witnesses);
  }

  /** What one supervisor tells. */
  record Witness(String address, JsonNode account) {

    String id() {
      return text("id");
    }

    String text(String field) {
      return Explanation.text(account.path(field));
    }

    private int rank() {
      int rank = STANDINGS.indexOf(text("standing"));
      return rank < 0 ? STANDINGS.size() : rank;
    }
  }

  /** One line of the common timeline. */
  record Line(Witness witness, Instant at, JsonNode moment) {}

  /** A value as text; empty when it is unknown. */
  static String text(JsonNode value) {
    return value.isNull() || value.isMissingNode() ? "" : value.asText();
  }

  /** The one whose account the others are fitted to: the leader's if it is there. */
  Witness main() {
    return witnesses.stream().min(Comparator.comparingInt(Witness::rank)).orElseThrow();
  }

  /** Who tells of the end of it: that there is a new primary outweighs that an attempt failed. */
  Witness end() {
    return witnesses.stream()
        .filter(w -> w.text("outcome").equals("switched"))
        .min(Comparator.comparingInt(Witness::rank))
        .orElse(main());
  }

  /** Addresses of supervisors by id. */
  Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    for (Witness witness : witnesses) {
      witness
          .account()
          .path("supervisors")
          .properties()
          .forEach(e -> names.putIfAbsent(e.getKey(), e.getValue().asText()));
    }
    witnesses.forEach(w -> names.put(w.text("supervisor"), w.address()));
    return names;
  }

  /** From where times are counted: the last sign of life, or the first thing that happened. */
  Instant start() {
    Optional<Instant> sign = time(main().account().path("lastSignOfLife"));
    return sign.or(() -> timeline().stream().findFirst().map(Line::at)).orElse(Instant.EPOCH);
  }

  boolean startsWithSignOfLife() {
    return time(main().account().path("lastSignOfLife")).isPresent();
  }

  List<Line> timeline() {
    List<Line> lines = new ArrayList<>();
    for (Witness witness : witnesses) {
      for (JsonNode moment : witness.account().path("timeline")) {
        time(moment.path("at")).ifPresent(at -> lines.add(new Line(witness, at, moment)));
      }
    }
    lines.sort(Comparator.comparing(Line::at));
    return lines;
  }

  /** Each voter's vote: as the main witness saw it, unless others know of one that it missed. */
  Map<String, JsonNode> votes() {
    Map<String, JsonNode> votes = new LinkedHashMap<>();
    main().account().path("votes").forEach(v -> votes.put(text(v.path("voter")), v));
    for (Witness witness : witnesses) {
      for (JsonNode vote : witness.account().path("votes")) {
        JsonNode known = votes.get(text(vote.path("voter")));
        if (known == null || (isGiven(vote) && !isGiven(known))) {
          votes.put(text(vote.path("voter")), vote);
        }
      }
    }
    return votes;
  }

  private static boolean isGiven(JsonNode vote) {
    return text(vote.path("state")).equals("given");
  }

  static Optional<Instant> time(JsonNode value) {
    return value.isTextual() ? Optional.of(Instant.parse(value.asText())) : Optional.empty();
  }
}
