package io.sentinelha.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as a process, as an operator meets it. */
final class DaemonTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  /** The client's line of CLIENT LIST from a sentinel behind this socket, ended in order. */
  private static String conversation(DaemonProcess daemon, Path socket) throws Exception {
    try (daemon) {
      await()
          .atMost(PATIENCE)
          .until(() -> DaemonProcess.cli("-s", socket.toString(), "ping").equals("PONG"));
      assertThat(Files.getPosixFilePermissions(socket))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(DaemonProcess.cli("-s", socket.toString(), "role")).startsWith("sentinel");
      String line = DaemonProcess.cli("-s", socket.toString(), "client", "list");
      assertThat(daemon.terminate()).as(daemon.output()).isZero();
      assertThat(socket).doesNotExist();
      return line;
    }
  }

  @Test
  void aUnixSocketIsServedAsRedisServesIt() throws Exception {
    Path socket = folder.resolve("s.sock");
    Path config = folder.resolve("sentinel.conf");
    String lines = "port 0\nunixsocket " + socket + "\nunixsocketperm 700\n";
    Files.writeString(config, lines);
    String theirs =
        conversation(
            DaemonProcess.start(folder, List.of("redis-server", config.toString(), "--sentinel")),
            socket);

    Files.writeString(config, lines);
    leaveBehind(socket);
    String ours = conversation(DaemonProcess.ours(folder, config.toString()), socket);
    assertThat(fields(ours)).isEqualTo(fields(theirs));
    assertThat(fields(ours)).contains("addr=" + socket + ":0");
  }

  private static List<String> fields(String line) {
    return List.of(line.split(" ")).stream().filter(f -> f.matches("(l?addr|flags)=.*")).toList();
  }

  private static void leaveBehind(Path socket) throws Exception {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket));
    }
  }

  @Test
  void thePlainFormServesUntilItIsTerminated() throws Exception {
    String port = "" + DaemonProcess.freePort();
    Path config = Files.writeString(folder.resolve("s.conf"), "port 1\nbind 127.0.0.1\n");
    try (DaemonProcess daemon = DaemonProcess.ours(folder, config.toString(), "--port", port)) {
      await().atMost(PATIENCE).until(() -> DaemonProcess.cli("-p", port, "ping").equals("PONG"));
      assertThat(daemon.terminate()).isZero();
      assertThat(daemon.output())
          .contains(daemon.pid() + ":X ", " * Sentinel ID is ", "ready to exit");
    }
  }

  /**
   * Starts a daemon with {@code daemonize yes}, waits until it answers, and returns its process.
   */
  private ProcessHandle inTheBackground(String... kind) throws Exception {
    String port = "" + DaemonProcess.freePort();
    Path pidFile = folder.resolve("s.pid");
    Path config =
        Files.writeString(
            folder.resolve("s.conf"),
            "bind 127.0.0.1\ndaemonize yes\nlogfile s.log\npidfile %s\nport %s\n"
                .formatted(pidFile, port));
    List<String> arguments = new ArrayList<>(List.of(kind));
    arguments.add(config.toString());
    try (DaemonProcess starter = DaemonProcess.ours(folder, arguments.toArray(String[]::new))) {
      assertThat(starter.await()).as(starter.output()).isZero();
    }
    await().atMost(PATIENCE).until(() -> DaemonProcess.cli("-p", port, "ping").equals("PONG"));
    return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip())).orElseThrow();
  }

  @Test
  void inTheBackgroundItOutlivesItsStarterAndRemovesItsPidFile() throws Exception {
    ProcessHandle daemon = inTheBackground();
    try {
      daemon.destroy();
      await().atMost(PATIENCE).until(() -> !daemon.isAlive());
      assertThat(folder.resolve("s.pid")).doesNotExist();
      assertThat(folder.resolve("s.log")).content().contains("Sentinel ID is", "ready to exit");
    } finally {
      daemon.destroyForcibly();
    }
  }

  @Test
  void aDataServerInTheBackgroundHoldsNothingOfItsStarter() throws Exception {
    ProcessHandle daemon = inTheBackground("server");
    try {
      for (String stream : List.of("0", "1", "2")) {
        assertThat(
                Files.readSymbolicLink(Path.of("/proc", "" + daemon.pid(), "fd", stream))
                    .toString())
            .as("somebody may wait for the end of what the starter says")
            .doesNotStartWith(folder.toRealPath().toString());
      }
      daemon.destroy();
      await().atMost(PATIENCE).until(() -> !daemon.isAlive());
      assertThat(folder.resolve("s.pid")).doesNotExist();
    } finally {
      daemon.destroyForcibly();
    }
  }

  @Test
  void whatCannotStartSaysWhyAndLeavesNothingBehind() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path config =
          Files.writeString(
              folder.resolve("s.conf"),
              "bind 127.0.0.1\nunixsocket s.sock\nport " + taken.getLocalPort() + "\n");
      assertThat(refusal(config))
          .contains(
              "*** Cannot start *** cannot listen on 127.0.0.1 port "
                  + taken.getLocalPort()
                  + ": Address already in use");
    }
    assertThat(folder.resolve("s.sock")).doesNotExist();
    Path nowhere = Files.writeString(folder.resolve("n.conf"), "port 0\n");
    assertThat(refusal(nowhere)).contains("*** Cannot start *** configured to listen nowhere");
  }

  private String refusal(Path config) throws Exception {
    try (DaemonProcess daemon = DaemonProcess.ours(folder, config.toString())) {
      assertThat(daemon.await()).isEqualTo(1);
      return daemon.output();
    }
  }
}
