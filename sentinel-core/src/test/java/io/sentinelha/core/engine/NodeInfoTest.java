package io.sentinelha.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class NodeInfoTest {

  private static NodeInfo parse(String... lines) {
    return NodeInfo.parse(String.join("\r\n", lines));
  }

  @Test
  void aPrimaryNamesItsReplicas() {
    NodeInfo info =
        parse(
            "# Server",
            "run_id:abc",
            "# Replication",
            "role:master",
            "connected_slaves:3",
            "slave0:ip=10.0.0.2,port=6379,state=online,offset=14,lag=1",
            "slave1:10.0.0.3,6380,online",
            "slave2:ip=10.0.0.4,port=6379,state=send_bulk,offset=0,lag=0,type=rdb-channel",
            "min_slaves_good_slaves:2",
            "master_replid:r1",
            "master_replid2:r0",
            "master_repl_offset:14",
            "second_repl_offset:-1");

    assertThat(info.runId()).contains("abc");
    assertThat(info.role()).contains(Role.PRIMARY);
    assertThat(info.replicas())
        .containsExactly(new Endpoint("10.0.0.2", 6379), new Endpoint("10.0.0.3", 6380));
    assertThat(info.goodReplicas()).isEqualTo(OptionalInt.of(2));
    assertThat(info.history()).contains(new History("r1", "r0", 14, -1));
  }

  @Test
  void aReplicaTellsWhomItFollowsAndHowFarItHasCome() {
    NodeInfo info =
        parse(
            "role:slave",
            "master_host:10.0.0.1",
            "master_port:6379",
            "master_link_status:down",
            "master_link_down_since_seconds:-1",
            "slave_priority:0",
            "slave_repl_offset:77",
            "replica_announced:0");

    assertThat(info.role()).contains(Role.REPLICA);
    assertThat(info.primary()).contains(new Endpoint("10.0.0.1", 6379));
    assertThat(info.linkUp()).contains(false);
    assertThat(info.linkDownSeconds()).isEqualTo(-1);
    assertThat(info.priority()).isEqualTo(OptionalInt.of(0));
    assertThat(info.replicaOffset()).isEqualTo(OptionalLong.of(77));
    assertThat(info.announced()).contains(false);
  }

  @Test
  void linesThatMakeNoSenseArePassedOver() {
    NodeInfo info =
        parse(
            "no colon",
            ":nothing",
            "role:sorcerer",
            "slave0:",
            "slave1:ip=,port=1",
            "slave2:ip=10.0.0.2,port=x",
            "slave3:ip=10.0.0.2,port=0",
            "slavery:ip=1,port=1",
            "slave_priority:high",
            "master_host:10.0.0.1",
            "master_port:99999",
            "slave_repl_offset:1e3",
            "master_repl_offset:x");

    assertThat(info.role()).isEmpty();
    assertThat(info.replicas()).isEmpty();
    assertThat(info.priority()).isEqualTo(OptionalInt.empty());
    assertThat(info.primary()).isEqualTo(Optional.empty());
    assertThat(info.replicaOffset()).isEqualTo(OptionalLong.empty());
    assertThat(info.history()).isEmpty();
  }

  @Test
  void anEmptyReportSaysNothing() {
    NodeInfo info = NodeInfo.parse("");

    assertThat(info.runId()).isEmpty();
    assertThat(info.role()).isEmpty();
    assertThat(info.linkDownSeconds()).isZero();
  }
}
