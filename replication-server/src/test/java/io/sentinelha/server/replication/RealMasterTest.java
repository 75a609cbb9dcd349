package io.sentinelha.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A replica of ours has the data of a real master, whatever happens between them. */
final class RealMasterTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "yes, disabled",
    "yes, swapdb",
    "yes, on-empty-db",
    "no, disabled",
    "no, swapdb",
  })
  void theDataAreTheSameUnderLoad(String diskless, String how) throws Exception {
    try (Node master = Node.real(folder.resolve("real"), "--repl-diskless-sync", diskless);
        Node replica = Node.ours(folder.resolve("ours"), "--repl-diskless-load", how)) {
      try (MixedWrites load = new MixedWrites(master.port())) {
        load.more(3000);
        replica.follow(master).linked();
        load.more(3000);
      }
      assertSame(master, replica);
      assertThat(master.info("sync_full")).isEqualTo("1");
    }
  }

  @Test
  void aLinkThatIsCutIsGoneOnWith() throws Exception {
    try (Node master = Node.real(folder.resolve("real"), "--repl-backlog-size", "100mb");
        Node replica = Node.ours(folder.resolve("ours"))) {
      try (MixedWrites load = new MixedWrites(master.port())) {
        load.more(500);
        replica.follow(master).linked();
        for (int i = 0; i < 5; i++) {
          load.more(500);
          boolean atMaster = i % 2 == 0;
          String cut = atMaster ? master.line("CLIENT KILL TYPE replica") : "";
          String other = atMaster ? "" : replica.line("CLIENT KILL TYPE master");
          assertThat(cut + other).isEqualTo(":1\r\n");
          long partial = i + 1L;
          Node.until(() -> master.number("sync_partial_ok") == partial);
          replica.linked();
        }
      }
      assertSame(master, replica);
      assertThat(master.info("sync_full")).isEqualTo("1");
    }
  }

  @Test
  void whatTheBacklogDoesNotHaveAnyMoreComesWithAFullSync() throws Exception {
    try (Node master = Node.real(folder.resolve("real"), "--repl-backlog-size", "16kb");
        Node replica = Node.ours(folder.resolve("ours"))) {
      master.line("SET k v");
      replica.follow(master).caughtUpWith(master);
      replica.line("REPLICATION FENCE 1");
      for (int i = 0; i < 100; i++) {
        master.call("SET", "k" + i, "v".repeat(1000));
      }
      replica.follow(master);
      assertSame(master, replica);
      assertThat(master.info("sync_full")).isEqualTo("2");
    }
  }

  @Test
  void theAppendOnlyFileIsWrittenAnew() throws Exception {
    Path files = folder.resolve("ours");
    String digest;
    try (Node master = Node.real(folder.resolve("real"))) {
      try (Node replica = Node.ours(files, "--appendonly", "yes")) {
        replica.line("SET old 1");
        master.line("SET k v");
        replica.follow(master).caughtUpWith(master);
        Node.until(
            () ->
                replica.info("aof_rewrite_in_progress").equals("0")
                    && replica.info("aof_rewrite_scheduled").equals("0"));
        master.line("SET after 1");
        assertSame(master, replica);
      }
      digest = master.digest();
    }
    try (Node again = Node.ours(files, "--appendonly", "yes")) {
      Node.until(() -> again.info("loading").equals("0"));
      assertThat(again.digest()).isEqualTo(digest);
    }
  }

  @Test
  void aMasterThatAsksForAPasswordGetsIt() throws Exception {
    try (Node master = Node.real(folder.resolve("real"));
        Node replica = Node.ours(folder.resolve("ours"), "--masterauth", "secret")) {
      master.line("SET k v");
      master.line("CONFIG SET requirepass secret");
      replica.follow(master).linked();
      Node.until(() -> replica.line("GET k").equals("$1\r\nv\r\n"));
    }
  }

  static void assertSame(Node master, Node replica) throws Exception {
    replica.caughtUpWith(master);
    Node.until(() -> replica.info("slave_repl_offset").equals(master.info("master_repl_offset")));
    // What has expired and not been found yet is in a digest, and not in the one after.
    Node.until(() -> replica.digest().equals(master.digest()));
    assertThat(replica.info("unexpected_error_replies")).isEqualTo("0");
  }
}
