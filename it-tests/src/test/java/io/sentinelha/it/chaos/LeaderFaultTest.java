package io.sentinelha.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.RespClient;
import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The supervisor that leads a failover dies in the middle of it. */
final class LeaderFaultTest {

  private static final int DOWN_AFTER_MILLIS = 2_000;
  private static final int FAILOVER_MILLIS = 90_000;

  @ParameterizedTest
  @ValueSource(strings = {"crash-after-election", "crash-after-promotion"})
  void anotherSupervisorCompletesTheFailoverOfALeaderThatDies(String moment) throws Exception {
    Chaos.with(
        DOWN_AFTER_MILLIS,
        group -> {
          Node old = group.servers.get(0);
          Node leader = group.supervisors.get(0);
          List<Node> others = group.supervisors.subList(1, 3);
          // More than there are: the others vote, but never begin on their own.
          for (Node other : others) {
            order(other, "SENTINEL", "SET", ChaosGroup.NAME, "quorum", "4");
          }
          order(leader, "SENTINEL", "SIMULATE-FAILURE", moment);

          old.kill();
          leader.awaitEnd();
          for (Node other : others) {
            order(other, "SENTINEL", "SET", ChaosGroup.NAME, "quorum", "2");
          }
          Node primary = group.awaitOtherPrimary(old, FAILOVER_MILLIS, others.toArray(Node[]::new));
          assertThat(leader.log()).contains("+elected-leader").doesNotContain("+switch-master");

          leader.start();
          old.start();
          group.awaitHealthy(primary);
        });
  }

  private static void order(Node supervisor, String... words) throws IOException {
    try (RespClient client = supervisor.connect()) {
      RespValue reply = client.call(words);
      assertThat(RespClient.text(reply)).as(String.join(" ", words)).isEqualTo("OK");
    }
  }
}
