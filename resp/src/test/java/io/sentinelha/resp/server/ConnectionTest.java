package io.sentinelha.resp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sentinelha.resp.Limits;
import io.sentinelha.resp.RespValue;
import io.sentinelha.resp.logs.Logs;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of one connection, and its end. */
final class ConnectionTest extends ServerTest {

  @BeforeEach
  void clearLogs() {
    Logs.clear();
  }

  @Test
  void aRequestMayTakeItsTime() throws Exception {
    CommandServer server = start();
    TestClient slow = client(server);
    String request = "*2\r\n$4\r\nECHO\r\n$5\r\nhello\r\n";
    for (int i = 0; i < request.length(); i++) {
      slow.send(request.substring(i, i + 1));
      client(server).expect("+PONG\r\n", "ping");
    }
    slow.expect("$5\r\nhello\r\n");
  }

  @Test
  void halfARequestIsForgottenWithItsConnection() throws Exception {
    CommandServer server = start();
    client(server).send("*2\r\n$4\r\nECHO\r\n$5\r\nhe").endOutput().expectEnd();
    await().until(() -> server.clients().size() == 0);
  }

  @Test
  void aClientThatIsDoneTalkingGetsAllItsReplies() throws Exception {
    TestClient client = client(start());
    client.send("PING\r\n".repeat(5000)).endOutput();
    client.expect("+PONG\r\n".repeat(5000)).expectEnd();
  }

  @Test
  void aClientThatHangsUpWhileACommandBlocksIsGone() throws Exception {
    CommandServer server = start();
    client(server).send("block\r\n").endOutput().expectEnd();
    await().until(() -> server.clients().size() == 0);
    assertThat(commands.promise().complete(reply -> reply.ok())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST / HTTP/1.1\r\n", "host: example.org\r\n", "*1\r\n$4\r\npost\r\n"})
  void whoSpeaksHttpIsCutOffWithoutAWord(String bytes) throws Exception {
    TestClient client = client(start());
    client.send(bytes + "\r\nPING\r\n").expectEnd();
    assertThat(Logs.lines()).anySatisfy(l -> assertThat(l).startsWith("WARN HTTP on the Redis"));
  }

  @Test
  void httpIsLoggedOnceAMinuteAtMost() throws Exception {
    CommandServer server = start();
    for (int i = 0; i < 5; i++) {
      client(server).send("POST / HTTP/1.1\r\n").expectEnd();
    }
    assertThat(Logs.lines()).filteredOn(line -> line.contains("HTTP")).hasSize(1);
  }

  @Test
  void quitIsAnsweredAndEndsTheConnectionAlsoBehindOthers() throws Exception {
    TestClient client = client(start());
    client.send("ping a\r\nquit\r\nping b\r\n").expect("$1\r\na\r\n+OK\r\n").expectEnd();
    assertThat(watcher.seen).containsOnlyOnce("ran ping");
  }

  @Test
  void aProtocolErrorIsToldBehindTheRepliesAndEndsTheConnection() throws Exception {
    CommandServer server = start();
    client(server)
        .send("PING\r\n*1\r\nPING\r\nPING\r\n")
        .expect("+PONG\r\n-ERR Protocol error: expected '$', got 'P'\r\n")
        .expectEnd();
    await().until(() -> server.clients().size() == 0);
    assertThat(server.stats().totalErrorReplies()).isEqualTo(1);
  }

  @Test
  void aRequestThatIsTooLargeEndsTheConnectionWithoutAWord() throws Exception {
    Limits limits = Limits.DEFAULT.withBytes(1 << 20, 1000);
    TestClient client = client(start(ServerConfig.DEFAULT.withLimits(limits)));
    client.expect("$900\r\n" + "x".repeat(900) + "\r\n", "echo", "x".repeat(900));
    client.send("*2\r\n$4\r\necho\r\n$980\r\n").expectEnd();
    assertThat(Logs.lines())
        .anySatisfy(l -> assertThat(l).contains("WARN", "request needs more than 1000 bytes"));
  }

  @Test
  void aLargeArgumentArrivesWhole() throws Exception {
    TestClient client = client(start());
    String large = "0123456789abcdef".repeat(1 << 20);
    client.request("echo", large).expect("$" + large.length() + "\r\n");
    assertThat(client.take(large.length()).equals(large)).isTrue();
  }

  @Test
  void aHandlerThatFailsIsAnInternalErrorAndTheConnectionLivesOn() throws Exception {
    CommandServer server = start();
    TestClient client = client(server);
    client
        .send("ping\r\nfail s3cret\r\nping\r\n")
        .expect("+PONG\r\n-ERR internal error\r\n+PONG\r\n");
    assertThat(watcher.seen).contains("failed fail");
    assertThat(Logs.lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("ERROR command failed command=\"fail\"")
                    .contains("java.lang.IllegalStateException"));
  }

  @Test
  void nothingThatAClientSentGetsIntoTheLog() throws Exception {
    CommandServer server = start(ServerConfig.DEFAULT, Users.requiring(Password.of("s3cret")));
    TestClient client = client(server);
    client.request("auth", "s3cret-wrong").read();
    client.request("auth", "s3cret").read();
    client.request("fail", "s3cret").read();
    client.request("s3cret", "s3cret").read();
    client.request("hello", "3", "auth", "default", "s3cret", "s3cret").read();
    client.send("*s3cret\r\n").expect("-ERR Protocol error: invalid multibulk length\r\n");
    client.expectEnd();
    assertThat(Logs.lines()).isNotEmpty().noneSatisfy(l -> assertThat(l).contains("s3cret"));
  }

  @Test
  void clientsAreKilledByAddressIdTypeAndUser() throws Exception {
    CommandServer server = start();
    TestClient killer = client(server);
    TestClient victim = client(server).expect("+PONG\r\n", "ping");
    killer.expect("+OK\r\n", "client", "kill", victim.address());
    victim.expectEnd();

    victim = client(server);
    long id = ((RespValue.Int) victim.ask("client", "id")).value();
    killer.expect(":1\r\n", "client", "kill", "id", "" + id);
    killer.expect(":0\r\n", "client", "kill", "id", "" + id);
    victim.expectEnd();

    victim = client(server).request("subscribe", "x");
    victim.read();
    killer.expect(":1\r\n", "client", "kill", "type", "pubsub");
    victim.expectEnd();
    assertThat(server.broker().publish("x", "y")).isZero();

    victim = client(server).expect("+PONG\r\n", "ping");
    killer.expect(":1\r\n", "client", "kill", "user", "default", "laddr", killer.server());
    victim.expectEnd();
    killer.send("ping\r\nclient kill type normal skipme no\r\nping\r\n");
    killer.expect("+PONG\r\n:1\r\n").expectEnd();
    await().until(() -> server.clients().size() == 0);
  }

  @Test
  void aKilledClientIsNotListedAnyMore() throws Exception {
    CommandServer server = start();
    TestClient killer = client(server);
    client(server).expect("+PONG\r\n", "ping");
    killer.send("client kill type normal\r\nclient list\r\n").expect(":1\r\n");
    assertThat(((RespValue.Bulk) killer.read()).text().lines()).hasSize(1);
  }

  @Test
  void theRegistryKnowsWhatClientsSaidOfThemselves() throws Exception {
    CommandServer server = start();
    TestClient client = client(server);
    client.expect("+OK\r\n", "client", "setname", "worker-1");
    client.expect("+OK\r\n", "client", "setinfo", "lib-name", "jedis");
    client.expect("+OK\r\n", "client", "setinfo", "LIB-VER", "8.0.2");
    client.expect("+OK\r\n", "select", "3").expect("+OK\r\n", "client", "no-evict", "on");
    String info = ((RespValue.Bulk) client.ask("client", "info")).text();
    assertThat(info)
        .contains("addr=" + client.address(), "laddr=" + client.server(), "name=worker-1", "db=3")
        .contains("flags=e", "cmd=client|info", "user=default", "resp=2", "redir=-1")
        .endsWith("lib-name=jedis lib-ver=8.0.2\n");
    assertThat(((RespValue.Bulk) client.ask("client", "list")).text().lines()).hasSize(1);
    client.expect("-ERR Unrecognized option 'x'\r\n", "client", "setinfo", "x", "y");
    client.expect(
        "-ERR Lib-Ver cannot contain spaces, newlines or special characters.\r\n",
        "client",
        "setinfo",
        "Lib-Ver",
        "a b");
  }

  @Test
  void repliesMayBeTurnedOffAndSkipped() throws Exception {
    TestClient client = client(start());
    client.send("client reply off\r\nping\r\nnosuch\r\nfail x\r\nclient reply on\r\n");
    client.expect("+OK\r\n");
    client.send("client reply skip\r\nping a\r\nping b\r\n").expect("$1\r\nb\r\n");
    client.send("client reply skip\r\nlater\r\nping c\r\n");
    commands.promise().complete(reply -> reply.simple("no"));
    client.expect("$1\r\nc\r\n");
  }

  @Test
  void trafficAndCommandsAreCounted() throws Exception {
    CommandServer server = start();
    client(server).send("ping\r\nnosuch\r\nget\r\nget a\r\n").takeUntil("$-1\r\n");
    ServerStats stats = server.stats();
    assertThat(stats.totalCommandsProcessed()).isEqualTo(2);
    assertThat(stats.totalErrorReplies()).isEqualTo(2);
    assertThat(stats.totalNetInputBytes()).isEqualTo("ping\r\nnosuch\r\nget\r\nget a\r\n".length());
    assertThat(stats.totalNetOutputBytes()).isGreaterThan(100);
    assertThat(watcher.seen).isEqualTo(List.of("opened", "ran ping", "ran get"));
  }

  @Test
  void theOwnerMayKeepThingsWithAConnection() throws Exception {
    CommandServer server = start();
    client(server).expect("+PONG\r\n", "ping");
    Connection connection = server.clients().all().iterator().next();
    assertThat(connection.attachment()).isNull();
    connection.attach("mine");
    assertThat(connection.attachment()).isEqualTo("mine");
    assertThat(server.clients().find(connection.id())).containsSame(connection);
  }
}
