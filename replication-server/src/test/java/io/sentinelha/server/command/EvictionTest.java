package io.sentinelha.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.engine.TestClient;
import io.sentinelha.server.engine.TestEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memory stays below maxmemory, and the right keys go. */
final class EvictionTest {

  private static final int KEYS = 4_000;

  private final TestEngine test = new TestEngine(Families.all());
  private final TestClient client = test.client();
  private final String value = "v".repeat(200);

  @BeforeEach
  void fill() {
    for (int i = 0; i < KEYS; i++) {
      client.call("SET", "old" + i, value);
    }
    test.pass(100_000);
    for (int i = 0; i < KEYS; i++) {
      client.call("SET", "new" + i, value);
    }
    test.stream.clear();
  }

  /** Takes the room of an eighth of the keys away. */
  private void shrink(String policy) {
    long most = test.engine.memory().used() / 8 * 7;
    client.line("CONFIG SET maxmemory-policy " + policy + " maxmemory " + most);
    for (int i = 0; i < 200 && test.engine.memory().used() > most; i++) {
      test.pass(1);
      client.line("PING");
    }
    assertThat(test.engine.memory().used()).isLessThanOrEqualTo(most);
  }

  private int left(String prefix) {
    int left = 0;
    for (int i = 0; i < KEYS; i++) {
      left += client.call("EXISTS", prefix + i).equals(":1\r\n") ? 1 : 0;
    }
    return left;
  }

  @Test
  void withoutAPolicyWritesAreRefusedAndReadsServed() {
    client.line("CONFIG SET maxmemory 1000");
    assertThat(client.line("SET k v"))
        .isEqualTo("-OOM command not allowed when used memory > 'maxmemory'.\r\n");
    assertThat(client.line("GET old1")).startsWith("$200");
    assertThat(client.line("DEL old1")).isEqualTo(":1\r\n");
    client.line("MULTI");
    assertThat(client.line("GET old2")).startsWith("-OOM");
    assertThat(client.line("DISCARD")).isEqualTo("+OK\r\n");
  }

  @Test
  void whatWasNotUsedForLongGoesFirst() {
    shrink("allkeys-lru");
    assertThat(left("new")).isGreaterThan(KEYS * 95 / 100);
    assertThat(left("old")).isLessThan(KEYS * 80 / 100);
  }

  @Test
  void whatIsUsedSeldomGoesFirst() {
    client.line("CONFIG SET maxmemory-policy allkeys-lfu");
    for (int i = 0; i < KEYS; i++) {
      client.call("SET", "old" + i, value);
      client.call("SET", "new" + i, value);
      for (int j = 0; j < 20; j++) {
        client.call("GET", "old" + i);
      }
    }
    assertThat(client.line("OBJECT FREQ old1")).isNotEqualTo(client.line("OBJECT FREQ new1"));
    shrink("allkeys-lfu");
    assertThat(left("old")).isGreaterThan(KEYS * 95 / 100);
  }

  @Test
  void whatNeverExpiresIsSparedByVolatilePolicies() {
    for (int i = 0; i < KEYS; i++) {
      client.call("EXPIRE", "new" + i, i < KEYS / 2 ? "100000" : "1000");
    }
    shrink("volatile-ttl");
    assertThat(left("old")).isEqualTo(KEYS);
    int late = 0;
    for (int i = 0; i < KEYS / 2; i++) {
      late += client.call("EXISTS", "new" + i).equals(":1\r\n") ? 1 : 0;
    }
    assertThat(late).isGreaterThan(KEYS / 2 * 95 / 100);
  }

  @Test
  void whenNothingMayGoWritesAreRefused() {
    client.line("CONFIG SET maxmemory-policy volatile-random maxmemory 1000");
    assertThat(client.line("SET k v")).startsWith("-OOM");
  }

  @Test
  void anyKeyMayGo() {
    shrink("allkeys-random");
    assertThat(left("old")).isBetween(KEYS * 7 / 10, KEYS * 95 / 100);
    assertThat(left("new")).isBetween(KEYS * 7 / 10, KEYS * 95 / 100);
  }

  @Test
  void whatIsEvictedIsDeletedInTheStreamAndAnnounced() {
    TestClient listener = test.client();
    client.line("CONFIG SET notify-keyspace-events Ee");
    listener.line("SUBSCRIBE __keyevent@0__:evicted");
    shrink("allkeys-lru");
    assertThat(test.stream).isNotEmpty().allMatch(line -> line.startsWith("DEL "));
    assertThat(test.engine.stats().evicted).isEqualTo(test.stream.size());
    assertThat(listener.received()).contains("evicted");
  }

  @Test
  void aReplicaLeavesItToItsMaster() {
    test.engine.replica(true);
    client.line("CONFIG SET maxmemory-policy allkeys-lru maxmemory 1000");
    client.line("PING");
    assertThat(test.engine.stats().evicted).isZero();
  }
}
