package io.sentinelha.server.command;

import io.sentinelha.server.engine.LatencyMonitor.Sample;
import io.sentinelha.server.engine.LatencyMonitor.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws the samples of an event, one column each, with the age of each written downwards. */
final class LatencyGraph {

  private static final int ROWS = 4;
  private static final int COLUMNS = 80;

  /** What the top of a column looks like, by how much of its last row it fills. */
  private static final String TOPS = "_o#";

  private LatencyGraph() {}

  static String of(String event, Series series, long nowSeconds) {
    List<Sample> samples = series.samples();
    List<Sample> shown = samples.subList(Math.max(0, samples.size() - COLUMNS), samples.size());
    long high = shown.stream().mapToLong(Sample::millis).max().orElse(0);
    long low = shown.stream().mapToLong(Sample::millis).min().orElse(0);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s - high %d ms, low %d ms (all time high %d ms)\n",
            event,
            high,
            low,
            series.longest()));
    text.append("-".repeat(COLUMNS)).append('\n');
    for (int row = ROWS - 1; row >= 0; row--) {
      for (Sample sample : shown) {
        text.append(cell(sample.millis() - low, high - low, row));
      }
      text.append('\n');
    }
    text.append('\n');
    ages(text, shown, nowSeconds);
    return text.toString();
  }

  private static char cell(long value, long range, int row) {
    int steps = ROWS * TOPS.length();
    long filled = range == 0 ? 0 : value * (steps - 1) / range;
    long here = filled - (long) row * TOPS.length();
    if (here < 0) {
      return ' ';
    }
    return here >= TOPS.length() ? '|' : TOPS.charAt((int) here);
  }

  private static void ages(StringBuilder text, List<Sample> shown, long nowSeconds) {
    List<String> ages = new ArrayList<>();
    int longest = 0;
    for (Sample sample : shown) {
      String age = age(nowSeconds - sample.seconds());
      ages.add(age);
      longest = Math.max(longest, age.length());
    }
    for (int i = 0; i < longest; i++) {
      for (String age : ages) {
        text.append(i < age.length() ? age.charAt(i) : ' ');
      }
      text.append('\n');
    }
  }

  private static String age(long seconds) {
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + "m";
    }
    return seconds < 86_400 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
  }
}
