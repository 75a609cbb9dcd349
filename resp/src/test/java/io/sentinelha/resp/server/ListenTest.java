package io.sentinelha.resp.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the server listens, and how it stops. */
final class ListenTest extends ServerTest {

  @Test
  void allAddressesOfBothFamiliesShareOnePort() throws Exception {
    CommandServer server = listening("*", "-::*");
    int port = server.addresses().get(0).getPort();
    client(port, "127.0.0.1").expect("+PONG\r\n", "ping");
    if (server.addresses().size() == 2) {
      TestClient six = client(port, "::1");
      assertThat(six.ask("client", "info").toString()).contains("laddr=[::1]:" + port);
    }
  }

  @Test
  void severalAddressesShareTheFirstOnesPort() throws Exception {
    CommandServer server = listening("127.0.0.1", "127.0.0.2");
    assertThat(server.addresses()).hasSize(2);
    int port = server.addresses().get(1).getPort();
    client(port, "127.0.0.1").expect("+PONG\r\n", "ping");
    client(port, "127.0.0.2").expect("+PONG\r\n", "ping");
  }

  @Test
  void anAddressThatTheMachineDoesNotHaveIsAnErrorUnlessItIsOptional() throws Exception {
    assertThatExceptionOfType(ListenException.class)
        .isThrownBy(() -> listening("192.0.2.77"))
        .withMessage("cannot listen on 192.0.2.77 port 0: Cannot assign requested address");
    assertThatExceptionOfType(ListenException.class)
        .isThrownBy(() -> listening("no-such-host.invalid"))
        .withMessage("cannot listen on no-such-host.invalid port 0: unknown host");
    assertThatExceptionOfType(ListenException.class)
        .isThrownBy(() -> listening("-192.0.2.77"))
        .withMessage("cannot listen on -192.0.2.77 port 0: no address is available");
    assertThatIllegalArgumentException().isThrownBy(() -> listening("-"));

    CommandServer server = listening("-192.0.2.77", "127.0.0.1");
    assertThat(server.addresses()).hasSize(1);
  }

  @Test
  void aPortThatIsTakenIsAnErrorAndNothingIsLeftOpen() throws Exception {
    int taken = listening("127.0.0.2").addresses().get(0).getPort();
    CommandServer server = closing(CommandServer.builder(commands.table()).build());
    assertThatExceptionOfType(ListenException.class)
        .isThrownBy(() -> server.listen(List.of("127.0.0.1", "-127.0.0.2"), taken))
        .withMessage("cannot listen on 127.0.0.2 port " + taken + ": Address already in use");
    assertThat(server.addresses()).isEmpty();
    server.listen(List.of("127.0.0.1"), taken);
  }

  @Test
  void anOwnerMayBringEventLoopsOfAnyKind() throws Exception {
    IoEventLoopGroup nio = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    CommandServer server = CommandServer.builder(commands.table()).eventLoops(nio).build();
    server.listen(List.of("127.0.0.1"), 0);
    TestClient client = client(server).expect("+PONG\r\n", "ping");
    assertThat(client.ask("client", "info").toString()).contains("fd=-1");
    server.close();
    client.expectEnd();
    assertThat(nio.isShuttingDown()).isFalse();
    assertThat(nio.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(5000)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aUnixSocketIsServedWithItsModeAndRemovedAtTheEnd(boolean nio, @TempDir Path folder)
      throws Exception {
    Path socket = folder.resolve("s.sock");
    leaveBehind(socket);
    CommandServer server = unix(nio, ServerConfig.DEFAULT.withProtectedMode(true));
    server.listenUnix(socket, 0640);
    assertThat(Files.getPosixFilePermissions(socket))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(server.addresses()).isEmpty();
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      String info = ask(client, "CLIENT INFO\r\n");
      assertThat(info).contains(" addr=" + socket + ":0 laddr=" + socket + ":0 ", " flags=U ");
      assertThat(ask(client, "PING\r\n".repeat(100))).isEqualTo("+PONG\r\n".repeat(100));
      assertThat(ask(client, "CLIENT KILL ADDR " + socket + ":0\r\n")).isEqualTo(":0\r\n");
      client.shutdownOutput();
      assertThat(client.read(ByteBuffer.allocate(1))).isNegative();
    }
    await().until(() -> server.clients().size() == 0);
    server.close();
    assertThat(socket).doesNotExist();
  }

  @Test
  void onlyASocketIsReplacedByASocket(@TempDir Path folder) throws Exception {
    CommandServer server = unix(false, ServerConfig.DEFAULT);
    Path file = Files.writeString(folder.resolve("precious"), "data");
    assertThatExceptionOfType(ListenException.class)
        .isThrownBy(() -> server.listenUnix(file, 0))
        .withMessage(
            "cannot listen on Unix socket " + file + ": something else than a socket is there");
    assertThat(file).hasContent("data");
    assertThatExceptionOfType(ListenException.class)
        .isThrownBy(() -> server.listenUnix(folder, 0))
        .withMessageEndingWith("something else than a socket is there");
    assertThatExceptionOfType(ListenException.class)
        .isThrownBy(() -> server.listenUnix(folder.resolve("missing/s.sock"), 0))
        .withMessageEndingWith("missing/s.sock: No such file or directory");
    assertThatExceptionOfType(ListenException.class)
        .isThrownBy(() -> server.listenUnix(folder.resolve("x".repeat(108)), 0))
        .withMessageMatching(".*: path too long \\(\\d+ bytes\\), must be under 108");
  }

  private CommandServer unix(boolean nio, ServerConfig config) {
    IoEventLoopGroup group =
        nio
            ? new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory())
            : EventLoops.create(1, "unix");
    closing(() -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(5000));
    return closing(
        CommandServer.builder(commands.table()).eventLoops(group).config(config).build());
  }

  /** As a process does that is killed: the file stays, and nobody answers. */
  private static void leaveBehind(Path socket) throws Exception {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(socket).exists();
  }

  private static String ask(SocketChannel client, String request) throws Exception {
    client.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
    ByteBuffer reply = ByteBuffer.allocate(4096);
    int lines = request.split("\r\n", -1).length - 1;
    while (US_ASCII.decode(reply.duplicate().flip()).chars().filter(c -> c == '\n').count()
        < (request.contains("INFO") ? 3 : lines)) {
      assertThat(client.read(reply)).isPositive();
    }
    return US_ASCII.decode(reply.flip()).toString();
  }

  @Test
  void closingEndsConnectionsInBoundedTimeAlsoThoseThatDoNotRead() throws Exception {
    CommandServer server = start();
    TestClient idle = client(server).expect("+PONG\r\n", "ping");
    client(server).send("fill 100000000\r\n");
    await().until(() -> commands.fills.get() == 1);
    long before = System.nanoTime();
    server.close();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    idle.expectEnd();
    assertThat(server.clients().size()).isZero();
    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> TestClient.of(server));
    server.close();
  }

  @Test
  void thousandsOfIdleConnectionsAreHeldAndServed() throws Exception {
    int count = 4000; // Each takes two of the process's file descriptors.
    CommandServer server = start();
    List<TestClient> all = IntStream.range(0, count).mapToObj(i -> client(server)).toList();
    await().until(() -> server.clients().size() == count);
    all.get(0).expect("+PONG\r\n", "ping");
    all.get(count - 1).expect("+PONG\r\n", "ping");
    for (Connection connection : server.clients().all()) {
      assertThat(connection.session().bufferedBytes()).isZero();
      assertThat(connection.session().output().unsent()).isZero();
    }
    all.forEach(TestClient::close);
    await().until(() -> server.clients().size() == 0);
  }

  @ParameterizedTest
  @CsvSource({
    "0:0:0:0:0:0:0:1, ::1", "0:0:0:0:0:0:0:0, ::", "fd00:0:0:0:0:0:0:2, fd00::2",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3", "1:0:2:0:3:0:4:0, 1:0:2:0:3:0:4:0",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::"
  })
  void ipv6AddressesAreWrittenShort(String java, String everybodyElse) {
    assertThat(Addresses.compress(java)).isEqualTo(everybodyElse);
  }

  private CommandServer listening(String... bind) throws ListenException {
    CommandServer server = closing(CommandServer.builder(commands.table()).build());
    server.listen(List.of(bind), 0);
    return server;
  }

  private TestClient client(int port, String host) throws Exception {
    return closing(TestClient.of(new InetSocketAddress(InetAddress.getAllByName(host)[0], port)));
  }
}
