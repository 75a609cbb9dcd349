package io.sentinelha.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DownCountTest {

  @Test
  void theCounterCountsItself() {
    assertThat(DownCount.of(true, 1, 2).reached()).isTrue();
    assertThat(DownCount.of(true, 0, 2).reached()).isFalse();
    assertThat(DownCount.of(true, 0, 1).reached()).isTrue();
  }

  @Test
  void othersAloneDoNotMakeAPrimaryObjectivelyDown() {
    assertThat(DownCount.of(false, 4, 2)).isEqualTo(new DownCount(0, 2));
  }
}
