package io.sentinelha.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sentinelha.server.config.ServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real sockets. */
final class SocketTest {

  @TempDir Path folder;

  private final List<AutoCloseable> open = new ArrayList<>();
  private int port;

  private void start(String... directives) throws Exception {
    List<String> all = new ArrayList<>(List.of("--port", "0", "--dir", folder.toString()));
    all.addAll(Arrays.asList(directives));
    DataServer server = DataServer.start(ServerConfig.of(all), status -> {});
    open.add(server);
    port = server.listen();
  }

  private RawClient client() throws Exception {
    RawClient client = new RawClient(port);
    open.add(0, client);
    return client;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void repliesComeInTheOrderOfRequestsHoweverTheyAreCut() throws Exception {
    start();
    RawClient client = client();
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      String value = "v".repeat(i % 300) + i;
      requests.append("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$").append(value.length());
      requests.append("\r\n").append(value).append("\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\n");
    }
    Thread writer = new Thread(() -> sendInPieces(client, requests.toString()));
    writer.start();
    for (int i = 0; i < 5_000; i++) {
      String value = "v".repeat(i % 300) + i;
      assertThat(client.receive()).isEqualTo("+OK\r\n");
      assertThat(client.receive()).isEqualTo("$" + value.length() + "\r\n" + value + "\r\n");
    }
    writer.join();
  }

  private static void sendInPieces(RawClient client, String text) {
    SplittableRandom random = new SplittableRandom(1);
    try {
      for (int at = 0; at < text.length(); ) {
        int end = Math.min(text.length(), at + 1 + random.nextInt(30_000));
        client.sendRaw(text.substring(at, end));
        at = end;
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aLargeValueGoesInAndOut() throws Exception {
    start();
    RawClient client = client();
    String value = "0123456789".repeat(1_000_000);
    assertThat(client.call("SET", "k", value)).isEqualTo("+OK\r\n");
    assertThat(client.call("STRLEN", "k")).isEqualTo(":10000000\r\n");
    assertThat(client.call("GET", "k")).isEqualTo("$10000000\r\n" + value + "\r\n");
    assertThat(client.call("APPEND", "k", "x")).isEqualTo(":10000001\r\n");
    assertThat(client.call("GETRANGE", "k", "-2", "-1")).isEqualTo("$2\r\n9x\r\n");
  }

  @Test
  void whatIsNoRequestEndsTheConnectionAfterTheRepliesBeforeIt() throws Exception {
    start();
    RawClient client = client();
    client.sendRaw("PING\r\n*1\r\nx\r\n");
    assertThat(client.receive()).isEqualTo("+PONG\r\n");
    assertThat(client.receive()).isEqualTo("-ERR Protocol error: expected '$', got 'x'\r\n");
    assertThat(client.isClosed()).isTrue();
  }

  @Test
  void tooManyClientsAreRefused() throws Exception {
    start("--maxclients", "2");
    client().call("PING");
    client().call("PING");
    RawClient third = client();
    assertThat(third.receive()).isEqualTo("-ERR max number of clients reached\r\n");
    assertThat(third.isClosed()).isTrue();
  }

  @Test
  void messagesReachSubscribersAndQuitEndsIt() throws Exception {
    start();
    RawClient listener = client();
    RawClient speaker = client();
    assertThat(listener.call("SUBSCRIBE", "news")).endsWith("news\r\n:1\r\n");
    assertThat(speaker.call("PUBLISH", "news", "hello")).isEqualTo(":1\r\n");
    assertThat(listener.receive())
        .isEqualTo("*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n");
    assertThat(listener.call("QUIT")).isEqualTo("+OK\r\n");
    assertThat(listener.isClosed()).isTrue();
  }

  @Test
  void aSubscriberThatDoesNotReadIsCutOff() throws Exception {
    start("--client-output-buffer-limit", "pubsub", "1mb", "0", "0");
    RawClient deaf = client();
    RawClient speaker = client();
    deaf.call("SUBSCRIBE", "news");
    String message = "x".repeat(100_000);
    await().until(() -> speaker.call("PUBLISH", "news", message).equals(":0\r\n"));
  }

  @Test
  void aReplyBeyondTheLimitIsNotCollected() throws Exception {
    start("--client-output-buffer-limit", "normal", "1mb", "0", "0");
    RawClient client = client();
    client.call("SADD", "s", "x".repeat(100_000));
    long before = Runtime.getRuntime().totalMemory();
    client.sendRaw("SRANDMEMBER s -1000000\r\n"); // Would be a hundred gigabytes.
    RawClient other = client();
    await().until(() -> other.call("INFO", "clients").contains("connected_clients:1\r\n"));
    assertThat(Runtime.getRuntime().totalMemory()).isLessThan(before + (1L << 30));
  }

  @Test
  void aPauseHoldsWritesAndTheyRunWhenItEnds() throws Exception {
    start();
    RawClient one = client();
    RawClient other = client();
    assertThat(one.call("CLIENT", "PAUSE", "1000000", "WRITE")).isEqualTo("+OK\r\n");
    other.send("SET", "k", "v");
    other.send("GET", "k");
    assertThat(one.call("GET", "k")).isEqualTo("$-1\r\n");
    assertThat(one.call("CLIENT", "UNPAUSE")).isEqualTo("+OK\r\n");
    assertThat(other.receive()).isEqualTo("+OK\r\n");
    assertThat(other.receive()).isEqualTo("$1\r\nv\r\n");
  }

  @Test
  void aClientWithoutPasswordMayOnlyLogIn() throws Exception {
    start("--requirepass", "secret");
    RawClient client = client();
    assertThat(client.call("GET", "k")).isEqualTo("-NOAUTH Authentication required.\r\n");
    assertThat(client.call("AUTH", "wrong")).startsWith("-WRONGPASS ");
    assertThat(client.call("AUTH", "secret")).isEqualTo("+OK\r\n");
    assertThat(client.call("GET", "k")).isEqualTo("$-1\r\n");
  }

  @Test
  void noReplyIsSentToWhoWantsNone() throws Exception {
    start();
    RawClient client = client();
    client.sendRaw("CLIENT REPLY SKIP\r\nSET a 1\r\nGET a\r\n");
    assertThat(client.receive()).isEqualTo("$1\r\n1\r\n");
    client.sendRaw("CLIENT REPLY OFF\r\nSET a 2\r\nGET a\r\nCLIENT REPLY ON\r\n");
    assertThat(client.receive()).isEqualTo("+OK\r\n");
    assertThat(client.call("GET", "a")).isEqualTo("$1\r\n2\r\n");
  }

  @Test
  void whoWantsNoRepliesGetsNeitherErrorsNorWhatIsQueuedNorLateOnes() throws Exception {
    start();
    RawClient client = client();
    List<String> requests =
        List.of(
            "CLIENT REPLY OFF",
            "NONSENSE",
            "GET",
            "MULTI",
            "SET a 1",
            "EXEC",
            "BLPOP none 0.01",
            "CLIENT REPLY ON");
    client.sendRaw(String.join("\r\n", requests) + "\r\n");
    assertThat(client.receive()).isEqualTo("+OK\r\n");
    assertThat(client.call("GET", "a")).isEqualTo("$1\r\n1\r\n");
  }

  @Test
  void anErrorOrALateReplyCountsAsTheOneThatIsSkipped() throws Exception {
    start();
    RawClient client = client();
    for (String skipped : List.of("NONSENSE", "GET", "BLPOP none 0.01", "CLIENT REPLY SKIP")) {
      client.sendRaw("CLIENT REPLY SKIP\r\n" + skipped + "\r\n");
      if (skipped.startsWith("CLIENT")) {
        client.sendRaw("GET other\r\n");
      }
      assertThat(client.call("ECHO", skipped)).as(skipped).endsWith("\r\n" + skipped + "\r\n");
    }
  }

  @Test
  void whoWantsNoRepliesGetsWhatItHasSubscribedTo() throws Exception {
    start();
    RawClient client = client();
    client.sendRaw("CLIENT REPLY OFF\r\nSUBSCRIBE news\r\n");
    assertThat(client.receive()).isEqualTo("*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n");
    assertThat(client().call("PUBLISH", "news", "x")).isEqualTo(":1\r\n");
    assertThat(client.receive()).isEqualTo("*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$1\r\nx\r\n");
  }

  @Test
  void onlyWhoSendsNothingIsIdle() throws Exception {
    start("--timeout", "1");
    RawClient operator = client();
    operator.call("CLIENT", "PAUSE", "60000", "WRITE");
    RawClient paused = client();
    paused.sendRaw("SET p 1\r\n");
    RawClient slow = client();
    slow.sendRaw("SET k ");
    RawClient idle = client();
    String id = "id=" + idle.call("CLIENT", "ID").substring(1).strip() + " ";

    await()
        .until(
            () -> {
              slow.sendRaw("x");
              return !operator.call("CLIENT", "LIST").contains(id);
            });
    operator.call("CLIENT", "UNPAUSE");
    slow.sendRaw("\r\n");

    assertThat(slow.receive()).isEqualTo("+OK\r\n");
    assertThat(paused.receive()).isEqualTo("+OK\r\n");
  }

  @Test
  void aRenamedCommandIsCalledByItsNewNameOnly() throws Exception {
    start("--rename-command", "get", "fetch", "--rename-command", "flushall", "");
    RawClient client = client();
    assertThat(client.call("FETCH", "k")).isEqualTo("$-1\r\n");
    assertThat(client.call("GET", "k")).startsWith("-ERR unknown command 'GET'");
    assertThat(client.call("FLUSHALL")).startsWith("-ERR unknown command 'FLUSHALL'");
  }

  @Test
  void whatIsNotThereIsRefusedWithTheReason() throws Exception {
    start();
    assertThat(client().call("CLUSTER", "INFO"))
        .isEqualTo("-ERR unknown command 'CLUSTER': this server is not part of a cluster\r\n");
  }

  @Test
  void usersComeFromTheirFileAndGoBackIntoIt() throws Exception {
    Path file = Files.createTempFile("users", ".acl");
    Files.writeString(file, "user default on nopass ~* &* +@all\nuser u on >p ~k* +get\n");
    start("--aclfile", file.toString());
    RawClient client = client();
    RawClient other = client();
    assertThat(other.call("AUTH", "u", "p")).isEqualTo("+OK\r\n");
    assertThat(client.call("ACL", "SETUSER", "u", "+set")).isEqualTo("+OK\r\n");
    assertThat(client.call("ACL", "SAVE")).isEqualTo("+OK\r\n");
    assertThat(Files.readString(file)).contains("user u on #").contains("+get +set");
    Files.writeString(file, "user v on nopass +ping\nuser w +nosuch\n");
    assertThat(client.call("ACL", "LOAD")).contains(file + ":2: Unknown command");
    assertThat(client.call("ACL", "USERS")).contains("u\r\n").doesNotContain("v\r\n");
    Files.writeString(file, "user v on nopass +ping\n");
    assertThat(client.call("ACL", "LOAD")).isEqualTo("+OK\r\n");
    assertThat(other.isClosed()).isTrue();
    assertThat(client.call("ACL", "USERS")).contains("v\r\n").doesNotContain("u\r\n");
    Files.delete(file);
  }
}
