package io.sentinelha.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.RespClient;
import io.sentinelha.resp.RespValue;
import org.junit.jupiter.api.Test;

/** The primary dies, loses its cable, or hangs. */
final class PrimaryFaultTest {

  private static final int DOWN_AFTER_MILLIS = 2_000;
  private static final int FAILOVER_MILLIS = 60_000;

  @Test
  void aKilledPrimaryIsReplacedAndComesBackAsAReplica() throws Exception {
    Chaos.with(
        DOWN_AFTER_MILLIS,
        group -> {
          Node old = group.servers.get(0);
          old.kill();
          Node primary = group.awaitOtherPrimary(old, FAILOVER_MILLIS);
          old.start();
          group.awaitHealthy(primary);
        });
  }

  @Test
  void anUnpluggedPrimaryIsReplacedAndComesBackAsAReplica() throws Exception {
    Chaos.with(
        DOWN_AFTER_MILLIS,
        group -> {
          Node old = group.servers.get(0);
          old.unplug(group.subnet);
          Node primary = group.awaitOtherPrimary(old, FAILOVER_MILLIS);
          old.plug(group.subnet);
          group.awaitHealthy(primary);
        });
  }

  @Test
  void aPrimaryThatHungIsNeverNamedAgainAndTakesNoWritesOnceItFollows() throws Exception {
    Chaos.with(
        DOWN_AFTER_MILLIS,
        group -> {
          Node old = group.servers.get(0);
          old.pause();
          Node primary = group.awaitOtherPrimary(old, FAILOVER_MILLIS);
          old.unpause();

          Await.until(
              "the former primary follows",
              FAILOVER_MILLIS,
              () -> {
                for (Node supervisor : group.supervisors) {
                  assertThat(group.primaryAt(supervisor).name).isEqualTo(primary.name);
                }
                return old.isFollowing(primary);
              });

          try (RespClient client = old.connect()) {
            RespValue reply = client.call("SET", "late", "1");
            assertThat(reply.toString()).contains("READONLY");
          }
          group.awaitHealthy(primary);
        });
  }
}
