package io.sentinelha.bench;

import java.util.List;
import java.util.Locale;

/** The spread of some measurements, in their unit. */
record Figures(double min, double median, double p90, double max) {

  static Figures of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    if (sorted.isEmpty()) {
      return new Figures(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    int n = sorted.size();
    double median =
        n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
    double p90 = sorted.get((int) Math.ceil(0.9 * n) - 1);
    return new Figures(sorted.get(0), median, p90, sorted.get(n - 1));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "median %.1f  min %.1f  p90 %.1f  max %.1f", median, min, p90, max);
  }
}
