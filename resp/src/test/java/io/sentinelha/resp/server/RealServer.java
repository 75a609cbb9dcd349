package io.sentinelha.resp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A redis-server from the machine, of its own for a test: what we compare ourselves with. It must
 * be on the PATH; a test that is skipped protects nothing.
 */
public final class RealServer implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";

  private final Process process;
  private final InetSocketAddress address;

  private RealServer(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  /** A sentinel that watches nothing. */
  public static RealServer sentinel(Path folder, String... directives) throws IOException {
    return start(folder, true, directives);
  }

  /** A data server without persistence. */
  public static RealServer data(Path folder, String... directives) throws IOException {
    return start(folder, false, directives);
  }

  public InetSocketAddress address() {
    return address;
  }

  private static RealServer start(Path folder, boolean sentinel, String... directives)
      throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, loopback)) {
      port = free.getLocalPort();
    }
    List<String> lines = new ArrayList<>(List.of(directives));
    lines.add("port " + port);
    lines.add("bind " + LOOPBACK);
    lines.add("dir " + folder);
    if (!sentinel) {
      lines.add("save \"\"");
    }
    Path config = Files.write(folder.resolve("redis-" + port + ".conf"), lines);
    List<String> command = new ArrayList<>(List.of(executable(), config.toString()));
    if (sentinel) {
      command.add("--sentinel");
    }
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("redis-" + port + ".log").toFile())
            .start();
    InetSocketAddress address = new InetSocketAddress(loopback, port);
    await().until(() -> isUp(process, address));
    return new RealServer(process, address);
  }

  private static String executable() {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      Path file = Path.of(folder, "redis-server");
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    return fail("no redis-server on the PATH: these tests compare with a real one (Redis 7.0)");
  }

  private static boolean isUp(Process process, InetSocketAddress address) throws IOException {
    assertThat(process.isAlive()).as("redis-server runs").isTrue();
    try (Socket socket = new Socket()) {
      socket.connect(address);
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
