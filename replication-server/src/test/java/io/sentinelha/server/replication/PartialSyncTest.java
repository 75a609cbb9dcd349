package io.sentinelha.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.RawClient;
import io.sentinelha.server.RealServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server that was cut off goes on where it was. */
final class PartialSyncTest {

  @TempDir Path folder;

  private RealServer follower(int port) throws Exception {
    return RealServer.start(
        Files.createTempDirectory(folder, "real"), "--replicaof", "127.0.0.1 " + port);
  }

  @Test
  void cutOffTwentyTimesUnderAWriteLoadItLosesNothingAndNeedsOneFullSync() throws Exception {
    try (TestServer master =
            new TestServer(
                Files.createTempDirectory(folder, "ours"), "--repl-backlog-size", "64mb");
        RealServer real = follower(master.port());
        RawClient replica = new RawClient(real.port())) {
      FullSyncTest.isUp(replica);
      Load.write(master.client, 2_000);
      SplittableRandom random = new SplittableRandom(11);
      try (Load load = new Load(master.port())) {
        for (int i = 1; i <= 20; i++) {
          long goal = load.writes() + random.nextInt(200);
          TestServer.eventually(() -> load.writes() >= goal);
          master.line("CLIENT KILL TYPE replica");
          String partial = Integer.toString(i);
          TestServer.eventually(() -> master.info("sync_partial_ok").equals(partial));
        }
      }
      FullSyncTest.haveTheSame(master, replica);
      assertThat(master.info("sync_full")).isEqualTo("1");
    }
  }

  @Test
  void aBacklogThatWasOutrunMeansAFullSync() throws Exception {
    try (TestServer master =
            new TestServer(
                Files.createTempDirectory(folder, "ours"), "--repl-backlog-size", "16kb");
        RealServer real = follower(master.port());
        RawClient replica = new RawClient(real.port())) {
      FullSyncTest.isUp(replica);
      replica.call("REPLICAOF", "127.0.0.1", "1");
      TestServer.eventually(() -> master.info("connected_slaves").equals("0"));
      for (int i = 0; i < 200; i++) {
        master.call("set", "k" + i, "x".repeat(1_000));
      }
      replica.call("REPLICAOF", "127.0.0.1", Integer.toString(master.port()));
      FullSyncTest.isUp(replica);
      FullSyncTest.haveTheSame(master, replica);
      assertThat(master.info("sync_full")).isEqualTo("2");
      assertThat(master.info("sync_partial_err")).isEqualTo("1");
    }
  }

  @Test
  void afterARestartOfTheMasterFromItsDumpItGoesOn() throws Exception {
    Path own = Files.createTempDirectory(folder, "ours");
    TestServer first = new TestServer(own);
    String id;
    try (RealServer real = follower(first.port());
        RawClient replica = new RawClient(real.port())) {
      FullSyncTest.isUp(replica);
      first.call("set", "k", "v");
      first.call("set", "soon", "gone", "px", "1");
      first.line("WAIT 1 5000");
      id = first.info("master_replid");
      replica.call("REPLICAOF", "127.0.0.1", "1");
      // Its own offset must not be ahead of the dump.
      first.line("SAVE");
      first.close();
      try (TestServer second = new TestServer(own)) {
        assertThat(second.info("master_replid2")).isEqualTo(id);
        assertThat(second.info("master_replid")).isNotEqualTo(id);
        replica.call("REPLICAOF", "127.0.0.1", Integer.toString(second.port()));
        FullSyncTest.isUp(replica);
        assertThat(second.info("sync_full")).isEqualTo("0");
        assertThat(second.info("sync_partial_ok")).isEqualTo("1");
        second.call("set", "k2", "v2");
        FullSyncTest.haveTheSame(second, replica);
      }
    }
  }

  @Test
  void withoutReplicasForLongTheHistoryEnds() throws Exception {
    try (TestServer master =
        new TestServer(Files.createTempDirectory(folder, "ours"), "--repl-backlog-ttl", "1")) {
      WireReplica replica = new WireReplica(master.port());
      WireReplica.Synced synced = replica.fullSync();
      replica.close();
      TestServer.eventually(() -> master.info("repl_backlog_active").equals("0"));
      assertThat(master.info("master_replid")).isNotEqualTo(synced.id());
      assertThat(master.info("repl_backlog_first_byte_offset")).isEqualTo("0");
    }
  }
}
