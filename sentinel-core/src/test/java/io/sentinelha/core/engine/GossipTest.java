package io.sentinelha.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.quorum.Epoch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GossipTest {

  private static final String PEER = "a".repeat(40);
  private static final String OTHER = "b".repeat(40);

  private static String hello(String runId, int host, long epoch, int primary, long config) {
    return "10.0.1."
        + host
        + ",26379,"
        + runId
        + ","
        + epoch
        + ",p,10.0.0."
        + primary
        + ",6379,"
        + config;
  }

  private static void tell(Subject subject, String payload) {
    subject.feed(new Event.HelloTold(payload));
  }

  private static List<String> peers(Subject subject) {
    return subject.primary().peers().stream().map(p -> p.runId() + "@" + p.address()).toList();
  }

  @Test
  void aFirstHelloMakesAPeer() {
    Subject subject = Subject.fresh();

    tell(subject, hello(PEER, 2, 0, 1, 0));

    assertThat(peers(subject)).containsExactly(PEER + "@10.0.1.2:26379");
    assertThat(subject.announced())
        .contains("+sentinel sentinel " + PEER + " 10.0.1.2 26379 @ p 10.0.0.1 6379");
    assertThat(subject.lastSave().state().primaries().get(0).peers()).hasSize(1);
  }

  @Test
  void theOwnHelloIsIgnored() {
    Subject subject = Subject.fresh();

    tell(subject, hello(Subject.ME, 2, 7, 3, 7));

    assertThat(peers(subject)).isEmpty();
    assertThat(subject.view().currentEpoch()).isEqualTo(Epoch.ZERO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "10.0.1.2,26379,x,0,p,10.0.0.1,6379",
        "10.0.1.2,26379,x,0,p,10.0.0.1,6379,0,more",
        "10.0.1.2,26379,x,0,unknown,10.0.0.1,6379,0",
        "10.0.1.2,99999,x,0,p,10.0.0.1,6379,0",
        "10.0.1.2,zero,x,0,p,10.0.0.1,6379,0",
        "not-an-address,26379,x,0,p,10.0.0.1,6379,0",
        "10.0.1.2,26379,x,-1,p,10.0.0.1,6379,0",
        "10.0.1.2,26379,x,0,p,10.0.0.1,6379,-1",
        "10.0.1.2,26379,x,18446744073709551615,p,10.0.0.1,6379,0",
        "10.0.1.2,26379,x,9223372036854775807,p,10.0.0.1,6379,0",
        "10.0.1.2,26379,x,0,p,10.0.0.2,6379,9223372036854775807"
      })
  void whatIsNoSoundHelloForAKnownPrimaryChangesNothing(String payload) {
    Subject subject = Subject.fresh();
    SupervisorView before = subject.view();

    tell(subject, payload);

    assertThat(peers(subject)).isEmpty();
    assertThat(subject.view().currentEpoch()).isEqualTo(before.currentEpoch());
    assertThat(subject.primary().address()).isEqualTo(Subject.PRIMARY);
  }

  @Test
  void aHigherEpochIsAdoptedAndALowerOneIsNot() {
    Subject subject = Subject.fresh();

    tell(subject, hello(PEER, 2, 7, 1, 0));
    tell(subject, hello(PEER, 2, 3, 1, 0));

    assertThat(subject.view().currentEpoch()).isEqualTo(new Epoch(7));
    assertThat(subject.lastSave().state().currentEpoch()).isEqualTo(new Epoch(7));
    assertThat(subject.announced()).contains("+new-epoch 7").doesNotContain("+new-epoch 3");
  }

  @Test
  void onlyAStrictlyHigherConfigurationMovesThePrimary() {
    Subject subject = Subject.fresh();

    tell(subject, hello(PEER, 2, 0, 2, 0));
    assertThat(subject.primary().address()).isEqualTo(Subject.PRIMARY);

    tell(subject, hello(PEER, 2, 1, 2, 1));
    assertThat(subject.primary().address()).isEqualTo(new Endpoint("10.0.0.2", 6379));
    assertThat(subject.announced())
        .containsSubsequence(
            "+config-update-from sentinel " + PEER + " 10.0.1.2 26379 @ p 10.0.0.1 6379",
            "+switch-master p 10.0.0.1 6379 10.0.0.2 6379");

    tell(subject, hello(OTHER, 3, 1, 3, 1));
    assertThat(subject.primary().address()).isEqualTo(new Endpoint("10.0.0.2", 6379));
  }

  @Test
  void theFormerPrimaryIsKeptAsAReplica() {
    Subject subject = Subject.fresh();

    tell(subject, hello(PEER, 2, 1, 2, 1));

    assertThat(subject.primary().replicas())
        .extracting(SupervisorView.NodeView::address)
        .containsExactly(Subject.PRIMARY);
    assertThat(peers(subject)).containsExactly(PEER + "@10.0.1.2:26379");
  }

  @Test
  void aHigherConfigurationWithTheSameAddressRaisesTheVersionOnly() {
    Subject subject = Subject.fresh();

    tell(subject, hello(PEER, 2, 4, 1, 4));

    assertThat(subject.primary().configEpoch()).isEqualTo(new Epoch(4));
    assertThat(subject.announced()).noneMatch(w -> w.startsWith("+switch-master"));
  }

  @Test
  void aPeerThatMovedIsFollowedToItsNewAddress() {
    Subject subject = Subject.fresh();
    tell(subject, hello(PEER, 2, 0, 1, 0));

    tell(subject, hello(PEER, 9, 0, 1, 0));

    assertThat(peers(subject)).containsExactly(PEER + "@10.0.1.9:26379");
    assertThat(subject.announced())
        .contains(
            "+sentinel-address-switch master p 10.0.0.1 6379 ip 10.0.1.9 port 26379 for " + PEER);
  }

  @Test
  void aNewPeerAtAKnownAddressReplacesTheOneThatWasThere() {
    Subject subject = Subject.fresh();
    tell(subject, hello(PEER, 2, 0, 1, 0));

    tell(subject, hello(OTHER, 2, 0, 1, 0));

    assertThat(peers(subject)).containsExactly(OTHER + "@10.0.1.2:26379");
    assertThat(subject.announced())
        .anyMatch(w -> w.startsWith("+sentinel-invalid-addr sentinel " + PEER));
  }

  @Test
  void nothingThatIsNotOnDiskIsSpokenOfAsTheNewEpoch() {
    Subject subject = Subject.fresh().withSlowDisk();

    tell(subject, hello(PEER, 2, 7, 1, 0));
    assertThat(subject.announced()).doesNotContain("+new-epoch 7");

    subject.saved();
    assertThat(subject.announced()).contains("+new-epoch 7");
  }
}
