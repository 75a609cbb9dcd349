package io.sentinelha.server.rehearsal;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes an empty server do what servers usually do: write and read in batches and one by one,
 * before and during a dump, tell about itself, lead a replica and follow a master. What the runtime
 * loads, links and counts meanwhile goes into the archive that later servers start from, so that
 * the first dump or synchronisation of a server in use costs no more than the second.
 */
public final class Rehearsal {

  private static final int BATCH = 16;
  private static final int BATCHES = 3_000;
  private static final int SINGLE = 3_000;
  private static final int DUMPS = 4;
  private static final int SYNCS = 4;
  private static final int PATIENCE_SECONDS = 30;
  private static final int MOST_SECONDS = 120;

  private static final List<List<String>> QUESTIONS =
      List.of(
          List.of("INFO", "everything"),
          List.of("INFO"),
          List.of("INFO", "persistence"),
          List.of("INFO", "replication"),
          List.of("CONFIG", "GET", "*"),
          List.of("CLIENT", "LIST"),
          List.of("CLIENT", "SETNAME", "rehearsal"),
          List.of("COMMAND"),
          List.of("COMMAND", "DOCS"),
          List.of("MEMORY", "STATS"),
          List.of("SLOWLOG", "GET"),
          List.of("LATENCY", "LATEST"),
          List.of("SCAN", "0", "COUNT", "100"),
          List.of("ROLE"),
          List.of("MULTI"),
          List.of("DBSIZE"),
          List.of("EXEC"));

  private final String socket;
  private final Conversation server;

  private Rehearsal(String socket, Conversation server) {
    this.socket = socket;
    this.server = server;
  }

  /**
   * Rehearses with a server.
   *
   * @param args the path of its Unix socket
   * @throws IOException if it goes away, or does not do what is expected of it
   */
  public static void main(String[] args) throws IOException {
    Thread end = new Thread(Rehearsal::endLate, "end");
    end.setDaemon(true);
    end.start();
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(args[0]))) {
      new Rehearsal(args[0], new Conversation(channel)).run();
    } finally {
      end.interrupt();
    }
  }

  /** Whoever waits for us shall not wait for ever if the server does not do what is expected. */
  private static void endLate() {
    try {
      TimeUnit.SECONDS.sleep(MOST_SECONDS);
      Runtime.getRuntime().halt(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // It has ended in time.
    }
  }

  private void run() throws IOException {
    questions();
    for (int i = 0; i < BATCHES; i++) {
      batch(BATCH);
      if (i % (BATCHES / DUMPS) == BATCHES / DUMPS / 2) {
        server.requests().add("BGSAVE");
      }
    }
    for (int i = 0; i < SINGLE; i++) {
      batch(1);
      if (i % (SINGLE / DUMPS) == 0) {
        server.requests().add("BGSAVE");
        questions();
      }
    }
    byte[] dump = new byte[0];
    server.requests().add("CONFIG", "SET", "repl-diskless-sync-delay", "0");
    for (int i = 0; i < SYNCS; i++) {
      dump = lead();
    }
    for (int i = 0; i < SYNCS; i++) {
      follow(Integer.toString(i).repeat(40), dump);
    }
    server.requests().add("HELLO", "3");
    questions();
  }

  /** The server has a replica that comes, goes and comes again; returns the dump that it got. */
  private byte[] lead() throws IOException {
    byte[] dump;
    FollowingReplica.Position position;
    try (FollowingReplica replica = FollowingReplica.fresh(socket)) {
      for (int i = 0; i < SINGLE / SYNCS; i++) {
        batch(BATCH);
      }
      dump = replica.awaitDump(PATIENCE_SECONDS);
      questions();
      position = replica.leave();
    }
    batch(BATCH);
    try (FollowingReplica replica = FollowingReplica.goingOn(socket, position)) {
      replica.awaitDump(PATIENCE_SECONDS);
      for (int i = 0; i < SINGLE / SYNCS; i++) {
        batch(1);
      }
    }
    return dump;
  }

  /** The server has a master, and then is one again. */
  private void follow(String history, byte[] dump) throws IOException {
    try (LeadingMaster master = new LeadingMaster(history, dump)) {
      server.requests().add("REPLICAOF", "127.0.0.1", Integer.toString(master.port()));
      server.exchange();
      master.lead();
      questions();
      server.requests().add("REPLICAOF", "NO", "ONE");
      server.exchange();
    }
  }

  private void questions() throws IOException {
    for (List<String> each : QUESTIONS) {
      server.requests().add(each.toArray(String[]::new));
    }
    server.exchange();
  }

  private void batch(int size) throws IOException {
    for (int i = 0; i < size; i++) {
      server.requests().addAny();
    }
    server.exchange();
  }
}
