package io.sentinelha.server.replication;

import static io.sentinelha.server.replication.FakeMaster.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.rdb.DumpBytes;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a master sends that cannot be used leaves everything as it was. */
final class FaultsTest {

  private static final String ID = "a".repeat(40);
  private static final String OTHER_ID = "b".repeat(40);

  @TempDir private Path folder;
  private FakeMaster master;
  private Node replica;

  @BeforeEach
  void start() throws Exception {
    master = new FakeMaster();
    replica = Node.ours(folder);
    replica.follow(master.port());
    master.accept().greet();
    full(ID, 1000, dump("good"));
    assertThat(master.acknowledged(1000)).isEqualTo(1000);
  }

  @AfterEach
  void stop() throws Exception {
    replica.close();
    master.close();
  }

  private static byte[] dump(String value) {
    return DumpBytes.version(10).u8(0xfe, 0).key(0, "k").string(value).end();
  }

  private void full(String id, long offset, byte[] dump) throws Exception {
    master.send("+FULLRESYNC " + id + " " + offset + "\r\n$" + dump.length + "\r\n").send(dump);
  }

  /** The replica goes on where it was, with the data that it had. */
  private void assertNothingIsLost() throws Exception {
    master.accept();
    assertThat(master.greet()).isEqualTo("PSYNC " + ID + " 1001");
    assertThat(replica.line("GET k")).isEqualTo("$4\r\ngood\r\n");
    assertThat(replica.info("master_replid")).isEqualTo(ID);
    master.send("+CONTINUE\r\n" + encoded("SET n 1"));
    Node.until(() -> replica.line("GET n").equals("$1\r\n1\r\n"));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("temp-"))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"disabled", "swapdb"})
  void aDumpWithAWrongChecksumIsNotTakenOver(String how) throws Exception {
    replica.line("CONFIG SET repl-diskless-load " + how);
    master.cut().accept().greet();
    byte[] dump = dump("bad!");
    dump[dump.length - 1] ^= 1;
    full(OTHER_ID, 5, dump);
    assertThat(master.isClosed()).isTrue();
    assertNothingIsLost();
  }

  @ParameterizedTest
  @ValueSource(strings = {"disabled", "swapdb"})
  void aDumpThatBreaksOffIsNotTakenOver(String how) throws Exception {
    replica.line("CONFIG SET repl-diskless-load " + how);
    master.cut().accept().greet();
    byte[] dump = dump("bad!");
    master.send("+FULLRESYNC " + OTHER_ID + " 5\r\n$" + (dump.length + 100) + "\r\n").send(dump);
    Node.until(() -> replica.number("master_sync_read_bytes") == dump.length);
    master.cut();
    assertNothingIsLost();
  }

  @Test
  void aDumpThatIsShorterThanItsLengthIsNotTakenOver() throws Exception {
    replica.line("CONFIG SET repl-diskless-load swapdb");
    master.cut().accept().greet();
    byte[] dump = dump("bad!");
    byte[] longer = java.util.Arrays.copyOf(dump, 20 << 20);
    master.send("+FULLRESYNC " + OTHER_ID + " 5\r\n$" + (1L << 40) + "\r\n");
    try {
      master.send(longer);
    } catch (SocketException e) {
      assertThat(e).isNotNull(); // It has had enough.
    }
    assertNothingIsLost();
  }

  @Test
  void attemptsAfterDumpsThatCannotBeReadComeLessAndLessOften() throws Exception {
    master.cut();
    byte[] dump = dump("bad!");
    dump[dump.length - 1] ^= 1;
    long begin = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      master.accept().greet();
      full(OTHER_ID, 5, dump);
      assertThat(master.isClosed()).isTrue();
    }
    assertThat(System.nanoTime() - begin).isGreaterThan(2_500_000_000L);
    assertThat(replica.line("GET k")).isEqualTo("$4\r\ngood\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+FULLRESYNC abc 1\r\n",
        "+FULLRESYNC\r\n",
        "+CONTINUE xyz\r\n",
        "+FULLRESYNC bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb 5\r\nwhat\r\n",
        "+FULLRESYNC bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb 5\r\n$EOF:short\r\n",
        "+FULLRESYNC bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb 5\r\n-ERR no\r\n"
      })
  void anAnswerThatIsNoneEndsTheAttempt(String answer) throws Exception {
    master.cut().accept().greet();
    master.send(answer);
    assertThat(master.isClosed()).isTrue();
    assertNothingIsLost();
  }

  @Test
  void aLineWithoutEndEndsTheAttempt() throws Exception {
    master.cut().accept().greet();
    try {
      master.send("+".repeat(1 << 20));
    } catch (SocketException e) {
      assertThat(e).isNotNull(); // It has had enough.
    }
    assertThat(master.isClosed()).isTrue();
    assertNothingIsLost();
  }

  @Test
  void aSilentMasterIsGivenUp() throws Exception {
    replica.line("CONFIG SET repl-timeout 1");
    assertThat(master.isClosed()).isTrue();
    replica.line("CONFIG SET repl-timeout 60");
    assertNothingIsLost();
  }

  @Test
  void aMasterWithAnotherPasswordIsTriedOnceASecond() throws Exception {
    replica.line("CONFIG SET masterauth wrong");
    master.cut().accept();
    for (int i = 0; i < 2; i++) {
      assertThat(master.command()).isEqualTo("PING");
      master.send("-NOAUTH Authentication required.\r\n");
      assertThat(master.command()).isEqualTo("AUTH wrong");
      master.send("-WRONGPASS invalid username-password pair\r\n");
      assertThat(master.isClosed()).isTrue();
      master.accept();
    }
    replica.line("CONFIG SET masterauth \"\"");
    assertThat(replica.line("GET k")).isEqualTo("$4\r\ngood\r\n");
  }

  @Test
  void theDumpOfANewerMasterIsRead() throws Exception {
    master.cut().accept().greet();
    full(OTHER_ID, 5, DumpBytes.version(11).u8(0xfe, 0).newestForms().end());
    assertThat(master.acknowledged(5)).isEqualTo(5);
    assertThat(replica.number("slave_repl_offset")).isEqualTo(5);
    assertThat(replica.info("db0")).isNotEmpty();
  }
}
