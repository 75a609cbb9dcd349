package io.sentinelha.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Await;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Supervisors talk to each other over a bad network. */
final class PacketLossTest {

  private static final int DOWN_AFTER_MILLIS = 5_000;
  private static final long WATCHED_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final int FAILOVER_MILLIS = 90_000;
  private static final double SHARE = 0.3;

  @Test
  void lostPacketsAmongSupervisorsCauseNoFailoverAndDoNotPreventOne() throws Exception {
    Chaos.with(
        DOWN_AFTER_MILLIS,
        group -> {
          Node[] all = group.supervisors.toArray(Node[]::new);
          for (Node supervisor : all) {
            supervisor.losePacketsFrom(SHARE, all);
          }
          Node old = group.servers.get(0);
          long end = System.nanoTime() + WATCHED_NANOS;
          Await.until(
              "the time to watch is over",
              2 * (int) TimeUnit.NANOSECONDS.toMillis(WATCHED_NANOS),
              () -> {
                assertUndisturbed(group, old);
                return System.nanoTime() > end;
              });

          old.kill();
          Node primary = group.awaitOtherPrimary(old, FAILOVER_MILLIS);

          for (Node supervisor : all) {
            supervisor.heal();
          }
          old.start();
          group.awaitHealthy(primary);
        });
  }

  private static void assertUndisturbed(ChaosGroup group, Node primary) throws IOException {
    for (Node supervisor : group.supervisors) {
      Map<String, String> view = ChaosGroup.primaryView(supervisor);
      assertThat(view)
          .as(supervisor.name)
          .containsEntry("ip", primary.address)
          .containsEntry("flags", "master")
          .containsEntry("config-epoch", "0");
    }
  }
}
