package io.sentinelha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pid file is there while the process is, and never in its way. */
final class PidFileTest {

  @TempDir private Path folder;

  @Test
  void itHoldsTheProcessIdUntilTheEnd() throws Exception {
    Path file = folder.resolve("sentinel.pid");
    try (PidFile open = PidFile.write(Settings.of(folder, "pidfile sentinel.pid").daemon())) {
      assertThat(open.path()).contains(file);
      assertThat(file).hasContent(ProcessHandle.current().pid() + "\n");
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void thereIsNoneUnlessItIsConfigured() throws Exception {
    try (PidFile none = PidFile.write(Settings.of(folder, "port 1").daemon())) {
      assertThat(none.path()).isEmpty();
    }
  }

  @Test
  void oneThatCannotBeWrittenIsNotTheEnd() throws Exception {
    try (PidFile none = PidFile.write(Settings.of(folder, "pidfile missing/x.pid").daemon())) {
      assertThat(none.path()).isEmpty();
    }
  }
}
