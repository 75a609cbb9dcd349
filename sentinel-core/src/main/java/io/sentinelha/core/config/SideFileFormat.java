package io.sentinelha.core.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sentinelha.core.config.SideFile.Replacement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The side file as JSON:
 *
 * <pre>{@code
 * {
 *   "format" : "sentinel-ha-state",
 *   "version" : 1,
 *   "primaries" : {
 *     "orders" : {
 *       "min-replicas-to-write" : { "value" : [ [ "1" ] ], "over" : [ [ "0" ] ] }
 *     }
 *   }
 * }
 * }</pre>
 */
final class SideFileFormat {

  private static final String FORMAT = "sentinel-ha-state";
  private static final int VERSION = 1;
  private static final String REMEDY =
      "; restore the file, or delete it, which loses what was set at run time";

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private SideFileFormat() {}

  /** The bytes of a file. */
  static byte[] write(SideFile side) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format", FORMAT);
    root.put("version", VERSION);
    putUnlessEmpty(root, "server", replacements(side.server()));
    putUnlessEmpty(root, "sentinel", replacements(side.sentinel()));
    ObjectNode primaries = MAPPER.createObjectNode();
    side.primaries().forEach((name, values) -> primaries.set(name, replacements(values)));
    putUnlessEmpty(root, "primaries", primaries);
    ArrayNode removed = MAPPER.createArrayNode();
    side.removed().forEach(removed::add);
    putUnlessEmpty(root, "removed", removed);
    try {
      return (MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts is always JSON", e);
    }
  }

  private static void putUnlessEmpty(ObjectNode parent, String field, JsonNode child) {
    if (!child.isEmpty()) {
      parent.set(field, child);
    }
  }

  private static ObjectNode replacements(Map<String, Replacement> values) {
    ObjectNode node = MAPPER.createObjectNode();
    values.forEach(
        (directive, replacement) -> {
          ObjectNode both = node.putObject(directive);
          both.set("value", lines(replacement.value()));
          both.set("over", lines(replacement.over()));
        });
    return node;
  }

  private static ArrayNode lines(List<List<String>> lines) {
    ArrayNode node = MAPPER.createArrayNode();
    for (List<String> line : lines) {
      ArrayNode words = node.addArray();
      line.forEach(words::add);
    }
    return node;
  }

  /**
   * Reads a file.
   *
   * @param name for messages
   * @throws ConfigException if it is not what {@link #write} writes
   */
  static SideFile read(String name, byte[] content) throws ConfigException {
    try {
      return new Parser(name).parse(MAPPER.readTree(content));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : Math.max(e.getLocation().getLineNr(), 0);
      int column = e.getLocation() == null ? 0 : Math.max(e.getLocation().getColumnNr(), 0);
      String rule =
          "is not JSON at column " + column + " (" + e.getOriginalMessage() + ")" + REMEDY;
      throw new ConfigException(List.of(Problem.ofLine(new Origin(name, line), rule)));
    } catch (IOException e) {
      throw new ConfigException(List.of(Problem.ofFile(name, "cannot be read: " + e)));
    }
  }

  /** Takes exactly the shape that is written. */
  private static final class Parser {
    private final String name;

    Parser(String name) {
      this.name = name;
    }

    SideFile parse(JsonNode root) throws ConfigException {
      require(root.path("format").asText().equals(FORMAT), "\"format\" is not " + FORMAT);
      require(
          root.path("version").isInt() && root.path("version").intValue() == VERSION,
          "\"version\" is not " + VERSION + ": another release wrote it");
      Map<String, Map<String, Replacement>> primaries = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : fields(root, "primaries")) {
        primaries.put(entry.getKey(), replacements(entry.getValue(), entry.getKey()));
      }
      return new SideFile(
          replacements(root.path("server"), "server"),
          replacements(root.path("sentinel"), "sentinel"),
          primaries,
          texts(root.path("removed"), "removed"));
    }

    private Map<String, Replacement> replacements(JsonNode node, String where)
        throws ConfigException {
      Map<String, Replacement> values = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : fieldsOf(node, where)) {
        String path = where + "." + entry.getKey();
        List<List<String>> value = lines(entry.getValue().path("value"), path + ".value");
        List<List<String>> over = lines(entry.getValue().path("over"), path + ".over");
        values.put(entry.getKey(), new Replacement(value, over));
      }
      return values;
    }

    private List<Map.Entry<String, JsonNode>> fields(JsonNode root, String field)
        throws ConfigException {
      return fieldsOf(root.path(field), field);
    }

    private List<Map.Entry<String, JsonNode>> fieldsOf(JsonNode node, String where)
        throws ConfigException {
      require(node.isObject() || node.isMissingNode(), "\"" + where + "\" is not an object");
      return List.copyOf(node.properties());
    }

    private List<List<String>> lines(JsonNode node, String where) throws ConfigException {
      require(node.isArray(), "\"" + where + "\" is not a list of lists");
      List<List<String>> lines = new ArrayList<>();
      for (JsonNode line : node) {
        require(line.isArray(), "\"" + where + "\" is not a list of lists");
        lines.add(texts(line, where));
      }
      return lines;
    }

    private List<String> texts(JsonNode node, String where) throws ConfigException {
      require(node.isArray() || node.isMissingNode(), "\"" + where + "\" is not a list");
      List<String> texts = new ArrayList<>();
      for (JsonNode text : node) {
        require(text.isTextual(), "\"" + where + "\" holds something that is no text");
        texts.add(text.asText());
      }
      return texts;
    }

    private void require(boolean holds, String fault) throws ConfigException {
      if (!holds) {
        throw new ConfigException(List.of(Problem.ofFile(name, "is damaged: " + fault + REMEDY)));
      }
    }
  }
}
