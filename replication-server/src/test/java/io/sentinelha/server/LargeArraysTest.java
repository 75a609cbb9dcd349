package io.sentinelha.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sentinelha.server.config.ServerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An array of some kilobytes that is made for a moment would lie among the data for long. */
final class LargeArraysTest {

  private static final int BATCH = 20_000;
  private static final int BATCHES = 20;

  /** Of a length that no block of memory is a multiple of: most reads end within one. */
  private static final String SET =
      "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$100\r\n" + "v".repeat(100) + "\r\n";

  @TempDir Path folder;

  @Test
  void requestsInPipelinesThatAreCutAnywhereNeedNone() throws Exception {
    List<String> directives = List.of("--port", "0", "--dir", folder.toString(), "--save", "");
    try (DataServer server = DataServer.start(ServerConfig.of(directives), status -> {});
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.listen())) {
      byte[] batch = SET.repeat(BATCH).getBytes(US_ASCII);
      send(socket, batch, 2);

      long before = allocated();
      send(socket, batch, BATCHES);

      assertThat(allocated() - before).isLessThan((long) BATCHES * batch.length / 8);
    }
  }

  private static void send(Socket socket, byte[] batch, int times) throws IOException {
    OutputStream to = socket.getOutputStream();
    InputStream from = socket.getInputStream();
    for (int i = 0; i < times; i++) {
      to.write(batch);
      from.readNBytes(BATCH * "+OK\r\n".length());
    }
  }

  /** By all threads that own data; there is one. */
  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("data-"))
        .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getId()))
        .sum();
  }
}
