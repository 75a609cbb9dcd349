package io.sentinelha.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.RawClient;
import io.sentinelha.server.RealServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server follows ours from the beginning. */
final class FullSyncTest {

  private static final int KEYS = 20_000;

  @TempDir Path folder;

  private RealServer follower(TestServer master, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("--replicaof", "127.0.0.1 " + master.port()));
    words.addAll(List.of(more));
    Path own = Files.createTempDirectory(folder, "real");
    return RealServer.start(own, words.toArray(String[]::new));
  }

  static void isUp(RawClient replica) {
    TestServer.eventually(() -> TestServer.info(replica, "master_link_status").equals("up"));
  }

  /** Both stand at the same offset, and then have the same data. */
  static void haveTheSame(TestServer master, RawClient replica) throws Exception {
    // PINGs of the master move its offset: what was written is the measure.
    long offset = Long.parseLong(master.info("master_repl_offset"));
    TestServer.eventually(
        () -> Long.parseLong(TestServer.info(replica, "slave_repl_offset")) >= offset);
    assertThat(replica.call("DEBUG", "DIGEST")).isEqualTo(master.line("DEBUG DIGEST"));
    assertThat(replica.call("DBSIZE")).isEqualTo(master.line("DBSIZE"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "no"})
  void underAWriteLoadAllDataArrive(String diskless) throws Exception {
    Path own = Files.createTempDirectory(folder, "ours");
    try (TestServer master = new TestServer(own, "--repl-diskless-sync", diskless)) {
      Load.fill(master.client, KEYS);
      try (Load load = new Load(master.port());
          RealServer real = follower(master);
          RawClient replica = new RawClient(real.port())) {
        isUp(replica);
        long writes = load.writes();
        TestServer.eventually(() -> load.writes() > writes + 500);
        load.stop();
        haveTheSame(master, replica);
        assertThat(master.info("sync_full")).isEqualTo("1");
        assertThat(own.toFile().list()).as("temporary files").isEmpty();
      }
    }
  }

  @Test
  void aReplicaThatParsesFromTheSocketSurvivesTheStreamBehindTheSnapshot() throws Exception {
    try (TestServer master = new TestServer(Files.createTempDirectory(folder, "ours"))) {
      Load.fill(master.client, KEYS);
      try (Load load = new Load(master.port());
          RealServer real = follower(master, "--repl-diskless-load", "swapdb");
          RawClient replica = new RawClient(real.port())) {
        isUp(replica);
        load.stop();
        haveTheSame(master, replica);
      }
    }
  }

  @Test
  void replicasOfAReplicaGetTheSame() throws Exception {
    try (TestServer master = new TestServer(Files.createTempDirectory(folder, "ours"))) {
      Load.fill(master.client, KEYS / 10);
      try (Load load = new Load(master.port());
          RealServer first = follower(master);
          RealServer second =
              RealServer.start(
                  Files.createTempDirectory(folder, "second"),
                  "--replicaof",
                  "127.0.0.1 " + first.port());
          RawClient replica = new RawClient(second.port())) {
        isUp(replica);
        load.stop();
        haveTheSame(master, replica);
      }
    }
  }

  @Test
  void aReplicaThatDoesNotReadDoesNotFillTheMemory() throws Exception {
    try (TestServer master = new TestServer(Files.createTempDirectory(folder, "ours"))) {
      master.call("debug", "populate", "200000", "k", "500");
      try (WireReplica stuck = new WireReplica(master.port());
          RawClient other = master.connect()) {
        stuck.introduce(7000);
        stuck.send("PSYNC ? -1");
        assertThat(stuck.line()).startsWith("+FULLRESYNC");
        TestServer.eventually(
            () -> Long.parseLong(master.info("current_save_keys_processed")) > 5_000);
        // Commands go on, and the snapshot waits.
        for (int i = 0; i < 2_000; i++) {
          other.call("set", "other" + i, "v");
        }
        long processed = Long.parseLong(master.info("current_save_keys_processed"));
        assertThat(processed).isLessThan(100_000);
      }
      TestServer.eventually(() -> master.info("rdb_bgsave_in_progress").equals("0"));
    }
  }
}
