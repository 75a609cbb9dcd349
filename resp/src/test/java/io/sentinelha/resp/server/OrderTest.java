package io.sentinelha.resp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sentinelha.resp.RespWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** Replies come in the order of the requests, whenever they are given. */
final class OrderTest extends ServerTest {

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    TestClient client = client(start());
    StringBuilder requests = new StringBuilder();
    StringBuilder replies = new StringBuilder();
    for (int i = 1000; i < 6000; i++) {
      requests.append(i % 2 == 0 ? "PING " + i + "\r\n" : TestClient.encode("echo", "" + i));
      replies.append("$4\r\n").append(i).append("\r\n");
    }
    client.send(requests.toString()).expect(replies.toString());
  }

  @Test
  void aDeferredReplyHoldsBackThoseBehindIt() throws Exception {
    TestClient client = client(start());
    client.send("ping a\r\nlater\r\nping b\r\nlater\r\nping c\r\n").expect("$1\r\na\r\n");

    promise().complete(reply -> reply.simple("first"));
    client.expect("+first\r\n$1\r\nb\r\n");
    assertThat(watcher.seen).doesNotContain("ran later in no time");

    promise().complete(reply -> reply.error("ERR second"));
    client.expect("-ERR second\r\n$1\r\nc\r\n");
    assertThat(watcher.seen).containsSubsequence("ran later", "failed later");
  }

  @Test
  void aReplyMayBeDeferredAndGivenByTheHandlerItself() throws Exception {
    CommandServer server =
        closing(
            CommandServer.builder(
                    CommandTable.of(
                        List.of(
                            Command.named("now")
                                .handler((c, r, reply) -> c.defer().complete(RespWriter::ok))
                                .build())))
                .build());
    server.listen(List.of("127.0.0.1"), 0);
    client(server).send("now\r\n".repeat(1000)).expect("+OK\r\n".repeat(1000));
  }

  @Test
  void onlyTheFirstReplyCounts() throws Exception {
    TestClient client = client(start());
    client.send("later\r\nping\r\n");
    Deferred promise = promise();
    assertThat(promise.complete(reply -> reply.simple("one"))).isTrue();
    assertThat(promise.complete(reply -> reply.simple("two"))).isFalse();
    client.expect("+one\r\n+PONG\r\n");
  }

  @Test
  void aReplyForADeadConnectionIsDropped() throws Exception {
    CommandServer server = start();
    TestClient client = client(server);
    client.send("later\r\n");
    Deferred promise = promise();
    assertThat(server.clients().all().iterator().next().kill("test")).isTrue();
    client.expectEnd();

    assertThat(promise.complete(reply -> reply.simple("late"))).isTrue();
    client(server).expect("+PONG\r\n", "ping");
  }

  @Test
  void aReplyForAClosedServerIsDropped() throws Exception {
    CommandServer server = start();
    client(server).send("later\r\n");
    Deferred promise = promise();
    server.close();
    assertThat(promise.complete(reply -> reply.simple("late"))).isTrue();
  }

  @Test
  void aDeferredReplyThatCannotBeWrittenIsAnInternalError() throws Exception {
    TestClient client = client(start());
    client.send("later\r\nping\r\n");
    promise()
        .complete(
            reply -> {
              reply.array(5);
              throw new IllegalStateException("secret");
            });
    client.expect("-ERR internal error\r\n+PONG\r\n");
  }

  @Test
  void deferredRepliesMayComeFromAnyThread() throws Exception {
    TestClient client = client(start());
    client.send("later\r\n".repeat(200));
    for (int i = 0; i < 200; i++) {
      Deferred promise = promise();
      long number = i;
      ForkJoinPool.commonPool().execute(() -> promise.complete(reply -> reply.integer(number)));
      client.expect(":" + i + "\r\n");
    }
  }

  @Test
  void aClientThatIsDoneTalkingStillGetsItsDeferredReply() throws Exception {
    TestClient client = client(start());
    client.send("later\r\nping\r\n").endOutput();
    promise().complete(reply -> reply.simple("there"));
    client.expect("+there\r\n+PONG\r\n").expectEnd();
  }

  @Test
  void whileAReplyIsOutstandingInputIsBoundedAndNothingIsLost() throws Exception {
    CommandServer server = start();
    TestClient client = client(server);
    client.send("later\r\n");
    Deferred promise = promise();
    String request = TestClient.encode("echo", "x".repeat(1000));
    int count = 20_000;
    CompletableFuture<TestClient> sent =
        CompletableFuture.supplyAsync(() -> client.send(request.repeat(count)));
    Connection connection = server.clients().all().iterator().next();
    await().until(() -> connection.session().bufferedBytes() >= Session.MAX_BUFFERED);
    assertThat(connection.session().bufferedBytes()).isLessThan(Session.MAX_BUFFERED + (1 << 20));

    promise.complete(RespWriter::ok);
    client.expect("+OK\r\n");
    String reply = "$1000\r\n" + "x".repeat(1000) + "\r\n";
    for (int i = 0; i < count; i++) {
      client.expect(reply);
    }
    assertThat(sent).succeedsWithin(Duration.ofSeconds(10));
  }

  private Deferred promise() throws InterruptedException {
    return commands.promise();
  }
}
