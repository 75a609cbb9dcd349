package io.sentinelha.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Await;
import io.sentinelha.it.contract.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send much or never read cost others little, and the process a bounded amount. */
final class FloodTest {

  private static final int PINGS = 100_000;
  private static final int READERS = 100;
  private static final int REQUESTS = 20_000;
  private static final int HOARDERS = 200;

  /** What the process may grow by: twice what the hoarders send; the readers would need more. */
  private static final long GROWTH_KIB = 512 << 10;

  private Daemon daemon;
  private Bystander bystander;
  private long residentBefore;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    daemon = Daemon.start(folder);
    bystander = new Bystander(daemon.port());
    residentBefore = daemon.process.residentKib();
  }

  @AfterEach
  void end() {
    bystander.close();
    daemon.close();
  }

  private void assertBounded(TestReporter reporter) throws IOException, InterruptedException {
    long after = daemon.process.residentKib();
    reporter.publishEntry("resident KiB", residentBefore + " -> " + after);
    reporter.publishEntry("bystander", bystander.assertServed());
    assertThat(after - residentBefore).as("growth in KiB").isLessThan(GROWTH_KIB);
  }

  @Test
  void aLongPipelineIsAnsweredInFull(TestReporter reporter) throws Exception {
    try (Wire wire = daemon.wire()) {
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> {
                try {
                  wire.send("PING\r\n".repeat(PINGS)).send("PING end\r\n");
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      String answers = wire.takeUntil("$3\r\nend\r\n");
      sending.join();
      assertThat(answers).isEqualTo("+PONG\r\n".repeat(PINGS) + "$3\r\nend\r\n");
    }
    assertBounded(reporter);
  }

  @Test
  void whoNeverReadsIsNotServedWithoutEnd(TestReporter reporter) throws Exception {
    String request = "SENTINEL MASTERS\r\nINFO\r\n";
    assertStuffed(READERS, request.repeat(REQUESTS / 2), reporter);
  }

  @Test
  void whoHoardsHalfARequestTakesNoMoreThanItsSize(TestReporter reporter) throws Exception {
    // The longest argument, but for its last bytes.
    String request = "*2\r\n$4\r\nPING\r\n$1048576\r\n" + "x".repeat((1 << 20) - 10);
    assertStuffed(HOARDERS, request, reporter);
  }

  /** Sends to many connections as much as they take, and reads nothing. */
  private void assertStuffed(int connections, String bytes, TestReporter reporter)
      throws Exception {
    byte[] content = bytes.getBytes(StandardCharsets.ISO_8859_1);
    List<SocketChannel> channels = new ArrayList<>();
    List<ByteBuffer> pending = new ArrayList<>();
    try {
      for (int i = 0; i < connections; i++) {
        SocketChannel channel = SocketChannel.open();
        channels.add(channel);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), daemon.port()));
        channel.configureBlocking(false);
        pending.add(ByteBuffer.wrap(content));
      }
      // Round after round, until for a while nobody takes anything any more.
      Idle idle = new Idle();
      Await.until(
          "no connection takes more",
          Daemon.PATIENCE_MILLIS,
          () -> idle.since(writeAll(channels, pending)));
      assertBounded(reporter);
    } finally {
      for (SocketChannel channel : channels) {
        channel.close();
      }
    }
  }

  private static final class Idle {
    private static final int LOOKS = 400;
    private int looks;

    /** Whether nothing was written for many looks. */
    boolean since(long written) {
      looks = written == 0 ? looks + 1 : 0;
      return looks == LOOKS;
    }
  }

  private static long writeAll(List<SocketChannel> channels, List<ByteBuffer> pending) {
    long written = 0;
    for (int i = 0; i < channels.size(); i++) {
      try {
        written += channels.get(i).write(pending.get(i));
      } catch (IOException e) {
        pending.get(i).position(pending.get(i).limit()); // Sent away, which is an answer too.
      }
    }
    return written;
  }
}
