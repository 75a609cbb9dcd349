package io.sentinelha.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.core.engine.Account.Verdict;
import io.sentinelha.core.engine.Account.Verdict.Judgement;
import io.sentinelha.core.engine.ReplicaSelection.Circumstances;
import io.sentinelha.core.engine.ReplicaSelection.Exclusion;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** For each replica the choice says why it is that one or is not, with the figures. */
final class VerdictsTest {

  private static final long NOW = 100_000;
  private static final History STREAM = new History("abcdef0123", "", 900, -1);

  private final Context ctx = new Context(Subject.state(1_000), 26379, new SplittableRandom(1));
  private final WatchedPrimary primary = primary();
  private final List<DataNode> replicas = new ArrayList<>();

  private WatchedPrimary primary() {
    ctx.now = NOW;
    return new WatchedPrimary(ctx, Subject.state(1_000).primaries().get(0));
  }

  private DataNode replica(Consumer<DataNode> change) {
    Endpoint address = new Endpoint("10.0.0." + (2 + replicas.size()), 6379);
    DataNode node = DataNode.create(ctx, primary, address, Role.REPLICA);
    node.link.opened(ctx, ChannelKind.COMMAND, "10.0.0.9");
    node.infoAt = NOW - 20;
    node.offset = 800;
    node.runId = "run-" + replicas.size();
    node.history = Optional.of(new History(STREAM.id(), "", 800, -1));
    change.accept(node);
    replicas.add(node);
    return node;
  }

  private List<Verdict> verdicts() {
    Circumstances circumstances =
        new Circumstances(NOW, true, 2_000, 1_000, 1_000, 10_000, Optional.of(STREAM));
    return ReplicaSelection.choose(replicas, circumstances).verdicts();
  }

  private String reason(Consumer<DataNode> change) {
    replicas.clear();
    replica(change);
    Verdict only = verdicts().get(0);
    assertThat(only.judgement()).isEqualTo(Judgement.EXCLUDED);
    return only.reason();
  }

  @Test
  void everyExclusionIsToldWithItsFigures() {
    Set<Exclusion> told = EnumSet.noneOf(Exclusion.class);
    assertThat(reason(r -> r.downSince = NOW - 1_500))
        .isEqualTo(text(told, Exclusion.DOWN) + ", for 1500 ms");
    assertThat(reason(r -> r.link.closed(ctx, ChannelKind.COMMAND, Event.Cause.OTHER)))
        .isEqualTo(text(told, Exclusion.DISCONNECTED) + ", last valid answer 0 ms ago");
    assertThat(reason(r -> r.link.pingAnswered(NOW - 5_001, Event.PingReply.PONG)))
        .isEqualTo(text(told, Exclusion.SILENT) + ": 5001 ms, 5000 allowed");
    assertThat(reason(r -> r.priority = 0)).isEqualTo(text(told, Exclusion.PRIORITY_ZERO));
    assertThat(reason(r -> r.infoAt = NOW - 5_001))
        .isEqualTo(text(told, Exclusion.INFO_TOO_OLD) + ": 5001 ms ago, 5000 ms allowed");
    assertThat(reason(r -> r.infoAt = Times.NEVER)).contains("never, 5000 ms allowed");
    assertThat(reason(r -> r.linkDownMillis = 13_000))
        .isEqualTo(text(told, Exclusion.LINK_DOWN_TOO_LONG) + ": 13 s, 12 s allowed");
    assertThat(
            reason(
                r -> {
                  r.linkDownMillis = -1_000;
                  r.history = Optional.of(new History("feedbeef99", "", 5, -1));
                }))
        .isEqualTo(
            text(told, Exclusion.FOREIGN_DATA)
                + ": it has stream feedbeef, the primary's is abcdef01");
    assertThat(told).containsExactlyInAnyOrder(Exclusion.values());
  }

  private static String text(Set<Exclusion> told, Exclusion which) {
    told.add(which);
    return which.text();
  }

  @Test
  void whoIsNotTheBestHearsInWhat() {
    DataNode best = replica(r -> r.priority = 10);
    replica(r -> {});
    Verdict chosen = verdicts().get(0);
    assertThat(chosen.replica()).isEqualTo(best.address);
    assertThat(chosen.judgement()).isEqualTo(Judgement.CHOSEN);
    assertThat(chosen.reason())
        .isEqualTo("has the primary's data, priority 10, offset 800, report 20 ms old");
    assertThat(passedOver()).isEqualTo("priority 100, the chosen one has 10 (lower first)");
  }

  @Test
  void lineageOutweighsPriority() {
    replica(r -> {});
    replica(
        r -> {
          r.priority = 1;
          r.history = Optional.of(new History("feedbeef99", "", 5, -1));
        });
    assertThat(passedOver())
        .isEqualTo(
            "not certain that it has the primary's data; the chosen one: has the primary's data");
  }

  @Test
  void fewerBytesAreCounted() {
    replica(r -> r.offset = 750);
    replica(r -> {});
    assertThat(passedOver()).isEqualTo("offset 750, the chosen one has 800: 50 bytes more");
  }

  @Test
  void equalsAreToldThatTheRunIdDecided() {
    replica(r -> r.runId = "bbbb");
    replica(r -> r.runId = "aaaa");
    assertThat(passedOver())
        .startsWith("equally good (priority 100, offset 800)")
        .endsWith("run id aaaa comes before bbbb");
  }

  private String passedOver() {
    Verdict second = verdicts().get(1);
    assertThat(second.judgement()).isEqualTo(Judgement.PASSED_OVER);
    return second.reason();
  }

  @Test
  void theVerdictIsTheChoice() {
    replica(r -> r.priority = 0);
    replica(r -> r.offset = 700);
    replica(r -> {});
    assertThat(verdicts())
        .extracting(Verdict::judgement)
        .containsExactly(Judgement.CHOSEN, Judgement.PASSED_OVER, Judgement.EXCLUDED);
    assertThat(verdicts().get(0).replica()).isEqualTo(replicas.get(2).address);
  }
}
