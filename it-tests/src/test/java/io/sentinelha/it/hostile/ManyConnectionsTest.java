package io.sentinelha.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.sentinelha.bench.Await;
import io.sentinelha.it.contract.Wire;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Connections cost little, and there are not more of them than may be. */
final class ManyConnectionsTest {

  private static final int MANY = 10_000;
  private static final int OWN_FILES = 500;
  private static final int SOURCES = 4;

  /** What an idle connection, or one with half a request, may take. */
  private static final double KIB_PER_CONNECTION = 16;

  private static final byte[] HALF =
      "*3\r\n$8\r\nSENTINEL\r\n$6\r\nMAS".getBytes(StandardCharsets.US_ASCII);

  @Test
  void tenThousandIdleOnesDisturbNobody(@TempDir Path folder, TestReporter reporter)
      throws Exception {
    assumeThat(openFiles()).as("ulimit -n").isGreaterThan(MANY + OWN_FILES);
    List<Socket> sockets = new ArrayList<>();
    try (Daemon daemon = Daemon.start(folder, "maxclients " + (MANY + 100));
        Bystander bystander = new Bystander(daemon.port())) {
      long before = daemon.process.residentKib();
      for (int i = 0; i < MANY; i++) {
        // From several addresses, as one has not ports enough for everybody who runs tests here.
        sockets.add(connect("127.0.0." + (1 + i % SOURCES), daemon.port()));
        if (i % 2 == 0) {
          sockets.get(i).getOutputStream().write(HALF);
        }
      }
      Await.until(
          "all are connected", Daemon.PATIENCE_MILLIS, () -> daemon.connectedClients() > MANY);

      long after = daemon.process.residentKib();
      double each = (after - before) / (double) MANY;
      reporter.publishEntry("resident KiB", before + " -> " + after + ", each " + each);
      reporter.publishEntry("bystander", bystander.assertServed());
      assertThat(each).as("KiB per connection").isLessThan(KIB_PER_CONNECTION);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static Socket connect(String source, int port) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : 0;
  }

  @Test
  void oneClientTooManyIsToldSo(@TempDir Path folder) throws IOException {
    try (Daemon daemon = Daemon.start(folder, "maxclients 5")) {
      Await.until("nobody is left", Daemon.PATIENCE_MILLIS, () -> daemon.connectedClients() == 1);
      List<Wire> wires = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        wires.add(daemon.wire());
        assertThat(wires.get(i).ask("ping")).isEqualTo("+PONG\r\n");
      }
      try (Wire sixth = daemon.wire()) {
        assertThat(sixth.takeAll()).isEqualTo("-ERR max number of clients reached\r\n");
      }
      for (Wire wire : wires) {
        assertThat(wire.ask("ping")).isEqualTo("+PONG\r\n");
        wire.close();
      }
      Await.until("they are gone", Daemon.PATIENCE_MILLIS, () -> daemon.connectedClients() == 1);
    }
  }

  /** Without a reserve, a leak of connections would forbid votes: none could be saved. */
  @Test
  void clientsLeaveFilesForTheState(@TempDir Path folder) throws IOException {
    List<String> limited =
        List.of("sh", "-c", "ulimit -n 256; exec \"$0\" \"$1\"", Daemon.LAUNCHER);
    List<Wire> crowd = new ArrayList<>();
    try (Daemon daemon = Daemon.startBy(limited, folder);
        Wire early = daemon.wire()) {
      early.ask("ping");
      for (int i = 0; i < 300; i++) {
        crowd.add(daemon.wire());
      }
      assertThat(crowd.get(299).takeAll()).isEqualTo("-ERR max number of clients reached\r\n");

      assertThat(early.ask("sentinel monitor other 127.0.0.1 0 1")).isEqualTo("+OK\r\n");
    } finally {
      for (Wire wire : crowd) {
        wire.close();
      }
    }
  }
}
