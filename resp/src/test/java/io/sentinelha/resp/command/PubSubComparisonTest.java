package io.sentinelha.resp.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.resp.server.CommandServer;
import io.sentinelha.resp.server.CommandTable;
import io.sentinelha.resp.server.RealServer;
import io.sentinelha.resp.server.TestClient;
import io.sentinelha.resp.server.TestCommands;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscribers receive, byte by byte, what those of a real server receive. */
final class PubSubComparisonTest {

  private static final String LAST = "the last message";

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void messagesAreTheSame(int protocol, @TempDir Path folder) throws Exception {
    CommandTable table = CommandTable.of(ConnectionCommands.all(() -> TestCommands.SENTINEL));
    try (RealServer real = RealServer.data(folder);
        TestClient realPublisher = TestClient.of(real.address());
        TestClient their = TestClient.of(real.address());
        CommandServer server = CommandServer.builder(table).build()) {
      server.listen(List.of("127.0.0.1"), 0);
      TestClient our = TestClient.of(server);

      String expected =
          conversation(
              their,
              protocol,
              (channel, message) ->
                  realPublisher.expect(":", "publish", channel, message).takeUntil("\r\n"));
      String heard =
          conversation(
              our, protocol, (channel, message) -> server.broker().publish(channel, message));

      assertThat(heard.replace("\r\n", "|")).isEqualTo(expected.replace("\r\n", "|"));
    }
  }

  private static String conversation(
      TestClient client, int protocol, BiConsumer<String, String> publish) {
    client.ask("hello", "" + protocol);
    client.request("subscribe", "+sdown", "a b");
    client.request("psubscribe", "[-+]sdown").request("psubscribe", "switch-master");
    client.request("ping");
    String heard = client.takeUntil(protocol == 3 ? "+PONG\r\n" : "pong\r\n$0\r\n\r\n");
    publish.accept("+sdown", "master orders 127.0.0.1 6379");
    publish.accept("-sdown", "");
    publish.accept("a b", "a\r\nb");
    publish.accept("+switch-master", "nobody listens");
    publish.accept("a b", "x".repeat(10_000));
    publish.accept("switch-master", LAST);
    return heard + client.takeUntil(LAST + "\r\n");
  }
}
