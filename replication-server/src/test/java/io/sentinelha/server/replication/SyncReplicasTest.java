package io.sentinelha.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.RawClient;
import io.sentinelha.server.RealServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replies to writes wait for replicas. */
final class SyncReplicasTest {

  private static final String UNCONFIRMED =
      "-UNCONFIRMED Applied here, but not acknowledged by 1 replicas in time\r\n";

  @TempDir Path folder;

  private TestServer server(String... directives) throws Exception {
    TestServer server = new TestServer(folder, directives);
    server.line("CONFIG SET sync-replicas 1");
    return server;
  }

  private static String offset(TestServer server) throws Exception {
    return server.info("master_repl_offset");
  }

  @Test
  void aReplyToAWriteLeavesWhenTheReplicaHasIt() throws Exception {
    try (TestServer server = server();
        WireReplica replica = new WireReplica(server.port());
        RawClient client = server.connect()) {
      replica.fullSync();
      replica.send("REPLCONF ACK 0");
      assertThat(client.call("get", "k")).as("a read does not wait").isEqualTo("$-1\r\n");
      client.send("set", "k", "v");
      replica.upTo("GETACK\r\n$1\r\n*\r\n");
      assertThat(server.line("get k")).as("others do not wait").isEqualTo("$1\r\nv\r\n");
      replica.send("REPLCONF ACK 1");
      replica.send("REPLCONF ACK " + offset(server));
      assertThat(client.receive()).isEqualTo("+OK\r\n");
    }
  }

  @Test
  void repliesKeepTheirOrderAndReadsBehindAWriteWaitWithIt() throws Exception {
    try (TestServer server = server();
        WireReplica replica = new WireReplica(server.port());
        RawClient client = server.connect()) {
      replica.fullSync();
      replica.send("REPLCONF ACK 0");
      client.sendRaw("get a\r\nset a 1\r\nget a\r\n");
      assertThat(client.receive()).as("before the write").isEqualTo("$-1\r\n");
      replica.upTo("GETACK\r\n$1\r\n*\r\n");
      String first = offset(server);
      client.sendRaw("set a 2\r\nget a\r\nmulti\r\nset a 3\r\nget a\r\nexec\r\n");
      replica.upTo("GETACK\r\n$1\r\n*\r\n");
      replica.send("REPLCONF ACK " + first);
      assertThat(client.receive()).isEqualTo("+OK\r\n");
      assertThat(client.receive()).isEqualTo("$1\r\n1\r\n");
      replica.send("REPLCONF ACK " + offset(server));
      assertThat(client.receive()).isEqualTo("+OK\r\n");
      assertThat(client.receive()).isEqualTo("$1\r\n2\r\n");
      assertThat(client.receive()).isEqualTo("+OK\r\n");
      assertThat(client.receive()).isEqualTo("+QUEUED\r\n");
      assertThat(client.receive()).isEqualTo("+QUEUED\r\n");
      assertThat(client.receive()).isEqualTo("*2\r\n+OK\r\n$1\r\n3\r\n");
    }
  }

  @Test
  void whatIsNotAcknowledgedInTimeIsToldAsSuch() throws Exception {
    try (TestServer server = server("--sync-replicas-timeout", "200");
        RawClient client = server.connect()) {
      client.sendRaw("get a\r\nset a 1\r\nget a\r\nincr a\r\n");
      assertThat(client.receive()).isEqualTo("$-1\r\n");
      assertThat(client.receive()).isEqualTo(UNCONFIRMED);
      assertThat(client.receive()).isEqualTo("$1\r\n1\r\n");
      assertThat(client.receive()).isEqualTo(UNCONFIRMED);
      assertThat(client.call("get", "a")).as("it was applied").isEqualTo("$1\r\n2\r\n");
    }
  }

  @Test
  void aClientThatSaysGoodbyeGetsItsReplyFirst() throws Exception {
    try (TestServer server = server("--sync-replicas-timeout", "200");
        RawClient client = server.connect()) {
      client.sendRaw("set a 1\r\nquit\r\n");
      assertThat(client.receive()).isEqualTo(UNCONFIRMED);
      assertThat(client.receive()).isEqualTo("+OK\r\n");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void whenTheDirectiveIsTakenBackNobodyWaitsAnyMore() throws Exception {
    try (TestServer server = server();
        RawClient client = server.connect()) {
      client.sendRaw("set a 1\r\nget a\r\n");
      TestServer.eventually(() -> server.line("get a").equals("$1\r\n1\r\n"));
      server.line("CONFIG SET sync-replicas 0");
      assertThat(client.receive()).isEqualTo("+OK\r\n");
      assertThat(client.receive()).isEqualTo("$1\r\n1\r\n");
      assertThat(client.call("incr", "a")).isEqualTo(":2\r\n");
    }
  }

  @Test
  void aRealReplicaAcknowledgesWithoutDelay() throws Exception {
    try (TestServer server = server("--sync-replicas-timeout", "30000");
        RealServer real =
            RealServer.start(
                Files.createTempDirectory(folder, "real"),
                "--replicaof",
                "127.0.0.1 " + server.port());
        RawClient replica = new RawClient(real.port());
        RawClient client = server.connect()) {
      FullSyncTest.isUp(replica);
      long start = System.nanoTime();
      for (int round = 0; round < 50; round++) {
        StringBuilder pipeline = new StringBuilder();
        for (int i = 0; i < 16; i++) {
          pipeline.append("incr n\r\nget n\r\n");
        }
        client.sendRaw(pipeline.toString());
        for (int i = 0; i < 16; i++) {
          int expected = 16 * round + i + 1;
          assertThat(client.receive()).isEqualTo(":" + expected + "\r\n");
          assertThat(client.receive()).contains(Integer.toString(expected));
        }
      }
      assertThat(System.nanoTime() - start).as("fifty rounds").isLessThan(20_000_000_000L);
      assertThat(replica.call("get", "n")).isEqualTo("$3\r\n800\r\n");
    }
  }

  @Test
  void whoTakesTheDirectiveBackGetsAllItsRepliesInOrder() throws Exception {
    try (TestServer server = server();
        RawClient client = server.connect()) {
      client.sendRaw("ping\r\nget a\r\nconfig set sync-replicas 0\r\nping\r\n");
      assertThat(client.receive()).isEqualTo("+PONG\r\n");
      assertThat(client.receive()).isEqualTo("$-1\r\n");
      assertThat(client.receive()).isEqualTo("+OK\r\n");
      assertThat(client.receive()).isEqualTo("+PONG\r\n");
      client.sendRaw("config set sync-replicas 1\r\n");
      client.sendRaw("multi\r\nget a\r\nconfig set sync-replicas 0\r\nexec\r\n");
      assertThat(client.receive()).isEqualTo("+OK\r\n");
      assertThat(client.receive()).isEqualTo("+OK\r\n");
      assertThat(client.receive()).isEqualTo("+QUEUED\r\n");
      assertThat(client.receive()).isEqualTo("+QUEUED\r\n");
      assertThat(client.receive()).isEqualTo("*2\r\n$-1\r\n+OK\r\n");
    }
  }

  @Test
  void aReplicaThatNeverSawItsMasterConfirmsNothingByItselfWhenItIsPromoted() throws Exception {
    try (TestServer server =
        new TestServer(folder, "--sync-replicas-timeout", "200", "--replicaof", "127.0.0.1 1")) {
      // A master would begin to count its writes now.
      assertThat(server.line("CONFIG SET sync-replicas 1")).isEqualTo("+OK\r\n");
      server.line("REPLICAOF NO ONE");
      assertThat(server.line("set k v")).isEqualTo(UNCONFIRMED);
    }
  }
}
