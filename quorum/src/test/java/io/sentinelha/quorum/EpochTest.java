package io.sentinelha.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EpochTest {

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, Epoch.MAX + 1})
  void anEpochOutsideTheRangeCannotExist(long value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Epoch(value))
        .withMessageContaining(Long.toString(value));
  }

  @Test
  void theHighestEpochHasNoNext() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Epoch(Epoch.MAX).next());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, Epoch.MAX, Epoch.MAX_JUMP + 8})
  void aPoisonedEpochIsNotBelieved(long claimed) {
    assertThat(new Epoch(7).believes(claimed)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 6, 7, 8, 5_000, Epoch.MAX_JUMP + 7})
  void lowerEqualAndReasonablyHigherEpochsAreBelieved(long claimed) {
    assertThat(new Epoch(7).believes(claimed)).isTrue();
  }

  @Test
  void nothingThatIsBelievedCanOverflow() {
    Epoch nearTheEnd = new Epoch(Epoch.MAX - 1);
    assertThat(nearTheEnd.believes(Epoch.MAX)).isTrue();
    assertThat(nearTheEnd.believes(Epoch.MAX + 1)).isFalse();
  }
}
