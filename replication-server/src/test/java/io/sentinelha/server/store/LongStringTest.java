package io.sentinelha.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LongStringTest {

  private static final byte[] OLD = "o".repeat(10_000).getBytes(UTF_8);
  private static final byte[] NEW = "n".repeat(9_000).getBytes(UTF_8);

  private final LongString string = new LongString(OLD.clone());

  @Test
  void aTextOfAboutTheSameLengthIsWrittenOverTheOld() {
    assertThat(string.overwrite(NEW, 0, NEW.length)).isTrue();
    assertThat(string.slice().toArray()).isEqualTo(NEW);
    assertThat(string.size()).isEqualTo(NEW.length);
  }

  @Test
  void oneThatIsLongerOrMuchShorterIsNot() {
    assertThat(string.overwrite(new byte[10_001], 0, 10_001)).isFalse();
    assertThat(string.overwrite(NEW, 0, 4_999)).isFalse();
    assertThat(string.slice().toArray()).isEqualTo(OLD);
  }

  @Test
  void whatASnapshotHasIsNeverWrittenOver() {
    LongString frozen = (LongString) string.frozen();

    assertThat(string.overwrite(NEW, 0, NEW.length)).isFalse();
    assertThat(frozen.overwrite(NEW, 0, NEW.length)).isFalse();

    string.write(0, Slice.of(NEW)); // Takes an array of its own.
    assertThat(string.overwrite(NEW, 0, NEW.length)).isTrue();
    assertThat(frozen.slice().toArray()).isEqualTo(OLD);
  }
}
