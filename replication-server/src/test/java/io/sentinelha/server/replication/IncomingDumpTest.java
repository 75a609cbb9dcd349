package io.sentinelha.server.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IncomingDumpTest {

  /** Repeats itself, so that its beginning may be the end of something else. */
  private static final String MARK = "ab".repeat(15) + "abcababdaz";

  private static final String BEHIND = "*1\r\n$4\r\nPING\r\n";

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void theMarkIsFoundHoweverTheBytesAreCut(int seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 200; round++) {
      StringBuilder text = new StringBuilder();
      int pieces = random.nextInt(6);
      for (int i = 0; i < pieces; i++) {
        text.append(MARK, 0, random.nextInt(MARK.length())).append("x".repeat(random.nextInt(90)));
      }
      byte[] all = (text + MARK + BEHIND).getBytes(ISO_8859_1);
      IncomingDump dump = Objects.requireNonNull(IncomingDump.announced("$EOF:" + MARK));
      int at = 0;
      while (!dump.isComplete()) {
        assertThat(at).as("bytes of %d, and no mark", all.length).isLessThan(all.length);
        int to = Math.min(all.length, at + 1 + random.nextInt(seed * 12));
        int taken = dump.take(all, at, to);
        assertThat(dump.isComplete() || taken == to).isTrue();
        at = taken;
      }

      assertThat(at).isEqualTo(text.length() + MARK.length());
      assertThat(dump.read()).isEqualTo(at);
      assertThat(new String(dump.pipe().readAllBytes(), ISO_8859_1)).isEqualTo(text.toString());
    }
  }
}
