package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.KeyBatch;
import io.sentinelha.server.store.SipHash;
import io.sentinelha.server.store.Slice;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LookAheadTest {

  private static final int KEYS = 1 << 15;

  private final Database db = new Database(0, SipHash.seeded(new SplittableRandom(1)));
  private final LookAhead lookAhead = new LookAhead();

  @BeforeEach
  void fill() {
    for (int i = 0; i < KEYS; i++) {
      byte[] key = key(i).getBytes(ISO_8859_1);
      db.find(key);
      db.put(null, Items.string(slice(key), slice(new byte[3]), Items.NEVER, false));
    }
  }

  @Test
  void looksAtNoMoreRequestsAtOnceThanABatchHolds() {
    byte[] stream = gets(KeyBatch.MOST + 4);
    int one = stream.length / (KeyBatch.MOST + 4);

    int behind = lookAhead.touch(db, stream, 0, stream.length);

    assertThat(behind).isEqualTo(KeyBatch.MOST * one);
    assertThat(lookAhead.touch(db, stream, behind, stream.length)).isEqualTo(stream.length);
  }

  @Test
  void leavesRequestsAloneThatAreAllAboutOneKey() {
    byte[] stream = (get(7) + get(7) + get(8) + get(9)).repeat(9).getBytes(ISO_8859_1);

    assertThat(lookAhead.touch(db, stream, 0, stream.length)).isEqualTo(stream.length);
  }

  @Test
  void leavesASmallDatabaseAlone() {
    Database small = new Database(0, SipHash.seeded(new SplittableRandom(1)));
    byte[] stream = gets(3 * KeyBatch.MOST);

    assertThat(lookAhead.touch(small, stream, 0, stream.length)).isEqualTo(stream.length);
  }

  @Test
  void aPlaceThatWasFoundBeforeIsStillTheOneThatIsChanged() {
    byte[] stream = gets(KeyBatch.MOST);
    byte[] key = key(4711).getBytes(ISO_8859_1);
    Object old = db.find(key);

    lookAhead.touch(db, stream, 0, stream.length);
    db.put(old, Items.string(slice(key), slice(new byte[9]), Items.NEVER, false));

    assertThat(Items.textLength(Objects.requireNonNull(db.find(key)))).isEqualTo(9);
  }

  @Test
  void whateverArrivesItStaysWithinIt() {
    SplittableRandom random = new SplittableRandom(5);
    byte[] good = gets(20);
    for (int i = 0; i < 200_000; i++) {
      byte[] stream = good.clone();
      int damage = random.nextInt(1, 4);
      for (int k = 0; k < damage; k++) {
        byte[] signs = "*$\r\n0123456789-a".getBytes(ISO_8859_1);
        stream[random.nextInt(stream.length)] = signs[random.nextInt(signs.length)];
      }
      int from = random.nextInt(stream.length);
      int to = random.nextInt(from, stream.length + 1);

      assertThat(lookAhead.touch(db, stream, from, to)).isBetween(from, to);
    }
  }

  private static byte[] gets(int count) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      all.append(get(i));
    }
    return all.toString().getBytes(ISO_8859_1);
  }

  private static String get(int i) {
    return "*2\r\n$3\r\nGET\r\n$" + key(i).length() + "\r\n" + key(i) + "\r\n";
  }

  private static String key(int i) {
    return "key:" + (100_000 + i);
  }

  private static Slice slice(byte[] bytes) {
    return new Slice(bytes, 0, bytes.length);
  }
}
