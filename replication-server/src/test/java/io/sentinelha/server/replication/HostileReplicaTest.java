package io.sentinelha.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.RawClient;
import io.sentinelha.server.RealServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a replica does, its master and the other replicas go on. */
final class HostileReplicaTest {

  @TempDir private Path folder;
  private Node master;

  @BeforeEach
  void start() throws Exception {
    master = Node.ours(folder.resolve("master"));
    master.line("SET k v");
  }

  @AfterEach
  void stop() throws Exception {
    master.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PSYNC ? -1\r\n\u0000\u0001*3\r\n$-5\r\n",
        "PSYNC ? -1\r\nPSYNC ? -1\r\nSYNC\r\n",
        "PSYNC ? 99999999999999999999\r\n",
        "PSYNC x y z\r\n",
        "REPLCONF ACK 9223372036854775807\r\nREPLCONF ACK -1\r\nREPLCONF ACK x\r\n",
        "REPLCONF listening-port 99999999\r\nREPLCONF capa\r\nREPLCONF\r\n",
        "PSYNC ? -1\r\nSET k w\r\nGET k\r\n",
        "PSYNC ? -1\r\nREPLCONF ACK 9223372036854775807\r\nREPLCONF GETACK *\r\n",
      })
  void garbageHarmsNobodyElse(String garbage) throws Exception {
    try (RawClient hostile = new RawClient(master.port());
        Node good = Node.ours(folder.resolve("good"))) {
      hostile.sendRaw(garbage);
      good.follow(master).caughtUpWith(master);
      assertThat(master.line("SET n 1")).isEqualTo("+OK\r\n");
      RealMasterTest.assertSame(master, good);
      assertThat(good.line("GET k")).isEqualTo("$1\r\nv\r\n");
    }
  }

  @Test
  void oneThatStandsStillIsCutOffAndComesBack() throws Exception {
    Path files = Files.createDirectory(folder.resolve("real"));
    try (RealServer frozen = RealServer.start(files, "--repl-diskless-load", "disabled");
        RawClient client = new RawClient(frozen.port());
        Node good = Node.ours(folder.resolve("good"))) {
      master.line("CONFIG SET repl-backlog-size 100kb");
      master.call("CONFIG", "SET", "client-output-buffer-limit", "replica 8mb 0 0");
      good.follow(master).caughtUpWith(master);
      client.call("REPLICAOF", "127.0.0.1", Integer.toString(master.port()));
      Node.until(() -> master.info("slave1").contains("state=online"));
      frozen.freeze(true);
      String value = "x".repeat(100_000);
      for (int i = 0; master.number("connected_slaves") == 2; i++) {
        assertThat(i).isLessThan(2000);
        assertThat(master.call("SET", "big" + i % 10, value)).isEqualTo("+OK\r\n");
      }
      RealMasterTest.assertSame(master, good);
      frozen.freeze(false);
      Node.until(
          () ->
              master.info("slave1").contains("state=online")
                  && client.call("DEBUG", "DIGEST").trim().equals(master.digest()));
    }
  }
}
