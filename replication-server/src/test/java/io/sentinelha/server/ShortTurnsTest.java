package io.sentinelha.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Where Java and Linux can, the thread that asks gets short turns, and keeps how nice it is. */
final class ShortTurnsTest {

  private static final String HALF_A_MILLISECOND = "500000";

  @Test
  void itGetsThemWhereThatCanBe() throws Exception {
    Path thread = Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/thread-self")));
    String before = slice(thread);

    ShortTurns.ask();

    if (Runtime.version().feature() >= 24 && isLinux612() && !before.isEmpty()) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> slice(thread).equals(HALF_A_MILLISECOND));
    } else {
      assertThat(slice(thread)).isEqualTo(before);
    }
  }

  private static boolean isLinux612() {
    String[] version = System.getProperty("os.version").split("\\D+");
    int major = Integer.parseInt(version[0]);
    return major > 6 || (major == 6 && Integer.parseInt(version[1]) >= 12);
  }

  /** Empty where the system does not tell. */
  private static String slice(Path thread) throws IOException {
    Path file = thread.resolve("sched");
    return !Files.exists(file)
        ? ""
        : Files.readString(file)
            .lines()
            .filter(line -> line.startsWith("se.slice"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("");
  }
}
