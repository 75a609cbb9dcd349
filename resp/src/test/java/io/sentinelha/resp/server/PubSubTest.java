package io.sentinelha.resp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sentinelha.resp.Bytes;
import io.sentinelha.resp.Protocol;
import io.sentinelha.resp.RespValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Publishing and listening. */
final class PubSubTest extends ServerTest {

  @Test
  void messagesReachSubscribersOfTheChannelAndOfMatchingPatterns() throws Exception {
    CommandServer server = start();
    TestClient exact = client(server).request("subscribe", "+sdown", "other");
    TestClient pattern = client(server).request("psubscribe", "[-+]sdown");
    TestClient resp3 = client(server).request("hello", "3");
    resp3.read();
    resp3.request("subscribe", "+sdown").request("psubscribe", "*");
    readAll(exact, 2);
    readAll(pattern, 1);
    readAll(resp3, 2);

    assertThat(server.broker().publish("+sdown", "m1")).isEqualTo(4);
    assertThat(server.broker().publish("-sdown", "m2")).isEqualTo(2);
    assertThat(server.broker().publish("odown", "m3")).isEqualTo(1);

    exact.expect("*3\r\n$7\r\nmessage\r\n$6\r\n+sdown\r\n$2\r\nm1\r\n");
    pattern
        .expect("*4\r\n$8\r\npmessage\r\n$9\r\n[-+]sdown\r\n$6\r\n+sdown\r\n$2\r\nm1\r\n")
        .expect("*4\r\n$8\r\npmessage\r\n$9\r\n[-+]sdown\r\n$6\r\n-sdown\r\n$2\r\nm2\r\n");
    resp3
        .expect(">3\r\n$7\r\nmessage\r\n$6\r\n+sdown\r\n$2\r\nm1\r\n")
        .expect(">4\r\n$8\r\npmessage\r\n$1\r\n*\r\n$6\r\n+sdown\r\n$2\r\nm1\r\n")
        .expect(">4\r\n$8\r\npmessage\r\n$1\r\n*\r\n$6\r\n-sdown\r\n$2\r\nm2\r\n")
        .expect(">4\r\n$8\r\npmessage\r\n$1\r\n*\r\n$5\r\nodown\r\n$2\r\nm3\r\n");
  }

  @Test
  void theBrokerKnowsWhoListensToWhat() throws Exception {
    CommandServer server = start();
    TestClient one = client(server).request("subscribe", "a", "b").request("psubscribe", "x*");
    readAll(one, 3);
    TestClient two = client(server).request("subscribe", "a").request("psubscribe", "x*");
    readAll(two, 2);
    Broker broker = server.broker();
    assertThat(broker.channels()).containsExactly(Bytes.utf8("a"), Bytes.utf8("b"));
    assertThat(broker.subscriberCount(Bytes.utf8("a"))).isEqualTo(2);
    assertThat(broker.subscriberCount(Bytes.utf8("xyz"))).isZero();
    assertThat(broker.channelCount()).isEqualTo(2);
    assertThat(broker.patternCount()).isEqualTo(1);

    one.close();
    two.close();
    await().until(() -> broker.channelCount() == 0 && broker.patternCount() == 0);
    assertThat(broker.publish("a", "nobody")).isZero();
  }

  @Test
  void nothingIsHeardAfterAnUnsubscription() throws Exception {
    CommandServer server = start();
    Semaphore messages = new Semaphore(0);
    CompletableFuture<Void> publisher =
        CompletableFuture.runAsync(
            () -> {
              while (!watcher.seen.contains("closed")) {
                messages.acquireUninterruptibly();
                server.broker().publish("news", "x");
              }
            });
    try (TestClient client = client(server)) {
      for (int i = 0; i < 500; i++) {
        messages.release(20);
        client.request("subscribe", "news").request("unsubscribe", "news").request("ping", "end");
        assertThat(client.takeUntil("$3\r\nend\r\n"))
            .startsWith("*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n")
            .endsWith("*3\r\n$11\r\nunsubscribe\r\n$4\r\nnews\r\n:0\r\n$3\r\nend\r\n");
      }
    }
    messages.release(1 << 20);
    publisher.join();
  }

  @Test
  void aSubscriberThatCannotKeepUpMayStillUnsubscribe() throws Exception {
    CommandServer server = start();
    TestClient client = client(server).request("subscribe", "news");
    client.read();
    String payload = "x".repeat(100_000);
    for (int i = 0; i < 200; i++) {
      server.broker().publish("news", payload);
    }
    client.request("unsubscribe", "news");
    await().until(() -> server.broker().channelCount() == 0);
    for (int i = 0; i < 200; i++) {
      assertThat(payload(client.read())).hasSize(100_000);
    }
    client.expect("*3\r\n$11\r\nunsubscribe\r\n$4\r\nnews\r\n:0\r\n");
  }

  @Test
  void messagesGoOutInTheProtocolThatWasSpokenWhenTheyCame() throws Exception {
    CommandServer server = start();
    TestClient client = client(server).request("hello", "3");
    client.read();
    client.request("subscribe", "news").read();
    // Published while the connection is busy, before it asks for the other protocol.
    client.send("shout news one\r\nhello 2\r\nunsubscribe\r\nping\r\n");
    assertThat(client.takeUntil("+PONG\r\n"))
        .contains(">3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$3\r\none\r\n")
        .contains("*12\r\n")
        .endsWith("*3\r\n$11\r\nunsubscribe\r\n$4\r\nnews\r\n:0\r\n+PONG\r\n");
  }

  @Test
  void everySubscriberSeesTheSameOrder() throws Exception {
    CommandServer server = start();
    TestClient one = client(server).request("subscribe", "news");
    TestClient two = client(server).request("psubscribe", "n*");
    one.read();
    two.read();
    List<CompletableFuture<Void>> publishers = new ArrayList<>();
    for (int p = 0; p < 4; p++) {
      int publisher = p;
      publishers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 2000; i++) {
                  server.broker().publish("news", publisher + ":" + i);
                }
              }));
    }
    Map<String, Integer> next = new HashMap<>();
    for (int i = 0; i < 4 * 2000; i++) {
      String seen = payload(one.read());
      assertThat(payload(two.read())).isEqualTo(seen);
      String[] parts = seen.split(":");
      assertThat(Integer.parseInt(parts[1])).isEqualTo(next.getOrDefault(parts[0], 0));
      next.merge(parts[0], 1, Integer::sum);
    }
    publishers.forEach(CompletableFuture::join);
  }

  @Test
  void subscribersHearMessagesWhileAReplyIsOutstanding() throws Exception {
    CommandServer server = start();
    TestClient client = client(server).request("hello", "3");
    client.read();
    client.send("subscribe news\r\nlater\r\n").read();
    Deferred promise = commands.promise();
    server.broker().publish("news", "hi");
    client.expect(">3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$2\r\nhi\r\n");
    promise.complete(reply -> reply.ok());
    client.expect("+OK\r\n");
  }

  @Test
  void messagesAreHeardEvenWhenRepliesAreNot() throws Exception {
    CommandServer server = start();
    TestClient client = client(server).send("client reply off\r\nsubscribe news\r\n");
    client.expect("*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n");
    server.broker().publish("news", "hi");
    client.send("ping\r\n");
    client.expect("*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$2\r\nhi\r\n");
    client.request("quit").expectEnd();
  }

  @Test
  void aMessageIsEncodedOncePerProtocol() {
    Message message = new Message(null, Bytes.utf8("c"), Bytes.utf8("p"));
    ByteBuf first = Unpooled.buffer();
    ByteBuf second = Unpooled.buffer();
    message.writeTo(first, Protocol.RESP2);
    message.writeTo(second, Protocol.RESP2);
    assertThat(first).isEqualTo(second);
    assertThat(message.size()).isGreaterThanOrEqualTo(first.readableBytes());
    assertThat(message.encoded(Protocol.RESP3)).isSameAs(message.encoded(Protocol.RESP3));
  }

  private static void readAll(TestClient client, int count) {
    for (int i = 0; i < count; i++) {
      client.read();
    }
  }

  private static String payload(RespValue message) {
    List<RespValue> items = ((RespValue.Array) message).items();
    return ((RespValue.Bulk) items.get(items.size() - 1)).text();
  }
}
