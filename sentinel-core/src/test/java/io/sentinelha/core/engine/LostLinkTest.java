package io.sentinelha.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.quorum.Epoch;
import org.junit.jupiter.api.Test;

/**
 * When clients are told that a node is disconnected. They leave such a node alone, and those that
 * wait for events do not look again: a connection that is merely renewed must not show.
 */
final class LostLinkTest {

  private static final int RENEWAL_MILLIS = 1_000;

  private final Subject subject = new Subject(Subject.state(Epoch.ZERO, Epoch.ZERO));
  private final Effect.Open first = lastOpen();

  @Test
  void aLinkIsNotLostBeforeItsFirstAttemptHasFailed() {
    assertThat(isLost()).isFalse();

    closed(first, Event.Cause.OTHER);

    assertThat(isLost()).isTrue();
  }

  @Test
  void aLinkThatCannotBeMadeIsLost() {
    Subject nowhere = new Subject(Subject.state(new Endpoint("10.0.0.1", 0)));

    assertThat(nowhere.primary().node().link().isLost(nowhere.now())).isTrue();
  }

  @Test
  void anAttemptThatTakesForeverIsALossAfterASecond() {
    subject.pass(RENEWAL_MILLIS - 1);
    assertThat(isLost()).isFalse();

    subject.pass(1);
    assertThat(isLost()).isTrue();
  }

  @Test
  void aConnectionThatIsCutBeforeAnythingCameIsLost() {
    opened(first);
    closed(first, Event.Cause.RESET);

    assertThat(isLost()).isTrue();
  }

  @Test
  void aConnectionThatIsCutAndMadeAnewWasNotLost() {
    served(first);
    subject.pass(RENEWAL_MILLIS);
    closed(first, Event.Cause.RESET);
    assertThat(isLost()).isFalse();

    subject.pass(RENEWAL_MILLIS - 1);
    assertThat(isLost()).isFalse();
    opened(lastOpen());
    subject.pass(RENEWAL_MILLIS);

    assertThat(isLost()).isFalse();
  }

  @Test
  void aConnectionThatIsCutAndNotMadeAnewIsLost() {
    served(first);
    subject.pass(RENEWAL_MILLIS);
    closed(first, Event.Cause.RESET);

    closed(lastOpen(), Event.Cause.REFUSED);

    assertThat(isLost()).isTrue();
  }

  @Test
  void aConnectionThatIsGivenUpBecauseNothingComesIsLost() {
    opened(first);
    long given = subject.effects.stream().filter(Effect.Close.class::isInstance).count();

    subject.pass(60_000);

    assertThat(subject.effects.stream().filter(Effect.Close.class::isInstance).count())
        .isGreaterThan(given);
    assertThat(isLost()).isTrue();
  }

  private boolean isLost() {
    return subject.primary().node().link().isLost(subject.now());
  }

  private void served(Effect.Open open) {
    opened(open);
    subject.feed(new Event.PingAnswered(open.link(), open.attempt(), Event.PingReply.PONG));
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
        .reduce((before, last) -> last)
        .orElseThrow();
  }
}
