package io.sentinelha.core.sim.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The simulation finds every deliberate fault; a mutation whose source changed is an error. */
final class MutationTest {

  @Test
  void everyMutationIsFound() {
    assertThat(Hunt.huntAll(one -> {}))
        .hasSizeGreaterThanOrEqualTo(15)
        .allSatisfy(one -> assertThat(one.seed()).as(one.mutation().name()).isPresent());
  }
}
