package io.sentinelha.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.RawClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WAIT, and writes that need replicas. */
final class WaitTest {

  private static final String GETACK = "*3\r\n$8\r\nREPLCONF\r\n$6\r\nGETACK\r\n$1\r\n*\r\n";

  @TempDir Path folder;

  @Test
  void waitAsksTheReplicasAndReturnsAtOnceWhenEnoughHaveTheWrite() throws Exception {
    try (TestServer server = new TestServer(folder);
        WireReplica replica = new WireReplica(server.port());
        RawClient client = server.connect()) {
      replica.fullSync();
      replica.send("REPLCONF ACK 0");
      client.call("set", "k", "v");
      String offset = server.info("master_repl_offset");
      client.send("WAIT", "1", "0");
      replica.upTo(GETACK);
      assertThat(server.info("master_repl_offset"))
          .isEqualTo(Long.toString(Long.parseLong(offset) + GETACK.length()));
      replica.send("REPLCONF ACK " + offset);
      assertThat(client.receive()).isEqualTo(":1\r\n");
      assertThat(client.call("WAIT", "1", "0")).as("again").isEqualTo(":1\r\n");
      assertThat(replica.isSilent(300)).as("nobody asks again").isTrue();
    }
  }

  @Test
  void afterTheTimeItTellsHowManyThereAre() throws Exception {
    try (TestServer server = new TestServer(folder);
        WireReplica replica = new WireReplica(server.port())) {
      replica.fullSync();
      replica.send("REPLCONF ACK 0");
      TestServer.eventually(() -> server.info("slave0").contains("online"));
      assertThat(server.line("WAIT 2 50")).isEqualTo(":1\r\n");
      server.line("set k v");
      assertThat(server.line("WAIT 1 50")).isEqualTo(":0\r\n");
      assertThat(server.line("WAIT 0 0")).isEqualTo(":0\r\n");
    }
  }

  @Test
  void whoWaitsDoesNotHoldUpOthers() throws Exception {
    try (TestServer server = new TestServer(folder);
        RawClient client = server.connect()) {
      client.call("set", "k", "v");
      client.send("WAIT", "1", "0");
      assertThat(server.line("get k")).isEqualTo("$1\r\nv\r\n");
      TestServer.eventually(() -> server.info("blocked_clients").equals("1"));
    }
  }

  @Test
  void writesAreRefusedWhileTooFewReplicasKeepUp() throws Exception {
    try (TestServer server =
            new TestServer(folder, "--min-replicas-to-write", "1", "--min-replicas-max-lag", "1");
        WireReplica replica = new WireReplica(server.port())) {
      String refusal = "-NOREPLICAS Not enough good replicas to write.\r\n";
      assertThat(server.line("set k v")).isEqualTo(refusal);
      assertThat(server.line("get k")).isEqualTo("$-1\r\n");
      server.line("multi");
      assertThat(server.line("set k v")).isEqualTo(refusal);
      server.line("discard");
      assertThat(server.info("min_slaves_good_slaves")).isEqualTo("0");
      replica.fullSync();
      replica.send("REPLCONF ACK 0");
      TestServer.eventually(() -> server.line("set k v").equals("+OK\r\n"));
      TestServer.eventually(() -> server.line("set k v").equals(refusal));
      assertThat(server.info("slave0")).as("it is there all the same").contains("online");
    }
  }
}
