package io.sentinelha.server.replication;

import static io.sentinelha.server.replication.RealMasterTest.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.DataServer;
import io.sentinelha.server.RawClient;
import io.sentinelha.server.config.ServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who was a replica becomes a master and the other way round, and nobody copies all data. */
final class RolesTest {

  @TempDir private Path folder;

  private Node node(boolean ours, String name) throws Exception {
    return ours ? Node.ours(folder.resolve(name)) : Node.real(folder.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void replicasGoOnFromThePromotedOne(boolean ours) throws Exception {
    try (Node first = node(true, "first");
        Node second = node(true, "second");
        Node third = node(ours, "third")) {
      first.line("SET k v");
      second.follow(first).caughtUpWith(first);
      third.follow(first).caughtUpWith(first);
      String id = first.info("master_replid");
      String offset = second.info("slave_repl_offset");
      assertThat(second.line("REPLICAOF NO ONE")).isEqualTo("+OK\r\n");
      assertThat(second.info("role")).isEqualTo("master");
      assertThat(second.info("master_replid2")).isEqualTo(id);
      assertThat(second.number("second_repl_offset")).isEqualTo(Long.parseLong(offset) + 1);
      assertThat(second.line("SET n 1")).isEqualTo("+OK\r\n");
      third.follow(second);
      assertSame(second, third);
      first.follow(second);
      assertSame(second, first);
      assertThat(second.info("sync_full")).isEqualTo("0");
      assertThat(second.info("sync_partial_ok")).isEqualTo("2");
    }
  }

  @Test
  void subReplicasStayWhenTheirMasterChangesItsMaster() throws Exception {
    try (Node first = node(true, "first");
        Node second = node(true, "second");
        Node third = node(false, "third")) {
      first.line("SET k v");
      second.follow(first).caughtUpWith(first);
      third.follow(second).caughtUpWith(second);
      second.line("REPLICAOF NO ONE");
      third.caughtUpWith(second);
      second.line("SET n 1");
      assertSame(second, third);
      assertThat(second.info("sync_full")).isEqualTo("1");
    }
  }

  @Test
  void theConfigurationFileFollowsTheRole() throws Exception {
    Path file = Files.createFile(folder.resolve("server.conf"));
    try (Node first = node(true, "first")) {
      first.line("SET k v");
      try (DataServer server =
              DataServer.start(
                  ServerConfig.of(List.of(file.toString(), "--port", "0", "--dir", "" + folder)),
                  status -> {});
          RawClient client = new RawClient(server.listen())) {
        client.call("MULTI");
        client.call("REPLICAOF", "127.0.0.1", "" + first.port());
        client.call("CONFIG", "REWRITE");
        assertThat(client.call("EXEC")).isEqualTo("*2\r\n+OK\r\n+OK\r\n");
        assertThat(Files.readString(file)).contains("replicaof 127.0.0.1 " + first.port());
        assertThat(client.call("CONFIG", "GET", "replicaof")).contains("127.0.0.1 ");
        client.call("REPLICAOF", "NO", "ONE");
        client.call("CONFIG", "REWRITE");
        assertThat(Files.readString(file)).doesNotContain("replicaof");
      }
    }
  }

  @Test
  void theSameMasterAgainIsNothingNew() throws Exception {
    try (Node first = node(true, "first");
        Node second = node(true, "second")) {
      second.follow(first).caughtUpWith(first);
      assertThat(second.line("REPLICAOF 127.0.0.1 " + first.port()))
          .isEqualTo("+OK Already connected to specified master\r\n");
      assertThat(second.line("REPLICAOF 127.0.0.1 99999"))
          .isEqualTo("-ERR Invalid master port\r\n");
    }
  }

  @Test
  void clientsThatWaitAreSentAwayWhenTheirServerBecomesAReplica() throws Exception {
    try (Node first = node(true, "first");
        Node second = node(true, "second");
        RawClient client = new RawClient(second.port())) {
      client.send("BLPOP", "list", "0");
      Node.until(() -> second.number("blocked_clients") == 1);
      second.follow(first);
      assertThat(client.receive()).startsWith("-UNBLOCKED force unblock from blocking operation");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void aRestartedReplicaGoesOnWhereItsDumpStands() throws Exception {
    try (Node first = node(false, "first")) {
      first.line("SET k v");
      int port;
      try (Node second = node(true, "second")) {
        second.follow(first).caughtUpWith(first);
        first.line("SELECT 3");
        first.line("SET n 1");
        second.caughtUpWith(first);
        second.line("SAVE");
        port = second.port();
      }
      first.line("INCR n");
      try (Node second =
          Node.ours(
              port, folder.resolve("second"), "--replicaof", "127.0.0.1", "" + first.port())) {
        assertSame(first, second);
        assertThat(first.info("sync_full")).isEqualTo("1");
        assertThat(first.info("sync_partial_ok")).isEqualTo("1");
      }
    }
  }

  @Test
  void aHandoverIsFollowedByWhoHandsOver() throws Exception {
    try (Node first = node(true, "first");
        Node second = node(true, "second")) {
      first.line("SET k v");
      second.follow(first).caughtUpWith(first);
      Node.until(() -> first.info("slave0").contains("state=online"));
      assertThat(first.line("FAILOVER")).isEqualTo("+OK\r\n");
      Node.until(() -> second.info("role").equals("master"));
      Node.until(() -> first.info("master_failover_state").equals("no-failover"));
      assertThat(second.line("SET n 1")).isEqualTo("+OK\r\n");
      assertSame(second, first);
      assertThat(second.info("sync_full")).isEqualTo("0");
    }
  }

  @Test
  void aPauseOfClientsDoesNotHoldTheStreamUp() throws Exception {
    try (Node first = node(true, "first");
        Node second = node(true, "second")) {
      second.follow(first).caughtUpWith(first);
      second.line("CLIENT PAUSE 100000 WRITE");
      first.line("SET k v");
      Node.until(() -> second.line("GET k").equals("$1\r\nv\r\n"));
    }
  }
}
