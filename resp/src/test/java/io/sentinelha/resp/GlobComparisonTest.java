package io.sentinelha.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.resp.server.RealServer;
import io.sentinelha.resp.server.TestClient;
import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random patterns match what they match in a real server. {@code -Dfuzz.seed=N} runs one seed. */
final class GlobComparisonTest {

  private static final int PATTERNS = 3000;

  @Test
  void patternsMatchWhatTheyMatchInRedis(@TempDir Path folder) throws Exception {
    long seed = Long.getLong("fuzz.seed", 7);
    RandomGenerator random = new SplittableRandom(seed);
    try (RealServer real = RealServer.data(folder);
        TestClient client = TestClient.of(real.address())) {
      Set<String> keys = new TreeSet<>();
      while (keys.size() < 250) {
        keys.add(text(random, "ab-]^\\", 5));
      }
      keys.forEach(key -> client.expect("+OK\r\n", "set", key, "x"));
      for (int i = 0; i < PATTERNS; i++) {
        String pattern = text(random, "aab-]^\\**??[[", 9);
        RespValue.Array found = (RespValue.Array) client.ask("keys", pattern);
        Set<String> expected =
            found.items().stream()
                .map(key -> ((RespValue.Bulk) key).text())
                .collect(Collectors.toCollection(TreeSet::new));
        Glob glob = Glob.of(Bytes.utf8(pattern));
        Set<String> ours =
            keys.stream()
                .filter(key -> glob.matches(Bytes.utf8(key)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(ours).as("seed %s, pattern '%s'", seed, pattern).isEqualTo(expected);
      }
    }
  }

  private static String text(RandomGenerator random, String alphabet, int longest) {
    StringBuilder text = new StringBuilder();
    int length = 1 + random.nextInt(longest);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
