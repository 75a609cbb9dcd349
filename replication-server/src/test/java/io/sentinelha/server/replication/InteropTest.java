package io.sentinelha.server.replication;

import static io.sentinelha.server.replication.RealMasterTest.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers of both kinds in a row, each following the one before it, have the same data after
 * everything that happens to replicas: cut links, a promotion, restarts.
 */
final class InteropTest {

  private static final int KEYS = Integer.getInteger("interop.keys", 4_000);
  private static final int CUTS = Integer.getInteger("interop.cuts", 4);
  private static final int BATCH = 500;
  private static final String TEXT = "v".repeat(64);

  /** A PING of a master moves its offset, which must be its replicas' when it is demoted. */
  private static final String[] DIRECTIVES = {
    "--repl-backlog-size", "256mb", "--repl-ping-replica-period", "3600"
  };

  private record Member(boolean ours, Path folder, Node node) {}

  @TempDir private Path folder;

  private final SplittableRandom random = new SplittableRandom(3);
  private final List<Member> members = new ArrayList<>();
  private int folders;

  @AfterEach
  void end() throws IOException {
    for (Member member : members) {
      member.node().close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"real ours", "ours real", "ours real ours", "real ours real"})
  void allHaveTheSameWhateverHappens(String row) throws Exception {
    for (String kind : row.split(" ", -1)) {
      members.add(start(kind.equals("ours"), fresh()));
    }
    fill(node(0).port());
    for (int i = 1; i < members.size(); i++) {
      node(i).follow(node(i - 1)).linked();
    }
    linksAreCut();
    theSecondIsPromoted();
    everybodyIsRestarted();
  }

  private static Member start(boolean ours, Path home) throws Exception {
    return new Member(ours, home, ours ? Node.ours(home, DIRECTIVES) : Node.real(home, DIRECTIVES));
  }

  private Path fresh() {
    return folder.resolve("member" + folders++);
  }

  private Node node(int index) {
    return members.get(index).node();
  }

  /** Keys of all types. */
  private static void fill(int port) throws IOException {
    try (RawClient client = new RawClient(port)) {
      for (int i = 0; i < KEYS; i++) {
        client.send(command(i).split(" ", -1));
        if (i % BATCH == BATCH - 1) {
          for (int k = 0; k < BATCH; k++) {
            client.receive();
          }
        }
      }
    }
  }

  private static String command(int i) {
    return switch (i % 8) {
      case 0 -> "HSET fh:" + i + " a " + TEXT + " b " + i;
      case 1 -> "RPUSH fl:" + i + " a " + TEXT + " " + i;
      case 2 -> "SADD fs:" + i + " 1 2 " + i;
      case 3 -> "ZADD fz:" + i + " 1.5 a " + i + " " + TEXT;
      case 4 -> "XADD fx:" + i + " * f " + TEXT;
      case 5 -> "SET ft:" + i + " " + TEXT + " EX 100000";
      case 6 -> "INCRBY fi:" + i + " " + i;
      default -> "SET fv:" + i + " " + TEXT;
    };
  }

  private void linksAreCut() throws Exception {
    try (MixedWrites load = new MixedWrites(node(0).port())) {
      for (int i = 0; i < CUTS; i++) {
        load.more(100 + random.nextInt(400));
        int replica = 1 + random.nextInt(members.size() - 1);
        Node master = node(replica - 1);
        long before = master.number("sync_partial_ok");
        boolean atMaster = random.nextBoolean();
        Node cutter = atMaster ? master : node(replica);
        assertThat(cutter.line("CLIENT KILL TYPE " + (atMaster ? "replica" : "master")))
            .isEqualTo(":1\r\n");
        Node.until(() -> master.number("sync_partial_ok") == before + 1);
        node(replica).linked();
      }
    }
    Node.until(() -> nothingExpiresSoon(node(0)));
    for (int i = 1; i < members.size(); i++) {
      same(node(0), node(i));
      assertThat(node(i - 1).info("sync_full")).isEqualTo("1");
    }
  }

  /** Keys that were written last live for some milliseconds still. */
  private static boolean nothingExpiresSoon(Node master) throws IOException {
    long before = master.number("expired_keys");
    MixedWrites.lookAtAll(master.port());
    return master.number("expired_keys") == before;
  }

  private static void same(Node master, Node replica) throws Exception {
    MixedWrites.lookAtAll(master.port());
    assertSame(master, replica);
  }

  /** The first follows it, and nobody needs a full sync for that. */
  private void theSecondIsPromoted() throws Exception {
    Node former = node(0);
    Node promoted = node(1);
    long fullSyncs = promoted.number("sync_full");
    promoted.line("REPLICAOF NO ONE");
    promoted.line("SET promoted yes");
    former.follow(promoted).linked();
    for (int i = 0; i < members.size(); i++) {
      if (i != 1) {
        same(promoted, node(i));
      }
    }
    assertThat(promoted.number("sync_full")).isEqualTo(fullSyncs);
  }

  /** The master with its data; each replica with what it saved, then with nothing. */
  private void everybodyIsRestarted() throws Exception {
    restart(1, true);
    for (int i = 0; i < members.size(); i++) {
      if (i != 1) {
        node(i).follow(node(1)).linked();
        same(node(1), node(i));
      }
    }
    for (int i = 0; i < members.size(); i++) {
      for (boolean withData : i == 1 ? new boolean[0] : new boolean[] {true, false}) {
        restart(i, withData);
        node(1).line("INCR restarts");
        node(i).follow(node(1)).linked();
        same(node(1), node(i));
      }
    }
  }

  private void restart(int index, boolean withData) throws Exception {
    Member member = members.get(index);
    if (withData) {
      assertThat(member.node().line("SAVE")).isEqualTo("+OK\r\n");
    }
    member.node().close();
    Member again = start(member.ours(), withData ? member.folder() : fresh());
    members.set(index, again);
    Node.until(() -> again.node().info("loading").equals("0"));
  }
}
