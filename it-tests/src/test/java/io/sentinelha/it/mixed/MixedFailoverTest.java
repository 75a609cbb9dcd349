package io.sentinelha.it.mixed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.Group;
import io.sentinelha.bench.ServerProcess;
import io.sentinelha.it.mixed.MixedGroup.Agreement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both kinds of supervisors find each other, elect each other, and follow each other. */
class MixedFailoverTest {

  @TempDir Path folder;

  static Stream<List<Kind>> groups() {
    return Stream.of(Kind.MOSTLY_OURS, Kind.MOSTLY_THEIRS);
  }

  /** Who leads is made certain, so that each kind is seen leading in each group. */
  static Stream<Arguments> groupsAndLeaders() {
    return groups()
        .flatMap(group -> Stream.of(Kind.values()).map(leader -> Arguments.of(group, leader)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("groups")
  void everySupervisorListsTheOthersAndHasAQuorum(List<Kind> kinds) throws Exception {
    try (MixedGroup group = MixedGroup.start(folder, kinds)) {
      List<String> ids = new ArrayList<>();
      for (int i : group.all().toArray()) {
        ids.add(group.idOf(i));
      }
      assertThat(ids).doesNotHaveDuplicates();

      for (int i : group.all().toArray()) {
        List<String> others = ids.stream().filter(id -> !id.equals(ids.get(i))).toList();
        assertThat(group.each(i, "SENTINELS", "runid"))
            .as("peers that %s knows", group.kind(i))
            .containsExactlyInAnyOrderElementsOf(others);
        assertThat(group.each(i, "SENTINELS", "flags")).containsOnly("sentinel");
        assertThat(group.line(i, "SENTINEL", "CKQUORUM", Group.NAME))
            .as("quorum at %s", group.kind(i))
            .startsWith("OK 3 usable Sentinels.");
      }
    }
  }

  @ParameterizedTest(name = "{0} led by {1}")
  @MethodSource("groupsAndLeaders")
  void killedPrimaryIsReplacedByTheLeaderOfEitherKind(List<Kind> kinds, Kind leading)
      throws Exception {
    try (MixedGroup group = MixedGroup.start(folder, kinds)) {
      int leader = group.first(leading);
      group.onlyLeader(leader, group.first(leading.other()));
      List<Integer> before = group.mark();
      long epochBefore = Long.parseLong(group.primaryFields(leader).get("config-epoch"));
      ServerProcess former = group.primary();

      former.kill();
      Agreement agreed = group.awaitAgreement(former.port);

      assertThat(group.whoSaid("+elected-leader", before)).containsExactly(leader);
      assertThat(agreed.configEpoch()).isGreaterThan(epochBefore);
      String vote = "+vote-for-leader " + group.idOf(leader) + " " + agreed.configEpoch();
      assertThat(group.whoSaid(vote, before))
          .as("itself and at least one other voted for the leader in the epoch that was used")
          .contains(leader)
          .hasSizeGreaterThanOrEqualTo(2);
      former.restart();
      group.awaitHealthy();
      assertThat(Group.isLinked(former.port, agreed.port())).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("groups")
  void orderedFailoverIsFollowedByTheOtherKind(List<Kind> kinds) throws Exception {
    try (MixedGroup group = MixedGroup.start(folder, kinds)) {
      for (Kind ordered : List.of(Kind.OURS, Kind.THEIRS, Kind.OURS)) {
        int leader = group.first(ordered);
        List<Integer> before = group.mark();
        Map<String, String> was = group.primaryFields(leader);
        ServerProcess former = group.primary();

        String reply = group.line(leader, "SENTINEL", "FAILOVER", Group.NAME);
        assertThat(reply).as("order to %s", ordered).isEqualTo("OK");
        Agreement agreed = group.awaitAgreement(former.port);

        assertThat(group.whoSaid("+elected-leader", before)).containsExactly(leader);
        assertThat(agreed.configEpoch())
            .isGreaterThan(Long.parseLong(was.getOrDefault("config-epoch", "")));
        group.awaitHealthy();
        assertThat(Group.isLinked(former.port, agreed.port())).isTrue();
      }
    }
  }
}
