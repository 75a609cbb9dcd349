package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WordsTest {

  /** Words end before it, so nothing would ever be read but words without a letter. */
  @ParameterizedTest
  @ValueSource(strings = {"a b", "a b\0", "a b\0c d", "  a  b \0\0"})
  void aZeroByteEndsTheLine(String line) {
    byte[] bytes = line.getBytes(ISO_8859_1);
    byte[][] words = requireNonNull(Words.split(bytes, 0, bytes.length));

    assertThat(Arrays.stream(words).map(word -> new String(word, ISO_8859_1)))
        .containsExactly("a", "b");
  }
}
