package io.sentinelha.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.RawClient;
import io.sentinelha.server.RealServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FAILOVER: the part of the master goes to a replica. */
final class FailoverCommandTest {

  @TempDir Path folder;

  @Test
  void whatCannotBeIsRefusedAsRedisDoes() throws Exception {
    try (TestServer server = new TestServer(folder)) {
      assertThat(server.line("FAILOVER"))
          .isEqualTo("-ERR FAILOVER requires connected replicas.\r\n");
      assertThat(server.line("FAILOVER ABORT")).isEqualTo("-ERR No failover in progress.\r\n");
      assertThat(server.line("FAILOVER TIMEOUT 0"))
          .isEqualTo("-ERR FAILOVER timeout must be greater than 0\r\n");
      assertThat(server.line("FAILOVER NOW")).isEqualTo("-ERR syntax error\r\n");
      try (WireReplica replica = new WireReplica(server.port())) {
        replica.fullSync();
        assertThat(server.line("FAILOVER TO 127.0.0.1 1"))
            .isEqualTo("-ERR FAILOVER target HOST and PORT is not a replica.\r\n");
        assertThat(server.line("FAILOVER TO 127.0.0.1 7000 FORCE"))
            .isEqualTo(
                "-ERR FAILOVER with force option requires both a timeout and target HOST and IP"
                    + " are specified.\r\n");
      }
    }
  }

  @Test
  void writesWaitUntilItIsCalledOff() throws Exception {
    try (TestServer server = new TestServer(folder);
        RawClient writer = server.connect();
        WireReplica replica = new WireReplica(server.port())) {
      replica.fullSync();
      replica.send("REPLCONF ACK 0");
      TestServer.eventually(() -> server.info("slave0").contains("online"));
      server.line("set k v");
      assertThat(server.line("FAILOVER TIMEOUT 60000")).isEqualTo("+OK\r\n");
      assertThat(server.info("master_failover_state")).isEqualTo("waiting-for-sync");
      assertThat(server.line("FAILOVER")).isEqualTo("-ERR FAILOVER already in progress.\r\n");
      writer.send("set", "k", "w");
      assertThat(server.line("get k")).isEqualTo("$1\r\nv\r\n");
      try (WireReplica other = new WireReplica(server.port())) {
        other.send("PSYNC ? -1");
        assertThat(other.line()).isEqualTo("-NOMASTERLINK Can't SYNC while failing over");
      }
      assertThat(server.line("FAILOVER ABORT")).isEqualTo("+OK\r\n");
      assertThat(writer.receive()).isEqualTo("+OK\r\n");
      assertThat(server.info("master_failover_state")).isEqualTo("no-failover");
    }
  }

  @Test
  void aReplicaThatNeverCatchesUpEndsIt() throws Exception {
    try (TestServer server = new TestServer(folder);
        WireReplica replica = new WireReplica(server.port())) {
      replica.fullSync();
      replica.send("REPLCONF ACK 0");
      server.line("set k v");
      assertThat(server.line("FAILOVER TIMEOUT 300")).isEqualTo("+OK\r\n");
      TestServer.eventually(() -> server.info("master_failover_state").equals("no-failover"));
      assertThat(server.line("set k v")).isEqualTo("+OK\r\n");
      assertThat(server.info("role")).isEqualTo("master");
    }
  }

  @Test
  void byForceItGoesOnWhenTheTimeIsUp() throws Exception {
    try (TestServer server = new TestServer(folder);
        FakeMaster target = new FakeMaster();
        WireReplica replica = behind(server, target)) {
      String id = server.info("master_replid");
      long next = Long.parseLong(server.info("master_repl_offset")) + 1;

      assertThat(server.line("FAILOVER TO 127.0.0.1 " + target.port() + " FORCE TIMEOUT 300"))
          .isEqualTo("+OK\r\n");
      assertThat(target.accept().greet()).isEqualTo("PSYNC " + id + " " + next + " FAILOVER");
      target.send("+CONTINUE " + "a".repeat(40) + "\r\n");

      TestServer.eventually(() -> server.info("master_link_status").equals("up"));
      assertThat(server.info("master_failover_state")).isEqualTo("no-failover");
      assertThat(server.info("master_replid")).isEqualTo("a".repeat(40));
      assertThat(server.line("set k x")).startsWith("-READONLY");
      assertThat(replica.upTo("$1\r\nv\r\n")).contains("set"); // It had the time.
    }
  }

  @Test
  void aTargetThatRefusesLeavesTheMasterAMaster() throws Exception {
    try (TestServer server = new TestServer(folder);
        RawClient writer = server.connect();
        FakeMaster target = new FakeMaster();
        WireReplica replica = behind(server, target)) {
      String id = server.info("master_replid");

      server.line("FAILOVER TO 127.0.0.1 " + target.port() + " FORCE TIMEOUT 300");
      writer.send("set", "k", "w");
      target.accept().greet();
      target.send("-ERR PSYNC FAILOVER replid must match my replid.\r\n");

      assertThat(writer.receive()).isEqualTo("+OK\r\n");
      assertThat(server.info("role")).isEqualTo("master");
      assertThat(server.info("master_replid2")).isEqualTo(id); // As after every promotion.
      assertThat(server.info("master_failover_state")).isEqualTo("no-failover");
      assertThat(replica.upTo("$1\r\nv\r\n")).contains("set");
    }
  }

  /** A replica that lacks a write and never acknowledges it; it says that it is the other one. */
  private static WireReplica behind(TestServer server, FakeMaster identity) throws Exception {
    WireReplica replica = new WireReplica(server.port());
    replica.fullSync(identity.port());
    replica.send("REPLCONF ACK 0");
    TestServer.eventually(() -> server.info("slave0").contains("online"));
    server.line("set k v");
    return replica;
  }

  @Test
  void aRealReplicaTakesOverAndWeFollowItWithoutAFullSync() throws Exception {
    try (TestServer server = new TestServer(folder);
        RealServer real =
            RealServer.start(
                Files.createTempDirectory(folder, "real"),
                "--replicaof",
                "127.0.0.1 " + server.port());
        RawClient replica = new RawClient(real.port())) {
      FullSyncTest.isUp(replica);
      server.line("set k v");
      assertThat(server.line("FAILOVER")).isEqualTo("+OK\r\n");
      TestServer.eventually(() -> TestServer.info(replica, "role").equals("master"));
      TestServer.eventually(() -> server.info("master_link_status").equals("up"));
      assertThat(server.info("master_failover_state")).isEqualTo("no-failover");
      assertThat(TestServer.info(replica, "sync_partial_ok")).isEqualTo("1");
      replica.call("set", "k", "w");
      TestServer.eventually(() -> server.line("get k").equals("$1\r\nw\r\n"));
      assertThat(server.line("set k x")).startsWith("-READONLY");
    }
  }
}
