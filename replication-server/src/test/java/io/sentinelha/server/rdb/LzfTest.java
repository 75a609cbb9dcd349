package io.sentinelha.server.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class LzfTest {

  private final SplittableRandom random = new SplittableRandom(3);

  /** Bytes that repeat themselves now and then. */
  private byte[] text(int length) {
    byte[] text = new byte[length];
    int letters = 1 + random.nextInt(200);
    for (int i = 0; i < length; i++) {
      text[i] =
          i > 8 && random.nextInt(10) > 0
              ? text[i - 1 - random.nextInt(8)]
              : (byte) random.nextInt(letters);
    }
    return text;
  }

  @Test
  void whatWasPackedUnpacksToTheSame() {
    Lzf lzf = new Lzf();
    for (int round = 0; round < 3_000; round++) {
      byte[] text = text(random.nextInt(round % 10 == 0 ? 40_000 : 400));
      byte[] packed = new byte[Math.max(1, text.length)];
      int size = lzf.compress(text, 0, text.length, packed, text.length - 1);
      if (size > 0) {
        byte[] plain = new byte[text.length];
        assertThat(size).isLessThan(text.length);
        assertThat(Lzf.decompress(packed, 0, size, plain)).isTrue();
        assertThat(plain).isEqualTo(text);
      }
    }
  }

  @Test
  void equalBytesPackWell() {
    byte[] text = new byte[100_000];
    byte[] packed = new byte[text.length];
    int size = new Lzf().compress(text, 0, text.length, packed, text.length);
    assertThat(size).isBetween(text.length / Lzf.MAX_RATIO, 1_300);
  }

  @Test
  void aRunMayOverlapWithWhatItRepeats() {
    byte[] packed = {0, 'a', (byte) 0x80, 0};
    byte[] plain = new byte[7];
    assertThat(Lzf.decompress(packed, 0, packed.length, plain)).isTrue();
    assertThat(plain).containsOnly('a');
  }

  @Test
  void damagedBytesAreNoticedOrUnpackToSomething() {
    Lzf lzf = new Lzf();
    for (int round = 0; round < 20_000; round++) {
      byte[] text = text(60 + random.nextInt(300));
      byte[] packed = new byte[text.length];
      int size = lzf.compress(text, 0, text.length, packed, text.length);
      byte[] damaged = Arrays.copyOf(packed, Math.max(1, random.nextInt(size + 1)));
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      Lzf.decompress(damaged, 0, damaged.length, new byte[text.length]); // Throws nothing.
    }
  }
}
