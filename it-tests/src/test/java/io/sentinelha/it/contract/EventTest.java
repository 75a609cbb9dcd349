package io.sentinelha.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscribers hear the same bytes, in the same order, as those of a redis-sentinel. */
final class EventTest {

  private static final List<String> ORDERS =
      List.of(
          "sentinel monitor m2 127.0.0.1 0 1",
          "sentinel monitor m2 127.0.0.1 0 1",
          "sentinel monitor 'm 3' ::1 0 7",
          "sentinel set m2 quorum 3 parallel-syncs 2 DOWN-after-milliseconds 7",
          "sentinel set m2 quorum 3 nosuch 2 parallel-syncs 2",
          "sentinel set m2 auth-pass secret auth-user me",
          "sentinel set m2 rename-command CONFIG config2",
          "sentinel set m2 master-reboot-down-after-period 9",
          "sentinel set m2 notification-script /nosuch",
          "sentinel reset m2",
          "sentinel reset 'm 3'",
          "sentinel reset nosuch",
          "sentinel flushconfig",
          "sentinel config set announce-port 0",
          "sentinel remove m2",
          "sentinel remove 'm 3'",
          "sentinel remove m2");

  private static final String LAST = "sentinel set mymaster failover-timeout 60001";

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void ordersAreAnnouncedTheSame(int protocol, @TempDir Path folder) throws IOException {
    try (Twins twins = Twins.start(folder)) {
      String expected = announcements(twins.real, protocol);
      assertThat(announcements(twins.ours, protocol)).isEqualTo(expected);
    }
  }

  private static String announcements(Side side, int protocol) throws IOException {
    try (Wire subscriber = side.open();
        Wire orders = side.open()) {
      subscriber.ask("hello " + protocol);
      String heard = subscriber.ask("subscribe +set -monitor");
      heard += subscriber.ask("psubscribe [+-]monitor +reset*");
      for (String order : ORDERS) {
        orders.ask(order);
      }
      orders.ask(LAST);
      heard += subscriber.takeUntil("failover-timeout 60001\r\n");
      return side.masking().apply(heard);
    }
  }

  /** The old primary follows the new one at once with us, after ten seconds with redis-sentinel. */
  private static final String AT_ONCE =
      "+convert-to-slave slave 127.0.0.1:<port 1> 127.0.0.1 <port 1> @ mymaster 127.0.0.1 <port 2>";

  /** From the order to the end, apart from what depends on when a node is looked at. */
  @Test
  void aFailoverIsToldTheSameWay(@TempDir Path folder) throws IOException {
    try (Pair pair = Pair.start(folder)) {
      List<String> expected = failover(pair.real);
      List<String> told = failover(pair.ours);

      assertThat(expected).doesNotContain(AT_ONCE);
      assertThat(told).contains(AT_ONCE);
      told.remove(AT_ONCE);
      assertThat(told).isEqualTo(expected);
    }
  }

  private static List<String> failover(Solo solo) throws IOException {
    // Only the other replica can be chosen.
    try (Wire replica = new Wire(solo.group.servers().get(2).port)) {
      replica.ask("config set replica-priority 0");
    }
    solo.awaitReply("sentinel replicas mymaster", "slave-priority|$1|0|");
    List<String> told = new ArrayList<>(solo.take("sentinel failover mymaster").events());
    if (told.stream().noneMatch(event -> event.startsWith("+switch-master"))) {
      told.addAll(solo.takeWith("+switch-master"));
    }
    return told;
  }
}
