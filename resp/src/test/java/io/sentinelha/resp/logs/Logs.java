package io.sentinelha.resp.logs;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was logged by our packages: level, message, keys with values, kind of failure. */
public final class Logs {

  private static final List<String> LINES = new CopyOnWriteArrayList<>();

  private Logs() {}

  static void add(String line) {
    LINES.add(line);
  }

  public static List<String> lines() {
    return List.copyOf(LINES);
  }

  public static void clear() {
    LINES.clear();
  }
}
