package io.sentinelha.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code redis-server} of this machine, as a sentinel on a file of a test. It listens on a Unix
 * socket alone, so that tests never meet on a port; the tests let it watch addresses where nothing
 * answers.
 */
final class RealSentinel implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String READY = "Sentinel ID is";

  private final Path folder;
  private final Path log;
  private final Process process;

  private RealSentinel(Path folder, Path log, Process process) {
    this.folder = folder;
    this.log = log;
    this.process = process;
  }

  /** Lines that a configuration needs so that a real one listens where nobody else does. */
  static String listening(Path folder) {
    return "port 0\nunixsocket " + folder.resolve("real.sock") + "\n";
  }

  /** Starts one and waits until it runs or has given up. */
  static RealSentinel start(Path folder, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("redis-server", Home.MAIN, "--sentinel"));
    command.addAll(arguments);
    try {
      Path log = Files.createTempFile(folder, "real", ".log");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      process.getOutputStream().close(); // The end of its standard input.
      RealSentinel sentinel = new RealSentinel(folder, log, process);
      sentinel.awaitVerdict();
      return sentinel;
    } catch (IOException e) {
      throw new AssertionError("these tests need redis-server on the PATH", e);
    }
  }

  private void awaitVerdict() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && !log().contains(READY)) {
      assertThat(System.nanoTime() - deadline).as("redis-server says: %s", log()).isNegative();
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while a real sentinel starts", e);
    }
  }

  /** Whether it took its configuration. */
  boolean accepts() {
    return log().contains(READY);
  }

  String log() {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends inline commands and returns the replies, up to that of a PING which ends them. */
  String ask(String commands) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(folder.resolve("real.sock")));
      channel.write(ByteBuffer.wrap((commands + "\r\nPING\r\n").getBytes(StandardCharsets.UTF_8)));
      ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
      String replies = "";
      while (!replies.endsWith("+PONG\r\n") && channel.read(bytes) >= 0) {
        replies = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      }
      return replies;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      Files.deleteIfExists(folder.resolve("real.sock"));
      Files.delete(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while a real sentinel ends", e);
    }
  }
}
