package io.sentinelha.bench;

import java.io.IOException;
import java.util.Map;

/**
 * A connection to a data server, to tell it whom to follow and to look at how far it is. It waits
 * long for replies: a server that loads a dump answers now and then.
 */
final class ReplicationLink implements AutoCloseable {

  private static final int CONNECT_MILLIS = 5_000;
  private static final int REPLY_MILLIS = 60_000;
  private static final int LONGEST_MILLIS = 300_000;

  private final RespClient client;

  ReplicationLink(int port) throws IOException {
    this.client = new RespClient(port, CONNECT_MILLIS);
  }

  /** Sends a command and takes its reply. */
  String call(String... words) throws IOException {
    client.send(words);
    return RespClient.text(client.receive(REPLY_MILLIS));
  }

  Map<String, String> info(String section) throws IOException {
    client.send("INFO", section);
    return RespClient.info(client.receive(REPLY_MILLIS));
  }

  /** Says so, and does not wait until it does. */
  void follow(int master) throws IOException {
    String reply = call("REPLICAOF", "127.0.0.1", Integer.toString(master));
    if (!reply.startsWith("OK")) {
      throw new IOException("server " + client.port + " does not follow " + master + ": " + reply);
    }
  }

  boolean isUp() throws IOException {
    return "up".equals(info("replication").get("master_link_status"));
  }

  /** Waits until the replica has the data of its master and gets what is written there. */
  void awaitUp() {
    Await.until("replica " + client.port + " is linked", LONGEST_MILLIS, this::isUp);
  }

  /** Bytes of the stream that were made, or applied. */
  long offset() throws IOException {
    Map<String, String> info = info("replication");
    String offset = info.getOrDefault("slave_repl_offset", info.get("master_repl_offset"));
    return Long.parseLong(String.valueOf(offset));
  }

  void awaitOffset(long offset) {
    Await.until(
        "replica " + client.port + " has applied " + offset,
        LONGEST_MILLIS,
        () -> offset() >= offset);
  }

  /** Waits until a master has so many replicas. */
  void awaitReplicas(int count) {
    Await.until(
        count + " replicas of " + client.port,
        LONGEST_MILLIS,
        () -> Integer.toString(count).equals(info("replication").get("connected_slaves")));
  }

  /** How many replicas got everything from this master so far. */
  long fullSyncs() throws IOException {
    return Long.parseLong(info("stats").getOrDefault("sync_full", "0"));
  }

  @Override
  public void close() {
    client.close();
  }
}
