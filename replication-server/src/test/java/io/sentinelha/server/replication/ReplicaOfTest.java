package io.sentinelha.server.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelha.server.DataServer;
import io.sentinelha.server.config.ConfigException;
import io.sentinelha.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplicaOfTest {

  @TempDir Path folder;

  @Test
  void hostAndPortMayStandInOnePairOfQuotes() throws Exception {
    ReplicaOf setting = new ReplicaOf();
    setting.parse(" 10.0.0.2   6380 ");
    assertThat(setting.master()).isEqualTo(new ReplicaOf.Master("10.0.0.2", 6380));
    try (DataServer server = DataServer.start(config("127.0.0.1 1"), status -> {})) {
      assertThat(server.port()).isZero();
    }
  }

  @Test
  void oneWordAloneIsRefused() {
    assertThatThrownBy(() -> DataServer.start(config("10.0.0.2"), status -> {}))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("replicaof needs a host and a port");
  }

  private ServerConfig config(String master) {
    return ServerConfig.of(
        List.of("--port", "0", "--dir", folder.toString(), "--replicaof", master));
  }
}
