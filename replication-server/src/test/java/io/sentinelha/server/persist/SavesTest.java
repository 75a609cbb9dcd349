package io.sentinelha.server.persist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelha.server.engine.EndStep;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SavesTest {

  @TempDir Path folder;

  private Path dump() {
    return folder.resolve("dump.rdb");
  }

  @Test
  void whatWasSavedIsThereAfterARestart() throws Exception {
    String digest;
    try (DiskEngine server = new DiskEngine(folder)) {
      server.line("SET a 1");
      server.line("SET b 2 PX 100000");
      assertThat(server.line("SAVE")).isEqualTo("+OK\r\n");
      digest = server.digest();
      server.line("SET c lost");
    }
    try (DiskEngine server = new DiskEngine(folder)) {
      assertThat(server.digest()).isEqualTo(digest);
      assertThat(server.info("rdb_changes_since_last_save")).isEqualTo("0");
      assertThat(server.info("rdb_last_load_keys_loaded")).isEqualTo("2");
    }
  }

  @Test
  void nobodyGetsAtDataThatAreNotLoaded() throws Exception {
    try (DiskEngine server = new DiskEngine(folder)) {
      server.line("SET a 1");
      server.line("SAVE");
    }
    try (DiskEngine server = DiskEngine.beforeLoading(folder)) {
      assertThat(server.line("GET a"))
          .isEqualTo("-LOADING Redis is loading the dataset in memory\r\n");
      assertThat(server.line("PING")).startsWith("-LOADING ");
      assertThat(server.line("INFO persistence")).contains("loading:1\r\n", "loading_total_bytes:");
      server.persistence.load();
      server.await(() -> server.info("loading").equals("0"));
      assertThat(server.line("GET a")).isEqualTo("$1\r\n1\r\n");
    }
  }

  @Test
  void expiredKeysAreNotLoaded() throws Exception {
    try (DiskEngine server = new DiskEngine(folder)) {
      server.time.pass(-100_000);
      server.line("SET a 1 PX 1000");
      server.line("SET b 2");
      server.line("SAVE");
    }
    try (DiskEngine server = new DiskEngine(folder)) {
      assertThat(server.line("DBSIZE")).isEqualTo(":1\r\n");
      assertThat(server.info("rdb_last_load_keys_expired")).isEqualTo("1");
    }
  }

  @Test
  void enoughChangesAreSavedByThemselves() throws Exception {
    try (DiskEngine server = new DiskEngine(folder, "save", "60 2")) {
      server.line("SET a 1");
      server.time.pass(61_000);
      server.engine.cron();
      assertThat(server.info("rdb_bgsave_in_progress")).isEqualTo("0");
      server.line("SET a 2");
      server.engine.cron();
      assertThat(server.info("rdb_bgsave_in_progress")).isEqualTo("1");
      server.await(() -> server.info("rdb_saves").equals("1"));
      assertThat(server.info("rdb_changes_since_last_save")).isEqualTo("0");
      assertThat(dump()).exists();
    }
  }

  @Test
  void writesAreRefusedWhileDataCannotBeSavedAndAfterwardsNot() throws Exception {
    try (DiskEngine server = new DiskEngine(folder, "save", "1000 1000")) {
      server.line("SET a 1");
      Files.createDirectory(dump());
      Files.createFile(dump().resolve("in-the-way"));
      server.line("BGSAVE");
      server.await(() -> server.info("rdb_last_bgsave_status").equals("err"));
      assertThat(server.line("SET a 2"))
          .startsWith("-MISCONF Redis is configured to save RDB snapshots, but it's currently");
      assertThat(server.line("PING")).startsWith("-MISCONF ");
      assertThat(server.line("GET a")).isEqualTo("$1\r\n1\r\n");
      server.line("CONFIG SET stop-writes-on-bgsave-error no");
      assertThat(server.line("SET a 3")).isEqualTo("+OK\r\n");
      server.line("CONFIG SET stop-writes-on-bgsave-error yes");
      Files.delete(dump().resolve("in-the-way"));
      Files.delete(dump());
      assertThat(server.line("SAVE")).isEqualTo("+OK\r\n");
      assertThat(server.line("SET a 4")).isEqualTo("+OK\r\n");
    }
  }

  @Test
  void aSaveThatFailsLeavesTheOldFileAndNoOther() throws Exception {
    try (DiskEngine server = new DiskEngine(folder)) {
      server.line("SET a 1");
      server.line("SAVE");
      byte[] good = Files.readAllBytes(dump());
      NewFile file = NewFile.open(folder.resolve("temp-1.rdb"), dump(), true);
      file.write(new byte[100_000], 0, 100_000);
      file.abort();
      assertThat(Files.readAllBytes(dump())).isEqualTo(good);
      try (var files = Files.list(folder)) {
        assertThat(files).containsExactly(dump());
      }
    }
  }

  @Test
  void filesThatADeadServerLeftUnfinishedAreDeletedAndOthersNot() throws Exception {
    Path left =
        Files.createFile(folder.resolve("temp-" + ProcessHandle.current().pid() + "-1.rdb"));
    Path of = Files.createFile(folder.resolve("temp-1-1.rdb"));
    Path other = Files.createFile(folder.resolve("temp-mine.rdb"));
    new DiskEngine(folder).close();
    assertThat(left).doesNotExist();
    assertThat(of).exists();
    assertThat(other).exists();
  }

  @Test
  void savingIsPutOffWithinATransaction() throws Exception {
    try (DiskEngine server = new DiskEngine(folder)) {
      server.line("MULTI");
      server.line("SET a 1");
      server.line("BGSAVE");
      server.line("SET b 2");
      assertThat(server.line("EXEC")).contains("+Background saving scheduled");
      server.engine.cron();
      server.await(() -> server.info("rdb_saves").equals("1"));
    }
    try (DiskEngine server = new DiskEngine(folder)) {
      assertThat(server.line("DBSIZE")).isEqualTo(":2\r\n");
    }
  }

  @Test
  void theEndSavesIfThereAreSavePointsOrItIsToldTo() throws Exception {
    try (DiskEngine server = new DiskEngine(folder)) {
      server.line("SET a 1");
      assertThat(server.engine.end(EndStep.Wish.PLAIN)).isNull();
      assertThat(dump()).doesNotExist();
      server.line("SHUTDOWN SAVE");
      assertThat(dump()).exists();
      Files.delete(dump());
      server.line("CONFIG SET save 100");
    }
    try (DiskEngine server = new DiskEngine(folder, "save", "100 1")) {
      assertThat(server.engine.end(new EndStep.Wish(false, true, false, false))).isNull();
      assertThat(dump()).doesNotExist();
      Files.createDirectory(dump());
      Files.createFile(dump().resolve("in-the-way"));
      var refusal = server.engine.end(EndStep.Wish.PLAIN);
      assertThat(refusal).isNotNull();
      assertThat(server.engine.end(new EndStep.Wish(false, false, false, true))).isNull();
    }
  }

  @Test
  void aDamagedFileEndsTheStart() throws Exception {
    try (DiskEngine server = new DiskEngine(folder)) {
      server.line("SET a 1");
      server.line("SAVE");
    }
    byte[] bytes = Files.readAllBytes(dump());
    bytes[bytes.length / 2] ^= 1;
    Files.write(dump(), bytes);
    try (DiskEngine server = new DiskEngine(folder)) {
      assertThat(server.ended).isEqualTo(1);
      assertThat(server.line("SET a 2")).startsWith("-LOADING");
    }
  }

  @Test
  void reloadingChangesNothingAndMergingKeepsWhatIsThere() throws Exception {
    try (DiskEngine server = new DiskEngine(folder)) {
      server.line("SET a 1");
      String digest = server.digest();
      assertThat(server.line("DEBUG RELOAD")).isEqualTo("+OK\r\n");
      assertThat(server.digest()).isEqualTo(digest);
      server.line("SET b 2");
      assertThat(server.line("DEBUG RELOAD NOSAVE NOFLUSH"))
          .startsWith("-ERR Error trying to load");
      assertThat(server.line("DEBUG RELOAD NOSAVE NOFLUSH MERGE")).isEqualTo("+OK\r\n");
      assertThat(server.line("DBSIZE")).isEqualTo(":2\r\n");
    }
  }

  @Test
  void filesOfDataMayNotBePaths() {
    assertThatThrownBy(() -> new DiskEngine(folder, "dbfilename", "../x"))
        .hasMessageContaining("can't be a path");
    assertThatThrownBy(() -> new DiskEngine(folder.resolve("missing")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("No such file");
  }
}
