package io.sentinelha.server.persist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelha.server.RawClient;
import io.sentinelha.server.RealServer;
import io.sentinelha.server.engine.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AofTest {

  private static final String[] ON = {"appendonly", "yes", "appendfsync", "always"};

  @TempDir Path folder;

  private Path file(String name) {
    return folder.resolve("appendonlydir").resolve("appendonly.aof." + name);
  }

  private String manifest() throws IOException {
    return Files.readString(file("manifest"));
  }

  private String digestAfterRestart() throws IOException {
    try (DiskEngine server = new DiskEngine(folder, ON)) {
      assertThat(server.ended).isEqualTo(-1);
      return server.digest();
    }
  }

  private void append(String name, String text) throws IOException {
    Files.write(file(name), text.getBytes(ISO_8859_1), java.nio.file.StandardOpenOption.APPEND);
  }

  @Test
  void whatWasAnsweredIsThereAfterACrash() throws Exception {
    String digest;
    try (DiskEngine server = new DiskEngine(folder, ON)) {
      server.line("SET a 1");
      server.line("SELECT 5");
      server.line("SET b 2 PXAT 4000000000000");
      server.line("INCR b");
      server.line("MULTI");
      server.line("SET c 3");
      server.line("SELECT 2");
      server.line("SET d 4");
      server.line("EXEC");
      server.line("SELECT 5");
      server.line("SET e 5");
      digest = server.digest();
    }
    assertThat(manifest())
        .isEqualTo(
            """
            file appendonly.aof.1.base.rdb seq 1 type b
            file appendonly.aof.1.incr.aof seq 1 type i
            """);
    assertThat(digestAfterRestart()).isEqualTo(digest);
    try (RealServer redis = RealServer.start(folder, "--appendonly", "yes");
        RawClient real = new RawClient(redis.port())) {
      assertThat(real.call("DEBUG", "DIGEST").trim()).isEqualTo(digest);
    }
  }

  @Test
  void filesOfARealServerLoad() throws Exception {
    String digest;
    try (RealServer redis = RealServer.start(folder, "--appendonly", "yes");
        RawClient real = new RawClient(redis.port())) {
      for (int i = 0; i < 500; i++) {
        real.call("SET", "key:" + i, "value");
      }
      real.call("CONFIG", "SET", "aof-timestamp-enabled", "yes");
      real.call("SELECT", "3");
      real.call("SET", "a", "1", "EX", "10000000");
      digest = real.call("DEBUG", "DIGEST").trim();
    }
    assertThat(digestAfterRestart()).isEqualTo(digest);
  }

  @Test
  void aRewriteKeepsWhatComesMeanwhileAndDropsWhatIsNotNeeded() throws Exception {
    for (String preamble : new String[] {"yes", "no"}) {
      String digest;
      try (DiskEngine server = new DiskEngine(folder, "appendonly", "yes")) {
        server.line("CONFIG SET aof-use-rdb-preamble " + preamble);
        for (int i = 0; i < 5_000; i++) {
          server.call("SET", "key:" + i, "value");
        }
        assertThat(server.line("BGREWRITEAOF"))
            .isEqualTo("+Background append only file rewriting started\r\n");
        int writes = 0;
        while (server.info("aof_rewrite_in_progress").equals("1")) {
          server.call("SET", "key:" + writes++, "changed");
          server.call("INCR", "count");
          server.turn();
        }
        assertThat(server.info("aof_last_bgrewrite_status")).isEqualTo("ok");
        server.line("CONFIG SET appendfsync always");
        server.line("SET last one");
        digest = server.digest();
      }
      String ending = preamble.equals("yes") ? "2.base.rdb" : "3.base.aof";
      assertThat(manifest()).startsWith("file appendonly.aof." + ending).doesNotContain("type h");
      try (var files = Files.list(folder.resolve("appendonlydir"))) {
        assertThat(files).hasSize(3);
      }
      assertThat(digestAfterRestart()).isEqualTo(digest);
    }
  }

  @Test
  void aRewriteThatNeverEndedLeavesEverythingReadable() throws Exception {
    String digest;
    try (DiskEngine server = new DiskEngine(folder, "appendonly", "yes")) {
      for (int i = 0; i < 50_000; i++) {
        server.call("SET", "key:" + i, "value");
      }
      server.line("BGREWRITEAOF");
      server.line("SET after begin");
      server.line("CONFIG SET appendfsync always");
      server.line("SET last one");
      digest = server.digest();
      assertThat(server.info("aof_rewrite_in_progress")).isEqualTo("1");
    }
    assertThat(manifest()).contains("appendonly.aof.2.incr.aof seq 2 type i");
    assertThat(digestAfterRestart()).isEqualTo(digest);
  }

  @Test
  void anIncompleteCommandAtTheEndIsCutOffIfItMayBe() throws Exception {
    String digest;
    try (DiskEngine server = new DiskEngine(folder, ON)) {
      server.line("SET a 1");
      digest = server.digest();
    }
    long sound = Files.size(file("1.incr.aof"));
    String[] ends = {
      "*3\r\n$3\r\nSET\r\n$1\r\nb\r\n$10\r\nabc",
      "*1\r\n$5\r\nMULTI\r\n*3\r\n$3\r\nSET\r\n$1\r\nb\r\n$1\r\n1\r\n",
      "*",
      "*2\r\n$1000000\r\nx"
    };
    for (String end : ends) {
      append("1.incr.aof", end);
      try (DiskEngine server =
          new DiskEngine(folder, "appendonly", "yes", "aof-load-truncated", "no")) {
        assertThat(server.ended).isEqualTo(1);
      }
      assertThat(digestAfterRestart()).as(end).isEqualTo(digest);
      assertThat(file("1.incr.aof")).hasSize(sound);
    }
  }

  @Test
  void damageInTheMiddleEndsTheStartAndIsNotCutOff() throws Exception {
    try (DiskEngine server = new DiskEngine(folder, ON)) {
      server.line("SET a 1");
      server.line("SET b 2");
      server.line("SET c 3");
    }
    String good = Files.readString(file("1.incr.aof"), ISO_8859_1);
    String[][] damages = {
      {"$1\r\nb", "$2\r\nb"},
      {"$1\r\nb", "$9\r\nb"},
      {"*3\r\n$3\r\nSET\r\n$1\r\nb", "garbage"},
      {"SET\r\n$1\r\nb", "SUT\r\n$1\r\nb"},
      {"*3\r\n$3\r\nSET\r\n$1\r\nb", "*9\r\n$3\r\nSET\r\n$1\r\nb"},
      {"$1\r\nb", "$999999\r\nb"}
    };
    for (String[] damage : damages) {
      String bad = good.replace(damage[0], damage[1]);
      assertThat(bad).isNotEqualTo(good);
      Files.writeString(file("1.incr.aof"), bad, ISO_8859_1);
      try (DiskEngine server = new DiskEngine(folder, ON)) {
        assertThat(server.ended).as(bad).isEqualTo(1);
      }
      assertThat(Files.readString(file("1.incr.aof"), ISO_8859_1)).isEqualTo(bad);
    }
  }

  @Test
  void onlyTheLastFileMayBeIncomplete() throws Exception {
    try (DiskEngine server = new DiskEngine(folder, ON)) {
      server.line("SET a 1");
    }
    append("1.incr.aof", "*1\r\n");
    Files.writeString(file("2.incr.aof"), "");
    append("manifest", "file appendonly.aof.2.incr.aof seq 2 type i\n");
    try (DiskEngine server = new DiskEngine(folder, ON)) {
      assertThat(server.ended).isEqualTo(1);
    }
  }

  @Test
  void aManifestThatNamesWhatIsNotThereEndsTheStart() throws Exception {
    try (DiskEngine server = new DiskEngine(folder, ON)) {
      server.line("SET a 1");
    }
    Files.delete(file("1.incr.aof"));
    try (DiskEngine server = new DiskEngine(folder, ON)) {
      assertThat(server.ended).isEqualTo(1);
    }
    Files.writeString(file("manifest"), "file ../x seq 1 type b\n");
    assertThatThrownBy(() -> new DiskEngine(folder, ON)).hasMessageContaining("manifest:1: ");
  }

  @Test
  void itCanBeTurnedOnAndOffWhileTheServerRuns() throws Exception {
    String digest;
    try (DiskEngine server = new DiskEngine(folder)) {
      for (int i = 0; i < 2_000; i++) {
        server.call("SET", "key:" + i, "value");
      }
      assertThat(server.line("CONFIG SET appendonly yes")).isEqualTo("+OK\r\n");
      server.line("SET during first");
      server.await(() -> server.info("aof_rewrite_in_progress").equals("0"));
      server.line("CONFIG SET appendfsync always");
      server.line("SET after first");
      digest = server.digest();
      assertThat(server.info("aof_enabled")).isEqualTo("1");
    }
    assertThat(digestAfterRestart()).isEqualTo(digest);
    try (DiskEngine server = new DiskEngine(folder, ON)) {
      server.line("CONFIG SET appendonly no");
      server.line("SET not written");
      assertThat(server.info("aof_enabled")).isEqualTo("0");
    }
    assertThat(digestAfterRestart()).isEqualTo(digest);
  }

  @Test
  void aFileThatHasGrownEnoughIsRewrittenByItself() throws Exception {
    try (DiskEngine server = new DiskEngine(folder, ON)) {
      server.line("CONFIG SET auto-aof-rewrite-min-size 100kb");
      String value = "v".repeat(1_000);
      for (int i = 0; i < 200; i++) {
        server.call("SET", "key", value);
      }
      server.await(() -> server.info("aof_rewrites").equals("1"));
      assertThat(Long.parseLong(server.info("aof_current_size"))).isLessThan(5_000);
    }
  }

  @Test
  void aWriteThatCannotBeMadeSafeIsNotAnsweredAndOthersAreRefused() throws Exception {
    try (DiskEngine server = new DiskEngine(folder, ON)) {
      server.line("SET a 1");
    }
    Path full = file("1.incr.aof");
    Files.delete(full);
    Files.createSymbolicLink(full, Path.of("/dev/full"));
    try (DiskEngine server = new DiskEngine(folder, ON)) {
      TestClient other = new TestClient(server.engine);
      TestClient writer = new TestClient(server.engine);
      assertThat(other.line("GET b")).isEqualTo("$-1\r\n");
      writer.line("SET b 2");
      assertThat(writer.closed).isTrue();
      assertThat(other.closed).isFalse();
      assertThat(other.line("SET c 3"))
          .isEqualTo("-MISCONF Errors writing to the AOF file: No space left on device\r\n");
      assertThat(other.line("GET b")).isEqualTo("$1\r\n2\r\n");
      assertThat(server.info("aof_last_write_status")).isEqualTo("err");
    }
  }

  @Test
  void aFileOfTheTimeBeforeManifestsBecomesTheBase() throws Exception {
    Files.writeString(
        folder.resolve("appendonly.aof"),
        "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n");
    try (DiskEngine server = new DiskEngine(folder, ON)) {
      assertThat(server.line("GET a")).isEqualTo("$1\r\n1\r\n");
      server.line("SET b 2");
    }
    assertThat(folder.resolve("appendonly.aof")).doesNotExist();
    try (DiskEngine server = new DiskEngine(folder, ON)) {
      assertThat(server.line("DBSIZE")).isEqualTo(":2\r\n");
    }
  }

  @Test
  void loadingItAgainChangesNothing() throws Exception {
    try (DiskEngine server = new DiskEngine(folder, ON)) {
      server.line("SET a 1");
      server.line("BGREWRITEAOF");
      server.line("INCR a");
      server.await(() -> server.info("aof_rewrite_in_progress").equals("0"));
      server.line("INCR a");
      String digest = server.digest();
      assertThat(server.line("DEBUG LOADAOF")).isEqualTo("+OK\r\n");
      assertThat(server.digest()).isEqualTo(digest);
    }
  }
}
