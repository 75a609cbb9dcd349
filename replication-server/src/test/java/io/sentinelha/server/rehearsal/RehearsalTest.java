package io.sentinelha.server.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.DataServer;
import io.sentinelha.server.RawClient;
import io.sentinelha.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is rehearsed for the archive of classes must be what the server does, without errors. */
final class RehearsalTest {

  /** Unix sockets need short paths. */
  @TempDir Path folder;

  @Test
  void itWritesReadsSavesLeadsAndFollowsWithoutAnError() throws Exception {
    Path socket = folder.resolve("s");
    try (DataServer server =
        DataServer.start(
            ServerConfig.of(
                List.of(
                    "--port", "0", "--unixsocket", socket.toString(), "--dir", folder.toString())),
            status -> {})) {
      Rehearsal.main(new String[] {socket.toString()});
      try (RawClient client = new RawClient(server.listen())) {
        List<String> stats =
            client
                .call("INFO", "everything")
                .lines()
                .filter(l -> l.startsWith("cmdstat_"))
                .toList();
        assertThat(stats).anyMatch(line -> line.startsWith("cmdstat_zadd:"));
        assertThat(stats).allMatch(line -> line.contains("rejected_calls=0"));
        List<String> syncs =
            client.call("INFO", "stats").lines().filter(l -> l.startsWith("sync_")).toList();
        assertThat(syncs).contains("sync_full:4", "sync_partial_ok:4", "sync_partial_err:0");
        assertThat(client.call("ROLE")).contains("master");
        // A dump may still be in progress when the next is asked for.
        assertThat(stats)
            .filteredOn(line -> !line.startsWith("cmdstat_bgsave:"))
            .allMatch(line -> line.contains("failed_calls=0"));
      }
    }
    assertThat(folder.resolve("dump.rdb")).isNotEmptyFile();
  }
}
