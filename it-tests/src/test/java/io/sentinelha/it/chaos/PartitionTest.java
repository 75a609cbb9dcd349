package io.sentinelha.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.RespClient;
import io.sentinelha.resp.RespValue;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The network falls into two parts; clients are in both. */
final class PartitionTest {

  private static final int DOWN_AFTER_MILLIS = 2_000;
  private static final int FAILOVER_MILLIS = 60_000;
  private static final int LAG_SECONDS = 2;

  /** A data node looks at its replicas' lag once a second, and counts it in whole seconds. */
  private static final long WINDOW_MILLIS = (LAG_SECONDS + 2) * 1_000L;

  @Test
  void withoutAGuardWhatTheOldPrimaryAcknowledgesInAPartitionIsLost() throws Exception {
    Chaos.with(
        DOWN_AFTER_MILLIS,
        group -> {
          Node old = group.servers.get(0);
          try (PinnedWriter writer = new PinnedWriter(old)) {
            Cut cut = Cut.of(group, writer, old);
            Node primary = group.awaitOtherPrimary(old, FAILOVER_MILLIS);
            cut.awaitWriteAfter(primary);

            Loss loss = cut.heal(primary);
            loss.print("without a guard");
            assertThat(loss.count()).isPositive();
          }
        });
  }

  @Test
  void withAGuardTheLossStaysWithinTheLagWindow() throws Exception {
    Chaos.with(
        DOWN_AFTER_MILLIS,
        group -> {
          Node old = group.servers.get(0);
          Await.until("the guard is set", FAILOVER_MILLIS, () -> isGuarded(old));
          try (PinnedWriter writer = new PinnedWriter(old)) {
            Cut cut = Cut.of(group, writer, old);
            Node primary = group.awaitOtherPrimary(old, FAILOVER_MILLIS);
            Await.until(
                "the cut-off primary refuses writes",
                FAILOVER_MILLIS,
                () -> writer.refusal().contains("NOREPLICAS"));

            Loss loss = cut.heal(primary);
            loss.print("with the guard");
            assertThat(loss.lastMillis()).isLessThanOrEqualTo(WINDOW_MILLIS);
          }
        },
        "sentinel min-replicas-to-write " + ChaosGroup.NAME + " 1",
        "sentinel min-replicas-max-lag " + ChaosGroup.NAME + " " + LAG_SECONDS);
  }

  @Test
  void aSupervisorInTheMinorityDoesNotFailOverAndFollowsAfterwards() throws Exception {
    Chaos.with(
        DOWN_AFTER_MILLIS,
        group -> {
          Node old = group.servers.get(0);
          Node minority = group.supervisors.get(0);
          Node[] majority = {group.supervisors.get(1), group.supervisors.get(2)};
          Node[] replicas = {group.servers.get(1), group.servers.get(2)};
          for (Node cut : List.of(old, minority)) {
            cut.cutFrom(replicas[0], replicas[1], majority[0], majority[1]);
          }

          Node primary = group.awaitOtherPrimary(old, FAILOVER_MILLIS, majority);
          Await.until(
              "the minority knows that it is one",
              FAILOVER_MILLIS,
              () -> checkQuorum(minority).contains("NOQUORUM"));
          assertThat(group.primaryAt(minority).name).isEqualTo(old.name);

          old.heal();
          minority.heal();
          group.awaitHealthy(primary);
          assertThat(minority.log())
              .contains("+config-update-from")
              .doesNotContain("+try-failover");
        });
  }

  private static boolean isGuarded(Node server) throws java.io.IOException {
    try (RespClient client = server.connect()) {
      RespValue reply = client.call("CONFIG", "GET", "min-replicas-to-write");
      return "1".equals(RespClient.toMap(reply).get("min-replicas-to-write"));
    }
  }

  private static String checkQuorum(Node supervisor) throws java.io.IOException {
    try (RespClient client = supervisor.connect()) {
      return client.call("SENTINEL", "CKQUORUM", ChaosGroup.NAME).toString();
    }
  }

  /** The primary alone with its client on one side, everybody else on the other. */
  private record Cut(ChaosGroup group, PinnedWriter writer, Node old, long nanos) {

    static Cut of(ChaosGroup group, PinnedWriter writer, Node old) throws Exception {
      Await.until("writes flow", FAILOVER_MILLIS, () -> writer.acknowledged().size() > 100);
      Node[] others = {
        group.servers.get(1),
        group.servers.get(2),
        group.supervisors.get(0),
        group.supervisors.get(1),
        group.supervisors.get(2)
      };
      old.cutFrom(others);
      return new Cut(group, writer, old, System.nanoTime());
    }

    /** Waits until the former primary has acknowledged something that the new one cannot have. */
    void awaitWriteAfter(Node primary) throws Exception {
      assertThat(primary.isPrimary()).isTrue();
      int before = writer.acknowledged().size();
      Await.until(
          "the cut-off primary still takes writes",
          FAILOVER_MILLIS,
          () -> writer.acknowledged().size() > before);
    }

    /** Joins the parts, waits until all follow the new primary, and counts. */
    Loss heal(Node primary) throws Exception {
      old.heal();
      group.awaitHealthy(primary);
      writer.close();
      return new Loss(writer.acknowledged().size(), writer.missingOn(primary), nanos);
    }
  }

  /**
   * What the partition cost.
   *
   * @param acknowledged all writes that the former primary acknowledged
   * @param missing those of them that the new primary lacks
   * @param cut the moment of the partition
   */
  private record Loss(int acknowledged, List<PinnedWriter.Acknowledged> missing, long cut) {

    int count() {
      return missing.size();
    }

    /** From the cut to the last acknowledgement that was not kept; negative for before. */
    long lastMillis() {
      return missing.stream()
          .mapToLong(write -> TimeUnit.NANOSECONDS.toMillis(write.nanos() - cut))
          .max()
          .orElse(Long.MIN_VALUE);
    }

    void print(String how) {
      System.out.printf(
          "partition %s: %d of %d acknowledged writes lost, the last one %d ms after the cut%n",
          how, count(), acknowledged, lastMillis());
    }
  }
}
