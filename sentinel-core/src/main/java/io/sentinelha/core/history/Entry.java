package io.sentinelha.core.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One remembered attempt.
 *
 * @param summary names and values for a list
 * @param offset time of day minus the engine's moment, as first taken for it
 * @param earlier what an earlier life of the process told of it
 * @param json the whole account, one line
 */
record Entry(
    String id,
    String primary,
    Map<String, String> summary,
    long offset,
    Optional<ObjectNode> earlier,
    String json) {

  private static final String UNDER_WAY = "under-way";

  Entry {
    summary = Collections.unmodifiableMap(new LinkedHashMap<>(summary));
  }

  static Entry of(ObjectNode json, long offset) {
    return new Entry(
        json.path("id").asText(),
        json.path("primary").asText(),
        summary(json),
        offset,
        Optional.empty(),
        json.toString());
  }

  /**
   * What was read back: if it had not come to its end, it never will.
   *
   * @throws IOException if it is no account
   */
  static Entry old(ObjectNode json) throws IOException {
    if (!json.path("id").isTextual() || !json.path("primary").isTextual()) {
      throw new IOException("an account in it has no id");
    }
    JsonNode timeline = json.path("timeline");
    if (!timeline.isMissingNode() && !timeline.isArray()) {
      throw new IOException("the account " + json.path("id").asText() + " in it has no timeline");
    }
    boolean interrupted = json.path("outcome").asText().equals(UNDER_WAY);
    if (interrupted) {
      json.put("outcome", "interrupted");
      json.put("reason", "this supervisor ended before it was over");
    }
    return new Entry(
        json.path("id").asText(),
        json.path("primary").asText(),
        summary(json),
        0,
        Optional.of(json.deepCopy()),
        json.toString());
  }

  /** Whether it was told by an earlier life of the process. */
  boolean isOld() {
    return earlier.isPresent();
  }

  /**
   * Whether this life of the process may tell more of the attempt that an earlier life told of. An
   * epoch may come back when a configuration is restored from a backup; that is another attempt.
   */
  boolean isContinuedBy(ObjectNode news) {
    return earlier
        .filter(old -> old.path("from").equals(news.path("from")))
        .filter(old -> old.path("outcome").asText().equals("interrupted"))
        .isPresent();
  }

  /**
   * What this life of the process tells about an attempt of which an earlier life told more: who
   * voted and why a replica was chosen is not thrown away.
   */
  Entry continuedBy(ObjectNode news, long newOffset) {
    ObjectNode whole = earlier.orElseThrow().deepCopy();
    // News are whole each time, so they go behind what the earlier life told, never behind news.
    ArrayNode timeline = whole.withArray("timeline").deepCopy();
    news.withArray("timeline").forEach(timeline::add);
    for (String field : List.of("outcome", "reason", "to", "loss", "leader")) {
      JsonNode value = news.path(field);
      if (value.isTextual() || !value.isEmpty()) {
        whole.set(field, value);
      }
    }
    whole.set("timeline", timeline);
    return new Entry(id, primary, summary(whole), newOffset, earlier, whole.toString());
  }

  private static Map<String, String> summary(JsonNode json) {
    List<JsonNode> timeline = new ArrayList<>();
    json.path("timeline").forEach(timeline::add);
    String began = timeline.isEmpty() ? "" : timeline.get(0).path("at").asText();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("id", json.path("id").asText());
    fields.put("epoch", json.path("epoch").asText());
    fields.put("began", began);
    fields.put("cause", json.path("cause").asText());
    fields.put("outcome", json.path("outcome").asText());
    fields.put("reason", json.path("reason").asText());
    fields.put("old-address", json.path("from").asText());
    fields.put("new-address", text(json.path("to")));
    fields.put("standing", json.path("standing").asText());
    fields.put("leader", text(json.path("leader")));
    fields.put("outage-ms", text(json.path("outageMillis")));
    json.path("phaseMillis")
        .properties()
        .forEach(phase -> fields.put(phase.getKey() + "-ms", phase.getValue().asText()));
    fields.put("lost-bytes-at-least", text(json.path("loss").path("atLeastBytes")));
    return fields;
  }

  /** A value that may be unknown; unknown is an empty text. */
  private static String text(JsonNode value) {
    return value.isNull() || value.isMissingNode() ? "" : value.asText();
  }
}
