package io.sentinelha.resp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sentinelha.resp.logs.Logs;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that do not read what they are sent. */
final class OutputTest extends ServerTest {

  private static final int REPLY = 10_000;
  private static final int REPLIES = 5_000;

  @BeforeEach
  void clearLogs() {
    Logs.clear();
  }

  @Test
  void aClientThatDoesNotReadIsNotServedUntilItDoes() throws Exception {
    TestClient client = client(start());
    client.send(("fill " + REPLY + "\r\n").repeat(REPLIES));
    await().until(() -> commands.fills.get() > 0);
    int served = await().during(Duration.ofMillis(200)).until(commands.fills::get, this::isSame);
    // What is unsent, and what both ends of the connection hold in the system's buffers.
    assertThat((long) served * REPLY).isLessThan(20L << 20);

    for (int i = 0; i < REPLIES; i++) {
      assertThat(client.take(REPLY + 10)).startsWith("$10000\r\n");
    }
    assertThat(commands.fills).hasValue(REPLIES);
  }

  private int last = -1;

  private boolean isSame(int now) {
    boolean same = now == last;
    last = now;
    return same;
  }

  @Test
  void aClientBeyondTheHardLimitIsCutOff() throws Exception {
    OutputLimit hard = new OutputLimit(16 << 20, 0, Duration.ZERO);
    CommandServer server = start(ServerConfig.DEFAULT.withOutput(hard, hard, 1 << 20));
    TestClient client = client(server);
    client.send("fill 500000000\r\n");
    await().until(() -> watcher.seen.contains("output limit"));
    await().until(() -> server.clients().size() == 0);
    assertThat(Logs.lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("WARN client disconnected: output limit")
                    .contains(client.address(), "class=\"normal\"", "unsent-bytes="));
  }

  @Test
  void aSubscriberThatDoesNotReadIsCutOffAndThePublisherNeverWaits() throws Exception {
    OutputLimit hard = new OutputLimit(8 << 20, 0, Duration.ZERO);
    CommandServer server = start(ServerConfig.DEFAULT.withOutput(OutputLimit.NONE, hard, 64 << 10));
    TestClient slow = client(server).request("subscribe", "news");
    TestClient good = client(server).request("subscribe", "news");
    slow.expect("*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n");
    good.expect("*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n");

    String payload = "x".repeat(100_000);
    String message = "*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$100000\r\n" + payload + "\r\n";
    int published = 0;
    for (; !watcher.seen.contains("output limit"); published++) {
      server.broker().publish("news", payload);
      good.expect(message);
      assertThat(published).isLessThan(1000);
    }
    await().until(() -> server.clients().size() == 1);
    await().until(() -> server.broker().publish("news", "end") == 1);
    assertThat(Logs.lines())
        .anySatisfy(line -> assertThat(line).contains(slow.address(), "class=\"pubsub\""));
  }

  @Test
  void theSoftLimitHasPatience() {
    OutputLimit limit = new OutputLimit(1000, 100, Duration.ofSeconds(60));
    OutputGuard guard = new OutputGuard();
    long second = Duration.ofSeconds(1).toNanos();

    assertThat(guard.isExceeded(limit, 99, 0)).isFalse();
    assertThat(guard.isExceeded(limit, 100, second)).isFalse();
    assertThat(guard.isSoft()).isTrue();
    assertThat(guard.isExceeded(limit, 500, 61 * second)).isFalse();
    assertThat(guard.isExceeded(limit, 500, 62 * second)).isTrue();

    assertThat(guard.isExceeded(limit, 50, 63 * second)).as("it has read").isFalse();
    assertThat(guard.isSoft()).isFalse();
    assertThat(guard.isExceeded(limit, 500, 64 * second)).isFalse();
    assertThat(guard.isExceeded(limit, 500, 124 * second)).isFalse();
    assertThat(guard.isExceeded(limit, 500, 125 * second)).isTrue();
    assertThat(guard.isExceeded(limit, 1000, 0)).as("hard").isTrue();
    assertThat(new OutputGuard().isExceeded(OutputLimit.NONE, Long.MAX_VALUE, 0)).isFalse();
  }

  @Test
  void aSubscriberAboveTheSoftLimitIsCutOffEvenIfNothingMoreIsPublished() throws Exception {
    OutputLimit soft = new OutputLimit(0, 1 << 20, Duration.ofMillis(10));
    CommandServer server = start(ServerConfig.DEFAULT.withOutput(OutputLimit.NONE, soft, 64 << 10));
    client(server)
        .request("psubscribe", "*")
        .expect("*3\r\n$10\r\npsubscribe\r\n$1\r\n*\r\n:1\r\n");
    String payload = "x".repeat(1 << 20);
    for (int i = 0; i < 30; i++) {
      server.broker().publish("news", payload);
    }
    await().until(() -> watcher.seen.contains("output limit"));
  }
}
