package io.sentinelha.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BuffersTest {

  private final Buffers buffers = new Buffers();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 2048, 2049, 4096, 4097, 40_000, Buffers.LARGEST, 70_000})
  void anArrayIsAtLeastAsLargeAsWasAskedFor(int least) {
    byte[] first = buffers.take(least);
    buffers.give(first);
    assertThat(first.length).isGreaterThanOrEqualTo(least);
    assertThat(buffers.take(least).length).isGreaterThanOrEqualTo(least);
  }

  @Test
  void aLargeArrayIsLentAgainAndToOneAtATime() {
    byte[] first = buffers.take(10_000);
    assertThat(buffers.take(10_000)).isNotSameAs(first);

    buffers.give(first);

    assertThat(buffers.take(16_384)).isSameAs(first);
    assertThat(buffers.take(16_384)).isNotSameAs(first);
  }

  @Test
  void arraysOfOtherSizesAreNotKept() {
    byte[] odd = new byte[5000];
    buffers.give(odd);
    assertThat(buffers.take(5000)).isNotSameAs(odd);
  }
}
