package io.sentinelha.server.persist;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.RawClient;
import io.sentinelha.server.RealServer;
import io.sentinelha.server.rdb.DumpBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a real server load here and ours there, and both see the same data in them. */
final class RealDumpTest {

  @TempDir Path folder;

  private Path dump() {
    return folder.resolve("dump.rdb");
  }

  private String realDigest(String... directives) throws Exception {
    try (RealServer redis = RealServer.start(folder, directives);
        RawClient client = new RawClient(redis.port())) {
      return client.call("DEBUG", "DIGEST").trim();
    }
  }

  private String ourDigest(String... directives) throws Exception {
    try (DiskEngine server = new DiskEngine(folder, directives)) {
      assertThat(server.ended).isEqualTo(-1);
      return server.digest();
    }
  }

  /** Fills a server with values of all types, some small and some large. */
  private static void fill(RawClient client, long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int size = random.nextInt(5) == 0 ? 300 + random.nextInt(600) : 1 + random.nextInt(10);
      int kind = random.nextInt(6);
      String key = "key:" + kind + ":" + i;
      if (i % 50 == 0) {
        client.call("SELECT", Integer.toString(random.nextInt(16)));
      }
      for (int j = 0; j < size; j++) {
        String text = text(random);
        switch (kind) {
          case 0 -> client.send("SET", key, text);
          case 1 -> client.send("RPUSH", key, text);
          case 2 -> client.send("SADD", key, i % 2 == 0 ? number(random) : text);
          case 3 -> client.send("ZADD", key, score(random), text);
          case 4 -> client.send("HSET", key, text(random), text);
          default -> client.send("XADD", key, (j + 1) + "-" + random.nextInt(9), "f" + j % 2, text);
        }
        client.receive();
      }
      if (kind == 5) {
        ids.add(key);
        client.call("XGROUP", "CREATE", key, "g", "0");
        client.call("XREADGROUP", "GROUP", "g", "anna", "COUNT", "3", "STREAMS", key, ">");
        client.call("XREADGROUP", "GROUP", "g", "bert", "COUNT", "2", "STREAMS", key, ">");
        client.call("XACK", key, "g", "1-1");
        client.call("XDEL", key, size > 5 ? "3-0" : "9-9");
        client.call("XGROUP", "CREATE", key, "other", "$");
      }
      if (random.nextInt(4) == 0) {
        client.call("PEXPIREAT", key, Long.toString(4_000_000_000_000L + i));
      }
    }
    assertThat(ids).isNotEmpty();
    // Its only node is left without an entry.
    client.call("XADD", "emptied", "1-1", "a", "b");
    client.call("XADD", "emptied", "1-2", "a", "b");
    client.call("XDEL", "emptied", "1-2");
    client.call("XTRIM", "emptied", "MINID", "1-2");
    // Its second node begins before the end of the first, which was deleted.
    client.call("CONFIG", "SET", "stream-node-max-entries", "2");
    client.call("XADD", "setback", "1-0", "a", "b");
    client.call("XADD", "setback", "5-0", "a", "b");
    client.call("XDEL", "setback", "5-0");
    client.call("XSETID", "setback", "2-0");
    client.call("XADD", "setback", "3-0", "a", "b");
    client.call("CONFIG", "SET", "stream-node-max-entries", "100");
  }

  private static String number(SplittableRandom random) {
    return Long.toString(random.nextLong() >> random.nextInt(64));
  }

  private static String score(SplittableRandom random) {
    return switch (random.nextInt(5)) {
      case 0 -> "inf";
      case 1 -> "-inf";
      case 2 -> number(random);
      default ->
          Double.toString((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-20, 20)));
    };
  }

  private static String text(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> number(random);
      case 1 -> "";
      case 2 -> "x".repeat(random.nextInt(200));
      case 3 -> "y".repeat(random.nextInt(9000));
      default -> {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i >= 0; i--) {
          text.append((char) random.nextInt(256));
        }
        yield text.toString();
      }
    };
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void aFileOfARealServerLoadsHereAndOursThere(long seed) throws Exception {
    String digest;
    String[] directives =
        seed == 1
            ? new String[0]
            : new String[] {
              "--list-max-listpack-size",
              seed == 2 ? "3" : "-5",
              "--hash-max-listpack-entries",
              "4",
              "--zset-max-listpack-entries",
              "900",
              "--rdbcompression",
              seed == 2 ? "no" : "yes"
            };
    try (RealServer redis = RealServer.start(folder, directives);
        RawClient client = new RawClient(redis.port())) {
      fill(client, seed);
      digest = client.call("DEBUG", "DIGEST").trim();
      assertThat(client.call("SAVE")).isEqualTo("+OK\r\n");
    }
    assertThat(ourDigest()).isEqualTo(digest);
    try (DiskEngine server = new DiskEngine(folder)) {
      assertThat(server.line("BGSAVE")).startsWith("+");
      server.await(() -> server.info("rdb_saves").equals("1"));
    }
    assertThat(realDigest("--sanitize-dump-payload", "yes")).isEqualTo(digest);
    assertThat(ourDigest()).isEqualTo(digest);
  }

  @ParameterizedTest(name = "version {0}")
  @ValueSource(ints = {4, 6, 8, 9, 10})
  void oldFormsMeanWhatTheyMeanToARealServer(int version) throws Exception {
    DumpBytes bytes = DumpBytes.everyForm(version);
    Files.write(dump(), version < 9 ? bytes.end() : bytes.newForms().end());
    assertThat(ourDigest()).isEqualTo(realDigest());
  }

  @Test
  void formsOfLaterVersionsLoadAndAreSavedInThoseOfVersionTen() throws Exception {
    Files.write(dump(), DumpBytes.everyForm(12).newForms().newestForms().end());
    String digest;
    try (DiskEngine server = new DiskEngine(folder)) {
      assertThat(server.ended).isEqualTo(-1);
      digest = server.digest();
      assertThat(server.line("DEBUG DIGEST-VALUE slp s1 s3 none").split("\r\n"))
          .hasSize(5)
          .satisfies(lines -> assertThat(lines[2]).isEqualTo(lines[3]));
      server.line("SAVE");
    }
    assertThat(realDigest()).isEqualTo(digest);
  }

  @Test
  void valuesTravelBetweenServersWithDumpAndRestore() throws Exception {
    try (RealServer redis = RealServer.start(folder);
        RawClient real = new RawClient(redis.port());
        DiskEngine ours = new DiskEngine(folder)) {
      fill(real, 9);
      for (int db = 0; db < 16; db++) {
        real.call("SELECT", Integer.toString(db));
        ours.line("SELECT " + db);
        for (String key : keys(real.call("KEYS", "*"))) {
          String payload = bulk(real.call("DUMP", key));
          assertThat(ours.call("RESTORE", key, "0", payload)).isEqualTo("+OK\r\n");
          String back = bulk(ours.call("DUMP", key));
          assertThat(real.call("RESTORE", key, "0", back, "REPLACE")).isEqualTo("+OK\r\n");
          assertThat(ours.call("DEBUG", "DIGEST-VALUE", key))
              .isEqualTo(real.call("DEBUG", "DIGEST-VALUE", key));
        }
      }
      assertThat(ours.digest()).isEqualTo(real.call("DEBUG", "DIGEST").trim());
    }
  }

  private static List<String> keys(String array) {
    List<String> keys = new ArrayList<>();
    String[] lines = array.split("\r\n", -1);
    for (int i = 2; i < lines.length; i += 2) {
      keys.add(lines[i]);
    }
    return keys;
  }

  private static String bulk(String reply) {
    return reply.substring(reply.indexOf('\n') + 1, reply.length() - 2);
  }
}
