package io.sentinelha.server.persist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.sentinelha.server.rdb.Crc64;
import io.sentinelha.server.rdb.DumpBytes;
import io.sentinelha.server.rdb.Limits;
import io.sentinelha.server.rdb.RdbInput;
import io.sentinelha.server.rdb.RdbReader;
import io.sentinelha.server.rdb.RdbVisitor;
import io.sentinelha.server.rdb.ValueReader;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.collection.Forms;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever bytes are in a file or a payload: they load, or are refused in good order. How many are
 * tried is said by {@code -Ddamage.rounds}, which ones by {@code -Ddamage.seed}.
 */
@Timeout(170)
final class DamageTest {

  private static final int ROUNDS = Integer.getInteger("damage.rounds", 3_000);
  private static final long SEED = Long.getLong("damage.seed", 1);

  @TempDir Path folder;
  private final SplittableRandom random = new SplittableRandom(SEED);

  private byte[] damaged(byte[] good) {
    byte[] bad = good.clone();
    for (int i = random.nextInt(4); i >= 0 && bad.length > 1; i--) {
      int at = random.nextInt(bad.length);
      switch (random.nextInt(6)) {
        case 0 -> bad[at] = (byte) random.nextInt(256);
        case 1 -> bad[at] = (byte) 0xff;
        case 2 -> bad[at]++;
        case 3 -> bad = Arrays.copyOf(bad, at);
        case 4 -> {
          int from = random.nextInt(bad.length);
          int length = Math.min(random.nextInt(20), bad.length - Math.max(at, from));
          System.arraycopy(bad, from, bad, at, length);
        }
        default -> bad[at] ^= (byte) (1 << random.nextInt(8));
      }
    }
    return bad;
  }

  private static final class Deaf implements RdbVisitor {
    @Override
    public void aux(String name, byte[] value) {}

    @Override
    public void database(long index) {}

    @Override
    public void sizes(long keys) {}

    @Override
    public void function(byte[] source) {}

    @Override
    public void item(Object item, long idleSeconds, int frequency) {}

    @Override
    public void empty(byte[] key) {}
  }

  @Test
  void damagedDumpsAreRefusedOrMeanSomething() {
    byte[] good = DumpBytes.everyForm(12).newForms().newestForms().end();
    Arrays.fill(good, good.length - 8, good.length, (byte) 0); // Not summed up: all is looked at.
    Forms forms = new Forms(random);
    int loaded = 0;
    for (int round = 0; round < 10 * ROUNDS; round++) {
      byte[] bad = damaged(good);
      boolean known = random.nextBoolean();
      InputStream stream = new ByteArrayInputStream(bad);
      RdbInput in = RdbInput.of(stream, known ? bad.length : Long.MAX_VALUE, Limits.DEFAULT);
      try {
        new RdbReader(in, new ValueReader(forms), new Deaf()).read();
        loaded++;
      } catch (IOException e) {
        assertThat(e).hasMessageContaining(" at offset ");
      } catch (RuntimeException | OutOfMemoryError e) {
        fail("seed " + SEED + ", round " + round + ": " + Arrays.toString(bad), e);
      }
    }
    assertThat(loaded).isBetween(ROUNDS / 50, 9 * ROUNDS);
  }

  @Test
  void damagedPayloadsAreRefusedOrMeanSomething() throws Exception {
    Files.write(folder.resolve("dump.rdb"), DumpBytes.everyForm(12).newForms().newestForms().end());
    try (DiskEngine server = new DiskEngine(folder)) {
      List<byte[]> payloads = new ArrayList<>();
      for (String key : "lzf list set zset hash lzl is16 hlp zlp ql2 s1 s2 s3".split(" ")) {
        String reply = server.call("DUMP", key);
        payloads.add(
            reply.substring(reply.indexOf('\n') + 1, reply.length() - 2).getBytes(ISO_8859_1));
      }
      int restored = 0;
      for (int round = 0; round < 3 * ROUNDS; round++) {
        byte[] bad = damaged(payloads.get(random.nextInt(payloads.size())));
        if (bad.length > 8) {
          byte[] sum = new byte[8];
          long crc = Crc64.update(0, bad, 0, bad.length - 8);
          for (int i = 0; i < 8; i++) {
            sum[i] = (byte) (crc >>> (8 * i));
          }
          System.arraycopy(sum, 0, bad, bad.length - 8, 8);
        }
        String reply = server.call("RESTORE", "k", "0", new String(bad, ISO_8859_1), "REPLACE");
        if (reply.equals("+OK\r\n")) {
          restored++;
          assertThat(server.call("DUMP", "k")).startsWith("$");
          assertThat(server.call("DEBUG", "DIGEST-VALUE", "k")).startsWith("*1\r\n+");
          assertThat(server.call("DEL", "k")).isEqualTo(":1\r\n");
        } else {
          assertThat(reply)
              .as("round %s: %s", round, Slice.of(bad))
              .isIn(
                  "-ERR Bad data format\r\n",
                  "-ERR DUMP payload version or checksum are wrong\r\n");
        }
      }
      assertThat(restored).isBetween(ROUNDS / 50, 2 * ROUNDS);
    }
  }

  @Test
  void damagedCommandFilesAreRefusedOrMeanSomething() throws Exception {
    try (DiskEngine server = new DiskEngine(folder, "appendonly", "yes")) {
      for (int i = 0; i < 20; i++) {
        server.call("SET", "key:" + i, "value".repeat(i));
        server.line("MULTI");
        server.call("APPEND", "key:" + i, "*2\r\n$3\r\n");
        server.line("INCR n");
        server.line("EXEC");
      }
    }
    Path file = folder.resolve("appendonlydir/appendonly.aof.1.incr.aof");
    byte[] good = Files.readAllBytes(file);
    int refused = 0;
    for (int round = 0; round < ROUNDS / 10; round++) {
      Files.write(file, damaged(good));
      try (DiskEngine server = new DiskEngine(folder, "appendonly", "yes")) {
        refused += server.ended == 1 ? 1 : 0;
        assertThat(server.ended).isIn(-1, 1);
      }
    }
    assertThat(refused).isGreaterThan(ROUNDS / 100);
  }
}
