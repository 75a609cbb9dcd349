package io.sentinelha.server.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The sections of INFO, in Redis' order, each made of what the families add to it. */
public final class Info {

  private static final List<String> BY_DEFAULT =
      List.of(
          "Server",
          "Clients",
          "Memory",
          "Persistence",
          "Stats",
          "Replication",
          "CPU",
          "Modules",
          "Errorstats",
          "Cluster",
          "Keyspace");

  private static final List<String> ALL =
      List.of(
          "Server",
          "Clients",
          "Memory",
          "Persistence",
          "Stats",
          "Replication",
          "CPU",
          "Modules",
          "Commandstats",
          "Errorstats",
          "Latencystats",
          "Cluster",
          "Keyspace");

  private final Map<String, List<InfoLines>> sections = new LinkedHashMap<>();

  Info() {
    ALL.forEach(name -> sections.put(name, new ArrayList<>()));
  }

  void add(String section, InfoLines lines) {
    List<InfoLines> all = sections.get(section);
    if (all == null) {
      throw new IllegalArgumentException("INFO has no section " + section);
    }
    all.add(lines);
  }

  /**
   * The text.
   *
   * @param names of sections in any case, {@code default}, {@code all}, {@code everything}; the
   *     default ones if there are none
   */
  public String text(List<String> names) {
    Set<String> wanted = new LinkedHashSet<>();
    for (String name : names.isEmpty() ? List.of("default") : names) {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "default" -> wanted.addAll(BY_DEFAULT);
        case "all" -> ALL.stream().filter(s -> !s.equals("Modules")).forEach(wanted::add);
        case "everything" -> wanted.addAll(ALL);
        default -> ALL.stream().filter(name::equalsIgnoreCase).forEach(wanted::add);
      }
    }
    StringBuilder text = new StringBuilder();
    ALL.stream().filter(wanted::contains).forEach(section -> write(section, text));
    return text.toString();
  }

  private void write(String section, StringBuilder text) {
    if (text.length() > 0) {
      text.append("\r\n");
    }
    text.append("# ").append(section).append("\r\n");
    for (InfoLines lines : sections.getOrDefault(section, List.of())) {
      lines.write((field, value) -> text.append(field).append(':').append(value).append("\r\n"));
    }
  }
}
