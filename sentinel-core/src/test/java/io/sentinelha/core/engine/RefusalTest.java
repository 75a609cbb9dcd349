package io.sentinelha.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.quorum.Epoch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Refused connections as evidence, with a period of 300 ms. */
final class RefusalTest {

  private static final int PERIOD_MILLIS = 300;

  private final Subject subject = new Subject(state());

  private static DurableState state() {
    PrimarySettings settings =
        PrimarySettings.defaults(2)
            .withDownAfterMillis(5_000)
            .withRefusedDownAfterMillis(PERIOD_MILLIS);
    return new DurableState(
        Subject.ME,
        Epoch.ZERO,
        DurableState.Identity.DEFAULT,
        List.of(
            new DurableState.Primary(
                Subject.NAME,
                Subject.PRIMARY,
                Epoch.ZERO,
                Epoch.ZERO,
                settings,
                List.of(),
                List.of())));
  }

  @Test
  void whoeverIsRefusedAgainAndAgainForThePeriodIsDown() {
    serveOnceAndReset();

    refuseFor(PERIOD_MILLIS - 50);
    assertThat(subject.primary().status()).isEqualTo("ok");
    refuseFor(150);
    assertThat(subject.primary().status()).isEqualTo("sdown");
  }

  @Test
  void aResetProvesNothingWhileTheNextConnectionIsBeingMade() {
    serveOnceAndReset();

    subject.pass(10 * PERIOD_MILLIS);

    assertThat(subject.primary().status()).isEqualTo("ok");
  }

  @Test
  void aResetProvesNothingWhileTheNextConnectionHasNotAnsweredYet() {
    serveOnceAndReset();

    opened(lastOpen());
    subject.pass(10 * PERIOD_MILLIS);

    assertThat(subject.primary().status()).isEqualTo("ok");
  }

  private void serveOnceAndReset() {
    Effect.Open first = lastOpen();
    opened(first);
    subject.feed(new Event.PingAnswered(first.link(), first.attempt(), Event.PingReply.PONG));
    subject.pass(2_000);
    subject.feed(new Event.PingAnswered(first.link(), first.attempt(), Event.PingReply.PONG));
    closed(first, Event.Cause.RESET);
  }

  private void refuseFor(int millis) {
    long refused = -1;
    for (int i = 0; i < millis; i++) {
      Effect.Open open = lastOpen();
      if (open.attempt() != refused) {
        refused = open.attempt();
        closed(open, Event.Cause.REFUSED);
      }
      subject.pass(1);
    }
  }

  private void opened(Effect.Open open) {
    subject.feed(new Event.ChannelOpened(open.link(), open.kind(), open.attempt(), "10.0.0.9"));
  }

  private void closed(Effect.Open open, Event.Cause cause) {
    subject.feed(new Event.ChannelClosed(open.link(), open.kind(), open.attempt(), cause));
  }

  private Effect.Open lastOpen() {
    return subject.effects.stream()
        .filter(Effect.Open.class::isInstance)
        .map(Effect.Open.class::cast)
        .filter(open -> open.kind() == ChannelKind.COMMAND)
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
