package io.sentinelha.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.RawClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end waits for replicas. */
final class ShutdownTest {

  @TempDir Path folder;

  private static WireReplica behind(TestServer server) throws Exception {
    WireReplica replica = new WireReplica(server.port());
    replica.fullSync();
    replica.send("REPLCONF ACK 0");
    TestServer.eventually(() -> server.info("slave0").contains("online"));
    server.line("set k v");
    return replica;
  }

  @Test
  void itEndsWhenTheReplicaHasEverything() throws Exception {
    try (TestServer server = new TestServer(folder, "--shutdown-timeout", "60");
        WireReplica replica = behind(server);
        RawClient caller = server.connect();
        RawClient writer = server.connect()) {
      String offset = server.info("master_repl_offset");
      caller.send("SHUTDOWN", "NOSAVE");
      replica.upTo("GETACK\r\n$1\r\n*\r\n");
      assertThat(server.info("shutdown_in_milliseconds")).isNotEmpty();
      writer.send("set", "too", "late");
      assertThat(server.line("exists too")).isEqualTo(":0\r\n");
      assertThat(server.ended).isEqualTo(-1);
      replica.send("REPLCONF ACK " + offset);
      TestServer.eventually(() -> server.ended == 0);
    }
  }

  @Test
  void itEndsWithoutWaitingWhenTold() throws Exception {
    try (TestServer server = new TestServer(folder, "--shutdown-timeout", "60");
        WireReplica replica = behind(server)) {
      server.client.send("SHUTDOWN", "NOSAVE", "NOW");
      TestServer.eventually(() -> server.ended == 0);
      assertThat(replica).isNotNull();
    }
  }

  @Test
  void itEndsWhenTheTimeIsOver() throws Exception {
    try (TestServer server = new TestServer(folder, "--shutdown-timeout", "1");
        WireReplica replica = behind(server)) {
      server.client.send("SHUTDOWN", "NOSAVE");
      TestServer.eventually(() -> server.ended == 0);
      assertThat(replica).isNotNull();
    }
  }

  @Test
  void itCanBeCalledOff() throws Exception {
    try (TestServer server = new TestServer(folder, "--shutdown-timeout", "60");
        WireReplica replica = behind(server);
        RawClient caller = server.connect()) {
      assertThat(server.line("SHUTDOWN ABORT")).isEqualTo("-ERR No shutdown in progress.\r\n");
      caller.send("SHUTDOWN", "NOSAVE");
      replica.upTo("GETACK\r\n$1\r\n*\r\n");
      assertThat(server.line("SHUTDOWN ABORT")).isEqualTo("+OK\r\n");
      assertThat(caller.receive()).isEqualTo("-ERR Errors trying to SHUTDOWN. Check logs.\r\n");
      assertThat(server.line("set k v")).isEqualTo("+OK\r\n");
      assertThat(server.info("shutdown_in_milliseconds")).isEmpty();
      assertThat(server.ended).isEqualTo(-1);
    }
  }
}
