package io.sentinelha.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HistogramTest {

  @Test
  void percentilesAreTrueWithinAPercent() {
    Histogram histogram = new Histogram();
    for (int i = 1; i <= 100_000; i++) {
      histogram.add(i * 1000L);
    }
    assertThat(histogram.percentile(50)).isBetween(50_000_000L, 50_500_000L);
    assertThat(histogram.percentile(99)).isBetween(99_000_000L, 100_000_000L);
    assertThat(histogram.percentile(100)).isBetween(100_000_000L, 101_000_000L);
    assertThat(histogram.total()).isEqualTo(100_000);
  }

  @Test
  void valuesAreCountedUpToAStepAndWhatIsNotToldApartFromIt() {
    Histogram histogram = new Histogram();
    histogram.add(0);
    histogram.add(1024);
    histogram.add(Histogram.highestLike(1024));
    histogram.add(Histogram.highestLike(1024) + 1);
    histogram.add(Long.MAX_VALUE);
    assertThat(histogram.upTo(1024)).isEqualTo(3);
    assertThat(histogram.upTo(2048)).isEqualTo(4);
    assertThat(histogram.upTo(1L << 40)).isEqualTo(5);
  }
}
