package io.sentinelha.server.replication;

import static io.sentinelha.server.replication.FakeMaster.encoded;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.rdb.DumpBytes;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replica of ours says to a master, and what it makes of its answers, byte for byte. */
final class LinkTest {

  private static final String ID = "a".repeat(40);
  private static final String OTHER_ID = "b".repeat(40);
  private static final String GETACK = encoded("REPLCONF GETACK *");

  @TempDir private Path folder;
  private FakeMaster master;
  private Node replica;

  @BeforeEach
  void start() throws Exception {
    master = new FakeMaster();
    replica = Node.ours(folder, "--replica-announce-ip", "10.0.0.9", "--masterauth", "secret");
  }

  @AfterEach
  void stop() throws Exception {
    replica.close();
    master.close();
  }

  private static byte[] dump(String key, String value) {
    return DumpBytes.version(10).u8(0xfe, 0).key(0, key).string(value).end();
  }

  /** A full sync that ends at offset 1000 with the key k, from a file. */
  private void syncAt1000() throws Exception {
    replica.follow(master.port());
    master.accept();
    assertThat(master.greet()).startsWith("PSYNC ");
    byte[] dump = dump("k", "v");
    master.send("+FULLRESYNC " + ID + " 1000\r\n$" + dump.length + "\r\n").send(dump);
    assertThat(master.acknowledged(1000)).isEqualTo(1000);
  }

  @Test
  void theHandshakeIsSaidInOrder() throws Exception {
    replica.follow(master.port());
    master.accept();
    assertThat(master.command()).isEqualTo("PING");
    master.send("-NOAUTH Authentication required.\r\n");
    assertThat(master.command()).isEqualTo("AUTH secret");
    assertThat(master.command()).isEqualTo("REPLCONF listening-port " + replica.port());
    assertThat(master.command()).isEqualTo("REPLCONF ip-address 10.0.0.9");
    assertThat(master.command()).isEqualTo("REPLCONF capa eof capa psync2");
    master.send("+OK\r\n+OK\r\n-ERR what is that\r\n+OK\r\n");
    String id = replica.info("master_replid");
    assertThat(master.command()).isEqualTo("PSYNC " + id + " 1");
    assertThat(replica.line("ROLE")).contains("$9\r\nhandshake\r\n:-1\r\n");
  }

  @Test
  void theStreamAfterADumpOfKnownLengthCounts() throws Exception {
    syncAt1000();
    String set = encoded("SET n 1") + encoded("INCR n");
    master.send(set);
    assertThat(master.acknowledged(1001)).isEqualTo(1000 + set.length());
    assertThat(replica.line("GET n")).isEqualTo("$1\r\n2\r\n");
    assertThat(replica.line("GET k")).isEqualTo("$1\r\nv\r\n");
    assertThat(replica.info("master_replid")).isEqualTo(ID);
    assertThat(replica.info("slave_repl_offset")).isEqualTo("" + (1000 + set.length()));
    assertThat(replica.info("repl_backlog_first_byte_offset")).isEqualTo("1001");
  }

  @Test
  void aDumpUpToAMarkEndsThereEvenIfTheStreamIsGluedToIt() throws Exception {
    replica.follow(master.port());
    master.accept().greet();
    String mark = "0123456789".repeat(4);
    byte[] dump = dump("k", "0123456789".repeat(3));
    master.send("+FULLRESYNC " + ID + " 7\r\n\n\n$EOF:" + mark + "\r\n").send(dump);
    master.send(mark.substring(0, 17));
    master.send(mark.substring(17) + encoded("SET n 1"));
    assertThat(master.acknowledged(8)).isEqualTo(7 + encoded("SET n 1").length());
    assertThat(replica.line("GET k")).contains("0123456789");
  }

  @Test
  void whatStandsInATransactionCountsWhenItHasEnded() throws Exception {
    syncAt1000();
    String begin = encoded("MULTI") + encoded("SET n 1");
    master.send(begin);
    Node.until(() -> replica.number("slave_read_repl_offset") == 1000 + begin.length());
    assertThat(replica.info("slave_repl_offset")).isEqualTo("1000");
    assertThat(replica.line("GET n")).isEqualTo("$-1\r\n");
    master.cut().accept();
    assertThat(master.greet()).isEqualTo("PSYNC " + ID + " 1001");
    master.send("+CONTINUE\r\n" + begin + encoded("SET m 2") + encoded("EXEC"));
    Node.until(() -> replica.line("GET m").equals("$1\r\n2\r\n"));
    assertThat(replica.info("master_link_status")).isEqualTo("up");
  }

  @Test
  void aCommandThatCameHalfIsAskedForAgainFromItsBeginning() throws Exception {
    syncAt1000();
    String set = encoded("SET n 1");
    master.send(set + encoded("SET m 12345").substring(0, 30));
    Node.until(() -> replica.number("slave_read_repl_offset") == 1000 + set.length() + 30);
    master.cut().accept();
    assertThat(master.greet()).isEqualTo("PSYNC " + ID + " " + (1001 + set.length()));
  }

  @Test
  void aQuestionForTheOffsetIsAnsweredAtOnceWithoutItself() throws Exception {
    syncAt1000();
    String set = encoded("SET n 1");
    master.send(set + GETACK);
    assertThat(master.acknowledged(1001)).isEqualTo(1000 + set.length());
    assertThat(master.acknowledged(1001 + set.length())).isEqualTo(1000 + set.length() + 37);
  }

  @Test
  void whatIsNoCommandEndsTheLinkAndWhatCouldBeGoneOnFrom() throws Exception {
    syncAt1000();
    master.send("SET n 1\r\n");
    assertThat(master.isClosed()).isTrue();
    master.accept();
    assertThat(master.greet()).isEqualTo("PSYNC ? -1");
    assertThat(replica.line("GET k")).isEqualTo("$1\r\nv\r\n");
  }

  @Test
  void aCommandThatFailsIsCountedAndTheStreamGoesOn() throws Exception {
    syncAt1000();
    String stream = encoded("LPUSH k 1") + encoded("NOSUCH x") + encoded("SET n 1");
    master.send(stream);
    assertThat(master.acknowledged(1000 + stream.length())).isEqualTo(1000 + stream.length());
    assertThat(replica.info("unexpected_error_replies")).isEqualTo("2");
    assertThat(replica.line("GET n")).isEqualTo("$1\r\n1\r\n");
  }

  @Test
  void aMasterThatCannotJustNowIsAskedTheSameAgain() throws Exception {
    syncAt1000();
    master.cut().accept();
    assertThat(master.greet()).isEqualTo("PSYNC " + ID + " 1001");
    master.send("-NOMASTERLINK Can't SYNC while not connected with my master\r\n").accept();
    assertThat(master.greet()).isEqualTo("PSYNC " + ID + " 1001");
  }

  @Test
  void anotherIdIsTakenOverAndTheOneBeforeIsRemembered() throws Exception {
    syncAt1000();
    master.cut().accept().greet();
    master.send("+CONTINUE " + OTHER_ID + "\r\n");
    replica.linked();
    assertThat(replica.info("master_replid")).isEqualTo(OTHER_ID);
    assertThat(replica.info("master_replid2")).isEqualTo(ID);
    assertThat(replica.info("second_repl_offset")).isEqualTo("1001");
  }

  @Test
  void aMasterThatDoesNotKnowPsyncIsAskedWithSync() throws Exception {
    replica.follow(master.port());
    master.accept().greet();
    master.send("-ERR unknown command 'PSYNC'\r\n");
    assertThat(master.command()).isEqualTo("SYNC");
    byte[] dump = dump("k", "v");
    master.send("$" + dump.length + "\r\n").send(dump).send(encoded("SET n 1"));
    Node.until(() -> replica.line("GET n").equals("$1\r\n1\r\n"));
    master.cut().accept();
    assertThat(master.greet()).isEqualTo("PSYNC ? -1");
  }

  @Test
  void whatHasExpiredIsGoneForClientsAndThereForTheMaster() throws Exception {
    syncAt1000();
    String stream = encoded("SET n 5 PXAT 1") + encoded("INCR n");
    master.send(stream);
    assertThat(master.acknowledged(1000 + stream.length())).isGreaterThan(1000);
    assertThat(replica.line("GET n")).isEqualTo("$-1\r\n");
    assertThat(replica.line("DBSIZE")).isEqualTo(":2\r\n");
    master.send(encoded("PERSIST n"));
    Node.until(() -> replica.line("GET n").equals("$1\r\n6\r\n"));
  }

  @Test
  void theNextCommandOfTheStreamIsInTheDatabaseThatTheDumpNames() throws Exception {
    replica.follow(master.port());
    master.accept().greet();
    byte[] dump =
        DumpBytes.version(10)
            .u8(0xfa)
            .string("repl-stream-db")
            .string("3")
            .u8(0xfe, 0)
            .key(0, "k")
            .string("v")
            .end();
    master.send("+FULLRESYNC " + ID + " 0\r\n$" + dump.length + "\r\n").send(dump);
    master.send(encoded("SET n 1"));
    Node.until(() -> replica.info("db3").startsWith("keys=1,"));
  }

  @Test
  void aReplicaTakesNoWritesOfClients() throws Exception {
    syncAt1000();
    assertThat(replica.line("SET a b"))
        .isEqualTo("-READONLY You can't write against a read only replica.\r\n");
    replica.line("CONFIG SET replica-read-only no");
    assertThat(replica.line("SET a b")).isEqualTo("+OK\r\n");
    assertThat(replica.info("slave_repl_offset")).isEqualTo("1000");
  }

  @Test
  void staleDataAreServedUnlessThatIsForbidden() throws Exception {
    syncAt1000();
    master.close();
    Node.until(() -> replica.info("master_link_status").equals("down"));
    assertThat(replica.line("GET k")).isEqualTo("$1\r\nv\r\n");
    replica.line("CONFIG SET replica-serve-stale-data no");
    assertThat(replica.line("GET k"))
        .isEqualTo(
            "-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to"
                + " 'no'.\r\n");
    assertThat(replica.line("PING")).startsWith("-MASTERDOWN");
    assertThat(replica.line("ROLE")).contains("slave");
  }

  @Test
  void whatArrivesInPiecesIsUnderstood() throws Exception {
    syncAt1000();
    String stream = encoded("MULTI") + encoded("SET n 1") + encoded("EXEC") + encoded("SET m 2");
    for (byte one : stream.getBytes(ISO_8859_1)) {
      master.send(new byte[] {one});
    }
    assertThat(master.acknowledged(1000 + stream.length())).isEqualTo(1000 + stream.length());
    assertThat(replica.line("MGET n m")).isEqualTo("*2\r\n$1\r\n1\r\n$1\r\n2\r\n");
  }
}
