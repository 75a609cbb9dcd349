package io.sentinelha.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.RawClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replica with data does not throw them away because its master has come back without. */
final class EmptyMasterTest {

  @TempDir private Path folder;
  private Node master;
  private Node replica;

  @BeforeEach
  void start() throws Exception {
    master = Node.real(folder.resolve("one"), "--repl-backlog-size", "16kb");
    replica = Node.ours(folder.resolve("ours"));
  }

  @AfterEach
  void stop() throws Exception {
    replica.close();
    master.close();
  }

  /** A master with a key and a replica of ours; then the master is born again without. */
  private void reborn() throws Exception {
    master.line("SET k v");
    replica.follow(master).caughtUpWith(master);
    int port = master.port();
    master.close();
    master = Node.ours(port, folder.resolve("two"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"disabled", "on-empty-db", "swapdb"})
  void theDataStay(String how) throws Exception {
    replica.line("CONFIG SET repl-diskless-load " + how);
    reborn();
    Node.until(() -> replica.info("master_refused_empty").equals("1"));
    assertThat(replica.line("GET k")).isEqualTo("$1\r\nv\r\n");
    assertThat(replica.info("master_link_status")).isEqualTo("down");
    assertThat(replica.info("role")).isEqualTo("slave");
  }

  @Test
  void whoeverListensHearsOfIt() throws Exception {
    replica.line("SET k v");
    try (RawClient listener = new RawClient(replica.port())) {
      listener.call("SUBSCRIBE", "+refused-empty-master");
      replica.follow(master);
      assertThat(listener.receive()).contains("127.0.0.1 " + master.port() + " 1");
    }
  }

  @Test
  void aMasterThatHasDataAgainIsFollowed() throws Exception {
    reborn();
    Node.until(() -> replica.info("master_refused_empty").equals("1"));
    master.line("SET other w");
    replica.caughtUpWith(master);
    assertThat(replica.line("GET k")).isEqualTo("$-1\r\n");
    assertThat(replica.line("GET other")).isEqualTo("$1\r\nw\r\n");
    assertThat(replica.info("master_refused_empty")).isEmpty();
  }

  @Test
  void whoSaysItOnceMoreMeansIt() throws Exception {
    reborn();
    Node.until(() -> replica.info("master_refused_empty").equals("1"));
    assertThat(replica.line("REPLICAOF 127.0.0.1 " + master.port())).isEqualTo("+OK\r\n");
    replica.caughtUpWith(master);
    assertThat(replica.line("DBSIZE")).isEqualTo(":0\r\n");
  }

  @Test
  void itCanBeTurnedOff() throws Exception {
    replica.line("CONFIG SET replica-refuse-empty-master no");
    reborn();
    replica.caughtUpWith(master);
    assertThat(replica.line("DBSIZE")).isEqualTo(":0\r\n");
  }

  @Test
  void aReplicaWithoutDataFollowsAnEmptyMaster() throws Exception {
    replica.follow(master).caughtUpWith(master);
    master.line("SET k v");
    Node.until(() -> replica.line("GET k").equals("$1\r\nv\r\n"));
  }

  @Test
  void aMasterThatDeletedEverythingItselfIsFollowed() throws Exception {
    master.line("SET k v");
    replica.follow(master).caughtUpWith(master);
    replica.line("REPLICATION FENCE 1"); // It hears nothing for a while.
    master.line("FLUSHALL");
    for (int i = 0; i < 40; i++) {
      master.call("SET", "x", "y".repeat(1000));
    }
    master.line("FLUSHALL");
    replica.follow(master).caughtUpWith(master);
    assertThat(replica.line("DBSIZE")).isEqualTo(":0\r\n");
    assertThat(replica.info("master_refused_empty")).isEmpty();
  }
}
