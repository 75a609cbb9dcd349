package io.sentinelha.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replica is told, byte for byte. */
@SuppressWarnings("StringConcatToTextBlock") // Lines of the protocol end with CRLF.
final class HandshakeTest {

  private static final String SELECT = "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n";
  private static final String SET = "*3\r\n$3\r\nset\r\n$1\r\nk\r\n$1\r\nv\r\n";

  @TempDir Path folder;
  private final java.util.List<AutoCloseable> open = new java.util.ArrayList<>();

  private TestServer server(String... directives) throws Exception {
    TestServer server = new TestServer(folder, directives);
    open.add(0, server);
    return server;
  }

  private WireReplica replica(TestServer server) throws Exception {
    WireReplica replica = new WireReplica(server.port());
    open.add(0, replica);
    return replica;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void optionsAreAnsweredOneForOneAndInOrder() throws Exception {
    WireReplica replica = replica(server());
    replica.raw("PING\r\nREPLCONF listening-port 7000\r\n");
    replica.raw("REPLCONF ip-address 10.0.0.1\r\n");
    replica.raw("REPLCONF capa eof capa psync2 capa unheard-of\r\nREPLCONF version 8.0.1\r\n");
    assertThat(replica.line()).isEqualTo("+PONG");
    for (int i = 0; i < 4; i++) {
      assertThat(replica.line()).isEqualTo("+OK");
    }
    replica.send("REPLCONF sail 1");
    assertThat(replica.line()).isEqualTo("-ERR Unrecognized REPLCONF option: sail");
    replica.send("REPLCONF capa");
    assertThat(replica.line()).isEqualTo("-ERR syntax error");
    replica.send("REPLCONF ACK 1");
    replica.send("REPLCONF GETACK *");
    replica.send("PING");
    assertThat(replica.line()).isEqualTo("+PONG");
  }

  @Test
  void theFirstReplicaBeginsANewHistoryAndGetsTheOffsetOfTheCut() throws Exception {
    TestServer server = server();
    server.line("set before 1");
    String idBefore = server.info("master_replid");
    WireReplica.Synced synced = replica(server).fullSync();
    assertThat(synced.id()).hasSize(40).isNotEqualTo(idBefore);
    assertThat(synced.id()).isEqualTo(server.info("master_replid"));
    assertThat(synced.offset()).isZero();
    assertThat(synced.dump()).startsWith("REDIS0010").contains("repl-id").contains("before");
  }

  @Test
  void nothingFollowsASnapshotWithoutLengthBeforeTheReplicaSaysThatItIsReady() throws Exception {
    TestServer server = server("--repl-ping-replica-period", "1");
    WireReplica replica = replica(server);
    replica.fullSync();
    server.line("set k v");
    assertThat(replica.isSilent(2_500)).isTrue();
    replica.send("REPLCONF ACK 0");
    // PINGs may stand between, and count.
    assertThat(replica.upTo(SET).replace("*1\r\n$4\r\nPING\r\n", "")).isEqualTo(SELECT);
  }

  @Test
  void aReplicaThatCannotFindTheEndIsToldTheLength() throws Exception {
    TestServer server = server();
    server.line("set k v");
    WireReplica replica = replica(server);
    replica.send("PSYNC ? -1");
    assertThat(replica.line()).matches("\\+FULLRESYNC [0-9a-f]{40} 0");
    String length = replica.line();
    assertThat(length).matches("\\$\\d+");
    String dump = replica.bytes(Integer.parseInt(length.substring(1)));
    assertThat(dump).startsWith("REDIS0010");
    server.line("set k v");
    assertThat(replica.bytes((SELECT + SET).length())).isEqualTo(SELECT + SET);
    assertThat(folder.toFile().list()).isEmpty();
  }

  @Test
  void anOldReplicaGetsNoOffset() throws Exception {
    TestServer server = server();
    WireReplica replica = replica(server);
    replica.raw("SYNC\r\n");
    String length = replica.line();
    assertThat(length).matches("\\$\\d+");
    replica.bytes(Integer.parseInt(length.substring(1)));
    server.line("set k v");
    assertThat(replica.bytes((SELECT + SET).length())).isEqualTo(SELECT + SET);
  }

  @Test
  void whoWantsTheSnapshotAloneIsCutOffBehindIt() throws Exception {
    TestServer server = server();
    WireReplica replica = replica(server);
    replica.send("REPLCONF rdb-only 1");
    assertThat(replica.line()).isEqualTo("+OK");
    replica.raw("SYNC\r\n");
    String length = replica.line();
    replica.bytes(Integer.parseInt(length.substring(1)));
    assertThat(replica.isClosed()).isTrue();
  }

  @Test
  void aReplicaThatWasCutOffGoesOnWhereItWas() throws Exception {
    TestServer server = server();
    WireReplica.Synced synced;
    try (WireReplica first = new WireReplica(server.port())) {
      synced = first.fullSync();
      first.send("REPLCONF ACK 0");
      server.line("set k v");
      first.upTo(SET);
    }
    server.line("set k v");
    WireReplica again = replica(server);
    again.introduce(7000);
    again.send("PSYNC " + synced.id() + " " + (SELECT.length() + SET.length() + 1));
    assertThat(again.line()).isEqualTo("+CONTINUE " + synced.id());
    assertThat(again.bytes(SET.length())).as("without SELECT").isEqualTo(SET);
    assertThat(server.info("sync_partial_ok")).isEqualTo("1");
    assertThat(server.info("sync_full")).isEqualTo("1");
    assertThat(server.info("sync_partial_err")).isEqualTo("0");
  }

  @Test
  void aReplicaWithoutPsync2IsNotToldTheId() throws Exception {
    TestServer server = server();
    WireReplica.Synced synced = replica(server).fullSync();
    WireReplica again = replica(server);
    again.send("PSYNC " + synced.id() + " 1");
    assertThat(again.line()).isEqualTo("+CONTINUE");
  }

  @Test
  void aHistoryThatIsNotOursAndBytesThatAreNotThereNeedAFullSync() throws Exception {
    TestServer server = server();
    WireReplica.Synced synced = replica(server).fullSync();
    for (String request :
        new String[] {"PSYNC " + "f".repeat(40) + " 1", "PSYNC " + synced.id() + " 100"}) {
      WireReplica again = replica(server);
      again.introduce(7000);
      again.send(request);
      assertThat(again.line()).startsWith("+FULLRESYNC " + synced.id());
      again.close();
    }
    assertThat(server.info("sync_partial_err")).isEqualTo("2");
    WireReplica wrong = replica(server);
    wrong.send("PSYNC " + synced.id() + " x");
    assertThat(wrong.line()).isEqualTo("-ERR value is not an integer or out of range");
    wrong.send("PSYNC " + synced.id() + " 1 FAILOVER");
    assertThat(wrong.line()).isEqualTo("-ERR PSYNC FAILOVER can't be sent to a master.");
  }

  @Test
  void newlinesKeepAReplicaAwakeUntilItsSnapshotBegins() throws Exception {
    TestServer server = server("--repl-diskless-sync-delay", "3");
    WireReplica replica = replica(server);
    replica.introduce(7000);
    replica.send("PSYNC ? -1");
    assertThat(replica.bytes(1)).isEqualTo("\n");
    assertThat(replica.bytes(1)).isEqualTo("\n");
    assertThat(server.info("slave0")).contains("state=wait_bgsave");
    assertThat(replica.line()).startsWith("+FULLRESYNC");
  }

  @Test
  void replicasThatComeInTheDelayShareOneSnapshot() throws Exception {
    TestServer server =
        server("--repl-diskless-sync-delay", "60", "--repl-diskless-sync-max-replicas", "3");
    WireReplica[] replicas = new WireReplica[3];
    for (int i = 0; i < 3; i++) {
      replicas[i] = replica(server);
      replicas[i].introduce(7000 + i);
      replicas[i].send("PSYNC ? -1");
    }
    String first = replicas[0].line();
    assertThat(first).startsWith("+FULLRESYNC");
    String mark = replicas[0].line();
    for (int i = 1; i < 3; i++) {
      assertThat(replicas[i].line()).isEqualTo(first);
      assertThat(replicas[i].line()).as("of the same snapshot").isEqualTo(mark);
    }
  }

  @Test
  void aReplicaThatComesWhileASnapshotGoesIntoAFileGetsTheSameOne() throws Exception {
    TestServer server = server("--repl-diskless-sync", "no");
    server.line("debug populate 300000 k 100");
    WireReplica first = replica(server);
    first.introduce(7000);
    first.send("PSYNC ? -1");
    String answer = first.line();
    assertThat(answer).startsWith("+FULLRESYNC");
    server.line("set k v"); // Behind the cut: both must get it.
    WireReplica late = replica(server);
    late.introduce(7001);
    late.send("PSYNC ? -1");
    assertThat(late.line()).isEqualTo(answer);
    for (WireReplica each : new WireReplica[] {first, late}) {
      each.bytes(Integer.parseInt(each.line().substring(1)));
      assertThat(each.bytes((SELECT + SET).length())).isEqualTo(SELECT + SET);
    }
  }

  @Test
  void aReplicaThatComesWhileASnapshotGoesToSocketsWaitsForTheNext() throws Exception {
    TestServer server = server();
    server.line("debug populate 300000 k 100");
    WireReplica first = replica(server);
    first.introduce(7000);
    first.send("PSYNC ? -1");
    String answer = first.line();
    server.line("set k v");
    WireReplica late = replica(server);
    late.introduce(7001);
    late.send("PSYNC ? -1");
    first.upTo(first.line().substring("$EOF:".length()));
    assertThat(late.line()).startsWith("+FULLRESYNC").isNotEqualTo(answer);
    late.upTo(late.line().substring("$EOF:".length()));
    late.send("REPLCONF ACK 0");
    server.line("set k v");
    assertThat(late.bytes((SELECT + SET).length())).as("SELECT again").isEqualTo(SELECT + SET);
  }

  @Test
  void aReplicaIsShownWhereItSaysThatItIs() throws Exception {
    TestServer server = server();
    WireReplica replica = replica(server);
    replica.send("REPLCONF ip-address replica.example listening-port 7001");
    replica.line();
    replica.fullSync();
    replica.send("REPLCONF ACK 0");
    TestServer.eventually(
        () ->
            server
                .info("slave0")
                .equals("ip=replica.example,port=7000,state=online,offset=0,lag=0"));
    String role = String.join(" ", server.line("ROLE").split("\r\n", -1));
    assertThat(role).isEqualTo("*3 $6 master :0 *1 *3 $15 replica.example $4 7000 $1 0 ");
    assertThat(server.line("CLIENT LIST TYPE replica"))
        .contains("flags=S")
        .contains("cmd=replconf");
    assertThat(server.info("connected_clients")).isEqualTo("1");
    assertThat(server.line("CLIENT KILL TYPE replica")).isEqualTo(":1\r\n");
    assertThat(replica.isClosed()).isTrue();
    TestServer.eventually(() -> server.info("connected_slaves").equals("0"));
  }

  @Test
  void aReplicaThatAsksForKeysIsCutOff() throws Exception {
    TestServer server = server();
    for (String request : new String[] {"GET k", "PING", "SET k v"}) {
      WireReplica replica = replica(server);
      replica.fullSync();
      replica.send("REPLCONF ACK 0");
      replica.send(request);
      assertThat(replica.isClosed()).as(request).isTrue();
    }
    assertThat(server.line("EXISTS k")).isEqualTo(":0\r\n");
  }

  @Test
  void aReplicaThatAcknowledgesNothingIsCutOff() throws Exception {
    TestServer server = server("--repl-timeout", "1");
    WireReplica replica = replica(server);
    replica.fullSync();
    assertThat(replica.isClosed()).isTrue();
  }

  @Test
  void anAcknowledgementOfWhatWasNeverSentIsNotBelieved() throws Exception {
    TestServer server = server();
    WireReplica replica = replica(server);
    replica.fullSync();
    replica.send("REPLCONF ACK 1000000");
    replica.send("REPLCONF ACK 0");
    server.line("set k v");
    assertThat(server.line("WAIT 1 100")).isEqualTo(":0\r\n");
  }

  @Test
  void aReplicaThatReadsNothingIsCutOffByTheLimit() throws Exception {
    TestServer server = server("--repl-backlog-size", "16kb");
    server.call("CONFIG", "SET", "client-output-buffer-limit", "replica 2mb 0 0");
    WireReplica replica = replica(server);
    replica.fullSync();
    replica.send("REPLCONF ACK 0");
    String value = "x".repeat(100_000);
    for (int i = 0; i < 300; i++) {
      server.call("set", "k", value);
    }
    TestServer.eventually(() -> server.info("connected_slaves").equals("0"));
  }
}
