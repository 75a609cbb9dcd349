package io.sentinelha.resp.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sentinelha.resp.RespValue;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may do what, and who is let in at all. */
final class AccessTest extends ServerTest {

  private static final String NOAUTH = "-NOAUTH Authentication required.\r\n";
  private static final String WRONGPASS =
      "-WRONGPASS invalid username-password pair or user is disabled.\r\n";

  @Test
  void nothingIsRunBeforeAuthenticationWhenAPasswordIsSet() throws Exception {
    TestClient client = client(start(ServerConfig.DEFAULT, Users.requiring(Password.of("secret"))));
    client.expect(NOAUTH, "ping").expect(NOAUTH, "get", "a").expect(NOAUTH, "subscribe", "x");
    client.expect(WRONGPASS, "auth", "wrong").expect(NOAUTH, "ping");
    client.expect(WRONGPASS, "auth", "nobody", "secret").expect(NOAUTH, "ping");
    client.expect("+OK\r\n", "auth", "secret").expect("+PONG\r\n", "ping");
    client.expect(WRONGPASS, "auth", "wrong").expect("+PONG\r\n", "ping");
    client.expect("+RESET\r\n", "reset").expect(NOAUTH, "ping");
    client.expect("+OK\r\n", "auth", "default", "secret").expect("+PONG\r\n", "ping");
    client.expect("+OK\r\n", "quit").expectEnd();
  }

  @Test
  void helloAuthenticates() throws Exception {
    TestClient client = client(start(ServerConfig.DEFAULT, Users.requiring(Password.of("secret"))));
    client.request("hello", "3");
    assertThat(client.takeUntil("\r\n")).startsWith("-NOAUTH HELLO must be called with the client");
    client.expect(WRONGPASS, "hello", "3", "auth", "default", "wrong").expect(NOAUTH, "ping");
    assertThat(client.ask("hello", "3", "auth", "default", "secret"))
        .isInstanceOf(RespValue.MapValue.class);
    client.expect("+PONG\r\n", "ping").expect("_\r\n", "get", "a");
  }

  @Test
  void whoHasNotAuthenticatedMaySayLittleAndEverythingAfterwards() throws Exception {
    CommandServer server = start(ServerConfig.DEFAULT, Users.requiring(Password.of("secret")));
    TestClient client = client(server);
    client.expect(NOAUTH, "mset", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    client.expect(NOAUTH, "echo", "x".repeat(16_384)).expect("+OK\r\n", "auth", "secret");
    String much = "x".repeat(16_385);
    client.expect("$16385\r\n" + much + "\r\n", "echo", much);
    client.expect("+OK\r\n", "mset", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");

    client(server)
        .send("*11\r\n")
        .expect("-ERR Protocol error: unauthenticated multibulk length\r\n")
        .expectEnd();
    client(server)
        .send("*1\r\n$16385\r\n")
        .expect("-ERR Protocol error: unauthenticated bulk length\r\n")
        .expectEnd();
  }

  @Test
  void anyOfSeveralPasswordsWillDo() throws Exception {
    Password hashed =
        Password.ofHash("2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b");
    assertThat(hashed.hash()).isEqualTo(Password.of("secret").hash());
    CommandServer server =
        start(ServerConfig.DEFAULT, Users.requiring(Password.of("other"), hashed));
    client(server).expect("+OK\r\n", "auth", "secret");
    client(server).expect("+OK\r\n", "auth", "other");
    client(server).expect(WRONGPASS, "auth", "secre").expect(WRONGPASS, "auth", "");
    assertThatIllegalArgumentException().isThrownBy(() -> Password.ofHash("ABC"));
  }

  @Test
  void aPasswordThatIsSetLaterCountsForNewConnectionsOnly() throws Exception {
    CommandServer server = start();
    TestClient old = client(server).expect("+PONG\r\n", "ping");
    server.users().defaultUser().requireOneOf(List.of(Password.of("p")));
    old.expect("+PONG\r\n", "ping");
    TestClient later = client(server).expect(NOAUTH, "ping");
    server.users().defaultUser().requireOneOf(List.of());
    later.expect("+PONG\r\n", "ping");
  }

  @Test
  void passwordsAreNotShown() {
    assertThat(Password.of("secret").toString()).isEqualTo("Password");
    assertThat(Users.requiring(Password.of("secret")).defaultUser().toString())
        .isEqualTo("default");
  }

  @Test
  void aUserMayBeDeniedCommandsAndSubcommands() throws Exception {
    CommandServer server = start();
    server.users().defaultUser().allow((command, request) -> !command.fullName().endsWith("id"));
    TestClient client = client(server);
    client.expect(
        "-NOPERM This user has no permissions to run the 'client|id' command\r\n", "client", "ID");
    client.expect("$-1\r\n", "client", "getname").expect("+OK\r\n", "auth", "default", "");
    client.expect(
        "$59\r\nThis user has no permissions to run the 'client|id' command\r\n",
        "acl",
        "dryrun",
        "default",
        "client",
        "id");
    RespValue.Array log = (RespValue.Array) client.ask("acl", "log");
    assertThat(log.items()).hasSize(1);
    assertThat(log.toString()).contains("command", "client|id", "toplevel");
  }

  @Test
  void equalRefusalsAreOneEntryOfTheLog() throws Exception {
    CommandServer server = start(ServerConfig.DEFAULT, Users.requiring(Password.of("secret")));
    TestClient client = client(server);
    for (int i = 0; i < 3; i++) {
      client.expect(WRONGPASS, "auth", "wrong");
    }
    client.expect(WRONGPASS, "hello", "2", "auth", "default", "wrong");
    assertThat(server.aclLog().newest(10))
        .extracting(AclLog.Entry::count, AclLog.Entry::object)
        .containsExactly(tuple(1L, "hello"), tuple(3L, "auth"));
    for (int i = 0; i < 2 * AclLog.DEFAULT_CAPACITY; i++) {
      client.expect(WRONGPASS, "auth", "user" + i, "wrong");
    }
    assertThat(server.aclLog().newest(Long.MAX_VALUE)).hasSize(AclLog.DEFAULT_CAPACITY);
    assertThat(server.aclLog().newest(1).get(0).username()).isEqualTo("user255");
    assertThat(server.aclLog().newest(1).get(0).clientInfo()).contains("addr=" + client.address());
  }

  @Test
  void theLogIsAsLongAsItIsSaidToBe() throws Exception {
    CommandServer server =
        closing(
            CommandServer.builder(commands.table())
                .users(Users.requiring(Password.of("secret")))
                .aclLogLength(2)
                .build());
    server.listen(List.of("127.0.0.1"), 0);
    TestClient client = client(server);
    for (int i = 0; i < 5; i++) {
      client.expect(WRONGPASS, "auth", "user" + i, "wrong");
    }
    assertThat(server.aclLog().newest(10))
        .extracting(AclLog.Entry::username)
        .containsExactly("user4", "user3");
  }

  @Test
  void tooManyClientsAreTurnedAway() throws Exception {
    CommandServer server = start(ServerConfig.DEFAULT.withMaxClients(2));
    TestClient first = client(server).expect("+PONG\r\n", "ping");
    client(server).expect("+PONG\r\n", "ping");
    client(server).expect("-ERR max number of clients reached\r\n").expectEnd();
    assertThat(server.clients().size()).isEqualTo(2);
    assertThat(server.stats().rejectedConnections()).isEqualTo(1);
    assertThat(server.stats().totalConnectionsReceived()).isEqualTo(2);
    assertThat(watcher.seen).contains("rejected MAX_CLIENTS").doesNotContain("closed");

    first.request("quit").expect("+OK\r\n").expectEnd();
    await().until(() -> server.clients().size() == 1);
    client(server).expect("+PONG\r\n", "ping");

    server.reconfigure(server.config().withMaxClients(3));
    client(server).expect("+PONG\r\n", "ping");
  }

  @Test
  void protectedModeLetsTheSameMachineIn() throws Exception {
    client(start(ServerConfig.DEFAULT.withProtectedMode(true))).expect("+PONG\r\n", "ping");
  }

  @Test
  void protectedModeTurnsOthersAwayUnlessThereIsAPassword() throws Exception {
    CommandServer server = start(ServerConfig.DEFAULT.withProtectedMode(true));
    assertThat(welcome(server)).startsWith("-DENIED ").endsWith("\r\n");
    assertThat(watcher.seen).containsExactly("rejected PROTECTED_MODE");

    server.users().defaultUser().requireOneOf(List.of(Password.of("secret")));
    assertThat(welcome(server)).isEmpty();
  }

  /** What a client of another machine is told when it connects. */
  private static String welcome(CommandServer server) {
    EmbeddedChannel stranger =
        new EmbeddedChannel() {
          @Override
          protected SocketAddress remoteAddress0() {
            return InetSocketAddress.createUnresolved("192.0.2.1", 1234);
          }
        };
    stranger.pipeline().addLast(new ConnectionHandler(new Session(server, stranger)));
    stranger.pipeline().fireChannelActive();
    ByteBuf said = stranger.readOutbound();
    String text = said == null ? "" : said.toString(US_ASCII);
    if (said != null) {
      said.release();
    }
    stranger.finishAndReleaseAll();
    return text;
  }

  @Test
  void anIdleClientIsCutOffUnlessItIsSubscribedOrWaits() throws Exception {
    Duration idle = Duration.ofMillis(300);
    CommandServer server =
        start(ServerConfig.DEFAULT.withTimeouts(idle, Duration.ZERO, Duration.ZERO));
    TestClient subscriber = client(server).request("subscribe", "x");
    subscriber.read();
    TestClient waiting = client(server).request("later");
    Deferred promise = commands.promise();
    client(server).expect("+PONG\r\n", "ping").expectEnd();

    assertThat(server.clients().size()).isEqualTo(2);
    promise.complete(reply -> reply.ok());
    waiting.expect("+OK\r\n").expectEnd();
    subscriber.expect("*2\r\n$4\r\npong\r\n$0\r\n\r\n", "ping");
  }

  @Test
  void whoDoesNotAuthenticateInTimeIsCutOff() throws Exception {
    Duration patience = Duration.ofMillis(300);
    CommandServer server =
        start(
            ServerConfig.DEFAULT.withTimeouts(Duration.ZERO, patience, Duration.ZERO),
            Users.requiring(Password.of("secret")));
    TestClient known = client(server).expect("+OK\r\n", "auth", "secret");
    client(server).expect(NOAUTH, "ping").expectEnd();
    known.expect("+PONG\r\n", "ping");
  }
}
