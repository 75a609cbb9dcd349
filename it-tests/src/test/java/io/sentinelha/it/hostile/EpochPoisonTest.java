package io.sentinelha.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.Group;
import io.sentinelha.bench.RespClient;
import io.sentinelha.bench.ServerProcess;
import io.sentinelha.it.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One message with an epoch that cannot be would forbid every failover from then on. */
final class EpochPoisonTest {

  private static final List<String> EPOCHS =
      List.of(
          "-1",
          "-9223372036854775808",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709551615",
          "99999999999999999999999",
          "4611686018427387904",
          "0x7fffffff",
          "NaN",
          "");

  private static final long SMALL = 1_000;
  private static final int PATIENCE_MILLIS = 120_000;

  @Test
  void aGroupStillFailsOverAfterThem(@TempDir Path folder) throws Exception {
    List<String> ours = List.of(Daemon.LAUNCHER, "{conf}");
    Group.Setup setup =
        new Group.Setup(
            Collections.nCopies(3, ours), Group.REDIS_SERVERS, 1_000, 10_000, List.of());
    try (Group group = Group.start(setup, folder)) {
      int old = group.primary().port;
      for (ServerProcess supervisor : group.supervisors()) {
        poison(supervisor.port, old);
      }
      try (Wire data = new Wire(old)) {
        for (String epoch : EPOCHS) {
          data.ask(hello(epoch, "0", old));
          data.ask(hello("0", epoch, old));
        }
      }
      group.awaitHealthy(PATIENCE_MILLIS);
      group.primary().kill();

      for (ServerProcess supervisor : group.supervisors()) {
        Await.until("a failover", PATIENCE_MILLIS, () -> hasMoved(supervisor.port, old));
        assertThat(savedEpoch(supervisor, folder)).isBetween(1L, SMALL);
      }
    }
  }

  private static void poison(int port, int primary) throws IOException {
    try (Wire wire = new Wire(port)) {
      for (String epoch : EPOCHS) {
        wire.ask(
            "sentinel is-master-down-by-addr 127.0.0.1 %d '%s' %s"
                .formatted(primary, epoch, "e".repeat(40)));
        wire.ask(hello(epoch, "0", primary));
        wire.ask(hello("0", epoch, primary));
      }
    }
  }

  private static String hello(String epoch, String version, int primary) {
    return "publish __sentinel__:hello \"127.0.0.1,1,%s,%s,mymaster,127.0.0.1,%d,%s\""
        .formatted("e".repeat(40), epoch, primary, version);
  }

  private static boolean hasMoved(int port, int old) throws IOException {
    try (RespClient client = new RespClient(port, 500)) {
      Optional<Integer> now = Group.primaryAt(client);
      return now.isPresent() && now.get() != old;
    }
  }

  private static long savedEpoch(ServerProcess supervisor, Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      List<Path> confs = files.filter(file -> file.endsWith("sentinel.conf")).toList();
      for (Path conf : confs) {
        List<String> lines = Files.readAllLines(conf);
        if (lines.contains("port " + supervisor.port)) {
          return lines.stream()
              .filter(line -> line.startsWith("sentinel current-epoch "))
              .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
              .findFirst()
              .orElse(0);
        }
      }
    }
    return -1;
  }
}
