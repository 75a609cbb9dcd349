package io.sentinelha.it.bundled;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.Group;
import io.sentinelha.bench.RespClient;
import io.sentinelha.bench.SentinelWriter;
import io.sentinelha.bench.ServerProcess;
import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A group under writers, and what its servers hold. */
final class Bundled {

  static final int PATIENCE_MILLIS = 60_000;
  private static final int DIGEST_MILLIS = 10_000;

  private Bundled() {}

  /** How many rounds a test runs. */
  static int rounds(String property, int usual) {
    return Integer.getInteger(property, usual);
  }

  /** Writers that begin at once, each with keys of its own. */
  static List<SentinelWriter> writers(Group group, int count, String prefix) {
    List<Integer> supervisors = group.supervisors().stream().map(s -> s.port).toList();
    List<SentinelWriter> writers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      writers.add(new SentinelWriter(supervisors, prefix + ":" + i));
    }
    return writers;
  }

  static void awaitWrites(List<SentinelWriter> writers, int each) {
    Await.until(
        "each writer has written " + each,
        PATIENCE_MILLIS,
        () -> writers.stream().allMatch(w -> w.acknowledged().size() >= each));
  }

  /**
   * A writer that leaves few keys: after many rounds a digest of them must not keep a server busy
   * for so long that it is taken for dead.
   */
  static SentinelWriter calmWriter(Group group, String prefix) {
    List<Integer> supervisors = group.supervisors().stream().map(s -> s.port).toList();
    return new SentinelWriter(supervisors, prefix, 1_000_000);
  }

  /** Waits until every writer has written at another server than the one that failed. */
  static void awaitWritesElsewhere(List<SentinelWriter> writers, int failed, long since) {
    Await.until(
        "writes go on elsewhere than at " + failed,
        PATIENCE_MILLIS,
        () -> writers.stream().allMatch(w -> w.firstElsewhere(failed, since).isPresent()));
  }

  /** Waits until all servers hold the same; nobody may be writing. */
  static void awaitSameData(Group group) {
    Await.until(
        "all servers hold the same data",
        PATIENCE_MILLIS,
        () -> {
          String wanted = digest(group, group.primary());
          for (ServerProcess server : group.servers()) {
            String found = digest(group, server);
            if (!found.equals(wanted)) {
              throw new IOException(
                  server.port
                      + " "
                      + found
                      + ", the primary "
                      + group.primary().port
                      + " "
                      + wanted);
            }
          }
          return true;
        });
  }

  private static String digest(Group group, ServerProcess server) throws IOException {
    try (RespClient client = group.serverAt(server.port)) {
      client.send("DEBUG", "DIGEST");
      String digest = RespClient.text(client.receive(DIGEST_MILLIS));
      if (digest.isEmpty()) {
        throw new IOException(server.port + " tells no digest");
      }
      return digest;
    }
  }

  static long keys(Group group, int port) throws IOException {
    try (RespClient client = group.serverAt(port)) {
      RespValue reply = client.call("DBSIZE");
      if (reply instanceof RespValue.Int keys) {
        return keys.value();
      }
      throw new IOException(port + " does not tell its keys: " + reply);
    }
  }

  static Map<String, String> replication(Group group, int port) throws IOException {
    try (RespClient client = group.serverAt(port)) {
      return RespClient.info(client.call("INFO", "replication"));
    }
  }
}
