package io.sentinelha.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelha.server.DataServer;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerConfigTest {

  @TempDir Path folder;

  @Test
  void everyMistakeIsToldWithFileLineDirectiveAndRule() throws Exception {
    Path file = folder.resolve("redis.conf");
    Files.writeString(
        file, "# a comment\nport 0\nno-such-thing 1\nmaxclients many\nbind \"127.0.0.1\ntimeout\n");
    List<String> arguments = List.of(file.toString(), "--tcp-keepalive", "-1", "--nor-this", "x");
    assertThatThrownBy(() -> DataServer.start(ServerConfig.of(arguments), status -> {}))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .containsExactlyInAnyOrder(
                        file + ":3: no-such-thing: unknown directive",
                        file + ":4: maxclients: argument couldn't be parsed into an integer",
                        file + ":5: unbalanced quotes",
                        file + ":6: timeout: wrong number of arguments",
                        "command line: tcp-keepalive: argument must be between 0 and 2147483647"
                            + " inclusive",
                        "command line: nor-this: unknown directive"));
  }

  @Test
  void aFileThatIsNotThereIsToldOf() {
    String missing = folder.resolve("missing.conf").toString();
    assertThatThrownBy(() -> DataServer.start(ServerConfig.of(List.of(missing)), status -> {}))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(missing + ": cannot be read");
  }

  /** All that the redis.conf of a distribution sets but for replication. */
  @Test
  void aUsualRedisConfIsTakenAsItIs() throws Exception {
    Path file = folder.resolve("redis.conf");
    try (InputStream usual = ServerConfigTest.class.getResourceAsStream("usual-redis.conf")) {
      Files.copy(Objects.requireNonNull(usual), file);
    }
    List<String> arguments = List.of(file.toString(), "--port", "0", "--dir", folder.toString());
    List<String> levels = new ArrayList<>();
    try (DataServer server =
        DataServer.start(ServerConfig.of(arguments), status -> {}, levels::add)) {
      assertThat(server.port()).isZero();
    }
    assertThat(levels).containsExactly("notice");
  }
}
