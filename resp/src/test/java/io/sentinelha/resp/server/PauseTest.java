package io.sentinelha.resp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** CLIENT PAUSE. */
final class PauseTest extends ServerTest {

  @Test
  void pausedCommandsRunWhenThePauseIsOver() throws Exception {
    CommandServer server = start();
    TestClient client = client(server);
    long before = System.nanoTime();
    client.send("client pause 300\r\nping a\r\nping b\r\n");
    client.expect("+OK\r\n$1\r\na\r\n$1\r\nb\r\n");
    assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(290));
  }

  @Test
  void aPauseMayBeEndedEarlyAndErrorsDoNotWait() throws Exception {
    CommandServer server = start();
    TestClient client = client(server).expect("+OK\r\n", "client", "pause", "1000000000");
    client.send("nosuch\r\nping\r\nping x\r\n");
    client.expect("-ERR unknown command 'nosuch', with args beginning with: \r\n");
    TestClient other = client(server).send("ping\r\n");
    assertThat(watcher.seen).doesNotContain("ran ping");

    server.pause().end();
    client.expect("+PONG\r\n$1\r\nx\r\n");
    other.expect("+PONG\r\n");
  }

  @Test
  void aPauseOfWritesHoldsOnlyThose() throws Exception {
    CommandServer server = start();
    TestClient client = client(server).expect("+OK\r\n", "client", "pause", "1000000", "write");
    TestClient writer = client(server).send("mset a b\r\nget a\r\n");
    client.expect("$-1\r\n", "get", "a").expect("+OK\r\n", "client", "unpause");
    writer.expect("+OK\r\n$-1\r\n");
  }

  @Test
  void aPauseIsNeverMadeShorterOrWeaker() {
    Pause pause = new Pause();
    Command read = Command.named("r").handler((c, q, reply) -> {}).build();
    Command write =
        Command.named("w").flags(CommandFlag.WRITE).handler((c, q, reply) -> {}).build();

    pause.begin(PauseMode.WRITE, Duration.ofHours(1).toNanos());
    assertThat(pause.holds(read)).isFalse();
    assertThat(pause.holds(write)).isTrue();

    pause.begin(PauseMode.ALL, 1);
    assertThat(pause.holds(read)).isTrue();
    pause.begin(PauseMode.WRITE, Long.MAX_VALUE);
    assertThat(pause.holds(read)).isTrue();
    assertThat(pause.remainingNanos()).isGreaterThan(Duration.ofDays(365).toNanos());

    pause.end();
    assertThat(pause.holds(write)).isFalse();
    assertThat(pause.remainingNanos()).isZero();
  }

  @Test
  void aPausedClientMayGoAway() throws Exception {
    CommandServer server = start();
    TestClient client = client(server).expect("+OK\r\n", "client", "pause", "1000000");
    client(server).send("ping\r\n").close();
    await().until(() -> server.clients().size() == 1);
    server.pause().end();
    client.expect("+PONG\r\n", "ping");
  }
}
