package io.sentinelha.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Group;
import io.sentinelha.bench.RespClient;
import io.sentinelha.bench.ServerProcess;
import io.sentinelha.it.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LimitedUserTest {

  private static final int PATIENCE_MILLIS = 60_000;
  private static final Group.Secrets SECRETS = new Group.Secrets("for-supervisors", "for-servers");

  /** What the manual of Redis Sentinel tells operators to permit, and no more. */
  private static final List<String> PERMITTED =
      List.of(
          "allchannels",
          "+multi",
          "+slaveof",
          "+ping",
          "+exec",
          "+subscribe",
          "+config|rewrite",
          "+role",
          "+publish",
          "+info",
          "+client|setname",
          "+client|kill",
          "+script|kill");

  @Test
  void permissionsOfTheManualSufficeForAFailover(@TempDir Path folder)
      throws IOException, InterruptedException {
    try (Group group = Group.start(setup(), folder)) {
      ServerProcess failing = group.primary();

      failing.kill();

      int primary = group.awaitSwitch(PATIENCE_MILLIS);
      failing.restart();
      group.awaitHealthy(PATIENCE_MILLIS);
      assertThat(refusals(group, primary)).isEmpty();
    }
  }

  private static Group.Setup setup() {
    List<String> server = new ArrayList<>(List.of("redis-server", "{conf}"));
    server.addAll(List.of("--user", "watcher", "on", ">for-watcher"));
    server.addAll(PERMITTED);
    List<String> login =
        List.of(
            "sentinel auth-user " + Group.NAME + " watcher",
            "sentinel auth-pass " + Group.NAME + " for-watcher");
    Group.Setup plain = Product.group(1_000, login, Optional.of(SECRETS));
    return new Group.Setup(
        plain.supervisors(),
        Group.alike(server),
        plain.downAfterMillis(),
        plain.failoverTimeoutMillis(),
        plain.moreLines(),
        plain.secrets());
  }

  private static List<?> refusals(Group group, int port) throws IOException {
    try (RespClient server = group.serverAt(port)) {
      return RespClient.elements(server.call("ACL", "LOG"));
    }
  }
}
