package io.sentinelha.server.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class KeyBatchTest {

  private static final int KEYS = 100_000;

  private final Keyspace keys = new Keyspace(SipHash.seeded(new SplittableRandom(3)));

  @Test
  void theSlotThatIsTouchedIsNearlyAlwaysTheRightOne() {
    for (int i = 0; i < KEYS; i++) {
      byte[] key = key(i);
      keys.find(key, 0, key.length);
      keys.add(Items.string(slice(key), slice(key), Items.NEVER, false));
    }
    int right = 0;
    for (int i = 0; i < KEYS; i++) {
      byte[] key = key(i);
      long hash = keys.hash(key, 0, key.length);
      Segment segment = keys.segment(hash);
      if (segment.likely(hash) == segment.find(keys, hash, key, 0, key.length)) {
        right++;
      }
    }
    assertThat(right).isGreaterThan(KEYS / 100 * 85);
  }

  @Test
  void aBatchBeginsAnewWhenItWasTouched() {
    KeyBatch batch = new KeyBatch();
    byte[] key = key(1);
    for (int i = 0; i < KeyBatch.MOST; i++) {
      assertThat(batch.isFull()).isFalse();
      batch.add(0, key.length);
    }
    assertThat(batch.isFull()).isTrue();
    assertThat(batch.isLastTwice(key)).isTrue();

    batch.touch(keys, key);

    assertThat(batch.isFull()).isFalse();
    batch.add(0, key.length);
    assertThat(batch.isLastTwice(key)).isFalse();
    batch.add(0, key.length - 1);
    assertThat(batch.isLastTwice(key)).isFalse();
  }

  private static byte[] key(int i) {
    return ("key:" + i).getBytes(ISO_8859_1);
  }

  private static Slice slice(byte[] bytes) {
    return new Slice(bytes, 0, bytes.length);
  }
}
