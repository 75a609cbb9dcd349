package io.sentinelha.core.whatif;

import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.PrimarySettings;
import io.sentinelha.core.engine.Request;
import io.sentinelha.core.engine.SupervisorView.PeerView;
import java.util.Optional;

/**
 * Another supervisor. One that answers is taken for healthy: it misses the primary as this one
 * does, and votes for whoever asks first, which in a rehearsal is the copy.
 */
record PeerActor(boolean isAlive) implements Actor {

  private static final String NOBODY = "*";

  static PeerActor asSeen(PeerView peer, PrimarySettings settings, long liveNow) {
    return new PeerActor(
        Actor.answers(peer.link(), peer.isDown(), settings.downAfterMillis(), liveNow));
  }

  @Override
  public Optional<Event> answer(Effect.Send send, long now) {
    if (!isAlive) {
      return Optional.empty();
    }
    if (send.request() instanceof Request.Ping) {
      return Optional.of(new Event.PingAnswered(send.link(), send.attempt(), Event.PingReply.PONG));
    }
    if (send.request() instanceof Request.Hello hello) {
      return Optional.of(
          new Event.HelloAnswered(send.link(), send.attempt(), hello.primaryId(), true));
    }
    if (send.request() instanceof Request.IsDown question) {
      return Optional.of(
          new Event.IsDownAnswered(
              send.link(),
              send.attempt(),
              question.primaryId(),
              true,
              question.candidate().orElse(NOBODY),
              question.candidate().isPresent() ? question.epoch() : 0));
    }
    throw new AssertionError("a supervisor is never asked " + send.request());
  }
}
