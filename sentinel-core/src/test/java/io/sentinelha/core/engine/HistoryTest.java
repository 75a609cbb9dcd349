package io.sentinelha.core.engine;

import static io.sentinelha.core.engine.History.Kinship.FOREIGN;
import static io.sentinelha.core.engine.History.Kinship.PRIOR;
import static io.sentinelha.core.engine.History.Kinship.SAME;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HistoryTest {

  private static final History PRIMARY = new History("new", "old", 500, 301);

  @Test
  void theSameStreamIsTheSameAtAnyOffset() {
    assertThat(PRIMARY.kinshipOf(new History("new", "", 1, -1))).isEqualTo(SAME);
    assertThat(PRIMARY.kinshipOf(new History("new", "", 900, -1))).isEqualTo(SAME);
  }

  @Test
  void theStreamBeforeTheForkIsAPrefixAndAfterItForeign() {
    assertThat(PRIMARY.kinshipOf(new History("old", "", 301, -1))).isEqualTo(PRIOR);
    assertThat(PRIMARY.kinshipOf(new History("old", "", 302, -1))).isEqualTo(FOREIGN);
  }

  @Test
  void anyOtherStreamIsForeign() {
    assertThat(PRIMARY.kinshipOf(new History("else", "new", 500, 501))).isEqualTo(FOREIGN);
    assertThat(new History("a", "", 0, -1).kinshipOf(new History("b", "", 0, -1)))
        .isEqualTo(FOREIGN);
  }
}
