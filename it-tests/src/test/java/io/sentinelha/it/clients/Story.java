package io.sentinelha.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.Group;
import io.sentinelha.bench.RespClient;
import io.sentinelha.bench.ServerProcess;
import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * What happens to a client whose group switches. The servers are asked what arrived there, so that
 * no library is trusted about where it wrote or read.
 */
final class Story {

  private static final int PATIENCE_MILLIS = 60_000;
  private static final int READS = 20;

  private final Group group;
  private final SentinelClient client;
  private int keys;

  Story(Group group, SentinelClient client) {
    this.group = group;
    this.client = client;
  }

  /** The primary is killed: the client finds the new one, and what it wrote before is there. */
  void primaryIsKilled() throws IOException, InterruptedException {
    String before = writeEverywhere();
    ServerProcess former = group.primary();

    former.kill();
    try {
      writeAndReadBack();
      int primary = group.awaitSwitch(PATIENCE_MILLIS);
      assertThat(valueAt(primary, before)).contains(before);
    } finally {
      former.restart();
    }
    group.awaitHealthy(PATIENCE_MILLIS);
    writeAndReadBack();
  }

  /** An operator orders a switch: all servers stay up, so only being told or killed helps. */
  void operatorOrdersASwitch() throws IOException {
    writeEverywhere();
    orderSwitch();
    writeAndReadBack();
    group.awaitHealthy(PATIENCE_MILLIS);
  }

  /** What a client thinks, without asking anybody. */
  @FunctionalInterface
  interface Belief {
    boolean isPrimary(int port) throws IOException;
  }

  /** An ordered switch that the client must hear of without being used. */
  void unusedClientIsToldOfASwitch(Belief belief) throws IOException {
    int primary = orderSwitch();
    Await.until(
        "the client is told that the primary is now " + primary,
        PATIENCE_MILLIS,
        () -> belief.isPrimary(primary));
    group.awaitHealthy(PATIENCE_MILLIS);
  }

  private int orderSwitch() throws IOException {
    ServerProcess supervisor = group.supervisors().get(0);
    try (RespClient operator = group.supervisorAt(supervisor.port)) {
      RespValue reply = operator.call("SENTINEL", "FAILOVER", Group.NAME);
      assertThat(RespClient.text(reply)).isEqualTo("OK");
    }
    return group.awaitSwitch(PATIENCE_MILLIS);
  }

  /** All reads go to replicas, sooner or later: a library may take its time to notice them. */
  void readsComeFromReplicas() {
    String key = writeAndReadBack();
    Await.until(
        "the replicas, and they alone, serve the reads",
        PATIENCE_MILLIS,
        () -> {
          for (ServerProcess server : group.servers()) {
            call(server.port, "CONFIG", "RESETSTAT");
          }
          for (int i = 0; i < READS; i++) {
            if (!client.read(key).equals(Optional.of(key))) {
              return false;
            }
          }
          return readsServedBy(group.primary().port) == 0 && readsServedByReplicas() == READS;
        });
  }

  private int readsServedByReplicas() throws IOException {
    int sum = 0;
    for (ServerProcess server : group.servers()) {
      sum += server.port == group.primary().port ? 0 : readsServedBy(server.port);
    }
    return sum;
  }

  private int readsServedBy(int port) throws IOException {
    Map<String, String> stats = RespClient.info(call(port, "INFO", "commandstats"));
    String get = stats.getOrDefault("cmdstat_get", "calls=0,");
    return Integer.parseInt(get.substring(get.indexOf('=') + 1, get.indexOf(',')));
  }

  /** A key that is its own value. */
  private String writeAndReadBack() {
    String key = nextKey();
    Await.until(
        "the client writes",
        PATIENCE_MILLIS,
        () -> {
          client.write(key, key);
          return true;
        });
    Await.until(
        "the client reads what it wrote",
        PATIENCE_MILLIS,
        () -> client.read(key).equals(Optional.of(key)));
    return key;
  }

  /** Replication is asynchronous, so only what reached the replicas can be asked for later. */
  private String writeEverywhere() {
    String key = writeAndReadBack();
    for (ServerProcess server : group.servers()) {
      Await.until(
          "the write arrives at " + server.port,
          PATIENCE_MILLIS,
          () -> valueAt(server.port, key).equals(Optional.of(key)));
    }
    return key;
  }

  private String nextKey() {
    return "key" + ++keys + "-" + System.identityHashCode(this);
  }

  private Optional<String> valueAt(int port, String key) throws IOException {
    RespValue reply = call(port, "GET", key);
    return reply instanceof RespValue.Bulk bulk
        ? Optional.of(bulk.bytes().text())
        : Optional.empty();
  }

  private RespValue call(int port, String... words) throws IOException {
    try (RespClient server = group.serverAt(port)) {
      return server.call(words);
    }
  }
}
