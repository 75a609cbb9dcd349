package io.sentinelha.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever claims ports gets others than everybody else. */
final class PortBlockTest {

  private static final int BLOCKS = 38;

  @TempDir private Path folder;

  @Test
  void noPortIsClaimedTwice() {
    List<PortBlock> claimed = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      claimed.add(PortBlock.claim(folder));
    }

    assertThat(claimed)
        .extracting(PortBlock::lowest)
        .doesNotHaveDuplicates()
        .allMatch(port -> port >= 11_000 && port + PortBlock.SIZE <= 30_000);
    assertThatThrownBy(() -> PortBlock.claim(folder))
        .hasMessageContaining("all 38 blocks")
        .hasMessageContaining(folder.toString());
  }
}
