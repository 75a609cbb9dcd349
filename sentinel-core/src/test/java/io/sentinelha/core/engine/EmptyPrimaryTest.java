package io.sentinelha.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A primary that came back without its data is down as long as all replicas in reach refuse it. */
final class EmptyPrimaryTest {

  private static final Endpoint ONE = new Endpoint("10.0.0.2", 6379);
  private static final Endpoint TWO = new Endpoint("10.0.0.3", 6379);
  private static final Endpoint OTHER = new Endpoint("10.0.0.9", 6379);
  private static final String REFUSED = "\r\nmaster_link_status:down\r\nmaster_refused_empty:1";
  private static final String LINKED = "\r\nmaster_link_status:up";

  private final Subject subject = Subject.fresh();

  @BeforeEach
  void everybodyIsConnected() {
    connect(Subject.PRIMARY);
    reportPrimary();
    connect(ONE);
    connect(TWO);
    report(ONE, LINKED);
    report(TWO, LINKED);
  }

  @Test
  void itIsDownWhenAllReplicasRefuseIt() {
    report(ONE, REFUSED);
    report(TWO, REFUSED);

    assertThat(subject.primary().node().isDown()).isTrue();
    assertThat(count("+sdown")).isEqualTo(1);
  }

  @Test
  void itIsUpAsSoonAsOneFollowsItAgain() {
    report(ONE, REFUSED);
    report(TWO, REFUSED);
    report(ONE, LINKED);

    assertThat(subject.primary().node().isDown()).isFalse();
    assertThat(count("-sdown")).isEqualTo(1);
  }

  @Test
  void oneThatDoesNotRefuseItIsEnough() {
    report(ONE, REFUSED);

    assertThat(subject.primary().node().isDown()).isFalse();
  }

  @Test
  void onesThatMerelyLostTheirLinkDoNotRefuse() {
    report(ONE, "\r\nmaster_link_status:down");
    report(TWO, "\r\nmaster_link_status:down");

    assertThat(subject.primary().node().isDown()).isFalse();
  }

  @Test
  void whoCannotBeReachedIsNotCounted() {
    Effect.Open lost = channel(TWO);
    subject.feed(
        new Event.ChannelClosed(lost.link(), lost.kind(), lost.attempt(), Event.Cause.RESET));
    report(ONE, REFUSED);

    assertThat(subject.primary().node().isDown()).isTrue();
  }

  @Test
  void whoRefusesAnotherPrimaryIsNotCounted() {
    report(ONE, OTHER, REFUSED);
    report(TWO, OTHER, REFUSED);

    assertThat(subject.primary().node().isDown()).isFalse();
  }

  private Effect.Open channel(Endpoint address) {
    return subject.effects.stream()
        .filter(Effect.Open.class::isInstance)
        .map(Effect.Open.class::cast)
        .filter(open -> open.kind() == ChannelKind.COMMAND && open.address().equals(address))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private void connect(Endpoint address) {
    Effect.Open open = channel(address);
    subject.feed(new Event.ChannelOpened(open.link(), open.kind(), open.attempt(), "10.0.0.8"));
  }

  private void reportPrimary() {
    tell(
        Subject.PRIMARY,
        "run_id:"
            + "a".repeat(40)
            + "\r\nrole:master"
            + "\r\nslave0:ip=10.0.0.2,port=6379,state=online,offset=1,lag=0"
            + "\r\nslave1:ip=10.0.0.3,port=6379,state=online,offset=1,lag=0");
  }

  private void report(Endpoint replica, String link) {
    report(replica, Subject.PRIMARY, link);
  }

  private void report(Endpoint replica, Endpoint follows, String link) {
    tell(
        replica,
        "role:slave\r\nmaster_host:" + follows.host() + "\r\nmaster_port:" + follows.port() + link);
  }

  private void tell(Endpoint node, String info) {
    Effect.Open open = channel(node);
    subject.feed(
        new Event.InfoAnswered(
            open.link(), open.attempt(), Optional.of(NodeInfo.parse(info + "\r\n"))));
  }

  private long count(String event) {
    return subject.announced().stream().filter(line -> line.startsWith(event + " ")).count();
  }
}
