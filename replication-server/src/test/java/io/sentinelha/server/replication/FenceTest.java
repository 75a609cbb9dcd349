package io.sentinelha.server.replication;

import static io.sentinelha.server.replication.FakeMaster.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.rdb.DumpBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fenced replica follows nobody until it is told whom. */
final class FenceTest {

  private static final String ID = "a".repeat(40);
  private static final String ANSWER = "*3\r\n$40\r\n" + ID + "\r\n:1000\r\n:";

  @TempDir private Path folder;
  private FakeMaster master;
  private Node replica;

  @BeforeEach
  void start() throws Exception {
    master = new FakeMaster();
    replica = Node.ours(folder);
    replica.follow(master.port());
    master.accept().greet();
    byte[] dump = DumpBytes.version(10).u8(0xfe, 0).key(0, "k").string("v").end();
    master.send("+FULLRESYNC " + ID + " 1000\r\n$" + dump.length + "\r\n").send(dump);
    master.acknowledged(1000);
  }

  @AfterEach
  void stop() throws Exception {
    replica.close();
    master.close();
  }

  @Test
  void aFencedReplicaTakesNothingMoreAndSaysHowFarItIs() throws Exception {
    assertThat(replica.line("REPLICATION FENCE 3")).isEqualTo(ANSWER + "3\r\n");
    assertThat(master.isClosed()).isTrue();
    assertThat(master.isLeftAlone(2500)).isTrue();
    assertThat(replica.info("slave_repl_offset")).isEqualTo("1000");
    assertThat(replica.info("replication_fenced_epoch")).isEqualTo("3");
    assertThat(replica.line("SET a b")).startsWith("-READONLY");
    assertThat(replica.line("GET k")).isEqualTo("$1\r\nv\r\n");
  }

  @Test
  void whoSaysWhomToFollowLiftsTheFence() throws Exception {
    replica.line("REPLICATION FENCE 3");
    assertThat(replica.follow(master.port()).info("replication_fenced_epoch")).isEmpty();
    assertThat(master.accept().greet()).isEqualTo("PSYNC " + ID + " 1001");
    master.send("+CONTINUE\r\n" + encoded("SET n 1"));
    Node.until(() -> replica.line("GET n").equals("$1\r\n1\r\n"));
    assertThat(replica.line("REPLICATION FENCE 3")).startsWith("-STALEEPOCH Epoch 3 is over");
  }

  @Test
  void epochsOnlyRise() throws Exception {
    assertThat(replica.line("REPLICATION FENCE 3")).isEqualTo(ANSWER + "3\r\n");
    assertThat(replica.line("REPLICATION FENCE 2")).startsWith("-STALEEPOCH Epoch 2 is over");
    assertThat(replica.line("REPLICATION FENCE 3")).isEqualTo(ANSWER + "3\r\n");
    assertThat(replica.line("REPLICATION FENCE 4")).isEqualTo(ANSWER + "4\r\n");
    assertThat(replica.line("REPLICATION FENCE 0")).startsWith("-ERR");
    assertThat(replica.line("REPLICATION FENCE x")).startsWith("-ERR value is not an integer");
  }

  @Test
  void aFenceOutlivesARestart() throws Exception {
    int port = replica.port();
    replica.line("REPLICATION FENCE 3");
    replica.close();
    replica = Node.ours(port, folder, "--replicaof", "127.0.0.1", "" + master.port());
    assertThat(replica.info("replication_fenced_epoch")).isEqualTo("3");
    assertThat(master.isLeftAlone(2500)).isTrue();
    assertThat(replica.line("REPLICATION FENCE 2")).startsWith("-STALEEPOCH");
    replica.follow(master.port());
    assertThat(master.accept().command()).isEqualTo("PING");
  }

  @Test
  void aFileThatIsNoFenceEndsTheStartWithASentence() throws Exception {
    replica.close();
    Files.writeString(folder.resolve("replication.fence"), "epoch");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> Node.ours(folder))
        .hasMessageContaining("is not what this server writes");
    Files.delete(folder.resolve("replication.fence"));
    replica = Node.ours(folder);
  }

  @Test
  void aMasterHasNothingToBeFencedFrom() throws Exception {
    replica.line("REPLICAOF NO ONE");
    assertThat(replica.line("REPLICATION FENCE 3")).startsWith("-NOTREPLICA");
  }

  @Test
  void aMasterCannotHandItsPartToAFencedReplica() throws Exception {
    replica.line("REPLICATION FENCE 3");
    assertThat(replica.line("PSYNC " + ID + " 1001 FAILOVER"))
        .isEqualTo("-ERR PSYNC FAILOVER comes too late: this replica was fenced.\r\n");
    assertThat(replica.info("role")).isEqualTo("slave");
    assertThat(replica.info("replication_fenced_epoch")).isEqualTo("3");
  }
}
