package io.sentinelha.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ItemsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, -1",
    "3, 5, 1700000000000",
    "255, 10, -1",
    "256, 10, 5",
    "3, 5000, 9",
    "5000, 3, -1"
  })
  void aStringComesBackAsItWasPut(int keyLength, int textLength, long expireAt) {
    Slice key = Slice.of("k".repeat(keyLength).getBytes(UTF_8));
    Slice text = Slice.of("t".repeat(textLength).getBytes(UTF_8));
    Object item = Items.string(key, text, expireAt, false);

    Items.access(item, 0xabcdef);
    assertThat(Items.access(item)).isEqualTo(0xabcdef);
    assertThat(Items.keySlice(item)).isEqualTo(key);
    assertThat(Items.text(item)).isEqualTo(text);
    assertThat(Items.expireAt(item)).isEqualTo(expireAt);
    assertThat(Items.textLength(item)).isEqualTo(textLength);

    Object forever = Items.withExpireAt(item, Items.NEVER);
    assertThat(Items.expireAt(forever)).isEqualTo(Items.NEVER);
    assertThat(Items.text(forever)).isEqualTo(text);
    assertThat(Items.access(forever)).isEqualTo(0xabcdef);
    Object expiring = Items.withExpireAt(forever, 77);
    assertThat(Items.expireAt(expiring)).isEqualTo(77);
    assertThat(Items.keySlice(expiring)).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({"0", "4990", "5000", "6000"})
  void whatIsFrozenStaysWhileTheStringGoesOn(int at) {
    LongString string = new LongString("x".repeat(5000).getBytes(UTF_8));
    Value frozen = string.frozen();
    string.write(at, Slice.of("new".getBytes(UTF_8)));
    assertThat(((LongString) frozen).slice().toString()).isEqualTo("x".repeat(5000));
    assertThat(string.slice().toString().substring(at, at + 3)).isEqualTo("new");
    assertThat(string.size()).isEqualTo(Math.max(5000, at + 3));
  }
}
