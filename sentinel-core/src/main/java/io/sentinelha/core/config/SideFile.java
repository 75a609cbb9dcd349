package io.sentinelha.core.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What must be remembered and cannot stand in the main file: values set at run time for directives
 * that Redis would refuse there, and whatever concerns lines of included files and of the command
 * line, which are not ours to change.
 *
 * <p>Each value says which value of the configuration it replaces. When the configuration no longer
 * says that, somebody has changed it since, and then the configuration is right.
 *
 * @param server by directive
 * @param sentinel by directive
 * @param primaries by name of the primary, then by directive
 * @param removed primaries that were removed at run time and still stand in such lines
 */
record SideFile(
    Map<String, Replacement> server,
    Map<String, Replacement> sentinel,
    Map<String, Map<String, Replacement>> primaries,
    List<String> removed) {

  static final SideFile EMPTY = new SideFile(Map.of(), Map.of(), Map.of(), List.of());

  /**
   * A value for a directive.
   *
   * @param value the arguments of each line that would say it, without the name of the primary
   * @param over what the configuration said instead; no line at all when it said nothing
   */
  record Replacement(List<List<String>> value, List<List<String>> over) {}

  SideFile {
    server = copyOf(server);
    sentinel = copyOf(sentinel);
    primaries = copyOf(primaries);
    removed = List.copyOf(removed);
  }

  /** Keeps the order, which is that of the file. */
  private static <V> Map<String, V> copyOf(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  boolean isEmpty() {
    return server.isEmpty() && sentinel.isEmpty() && primaries.isEmpty() && removed.isEmpty();
  }
}
