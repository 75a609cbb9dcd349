package io.sentinelha.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.quorum.Epoch;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StartTest {

  private static final long LOADED = 1;
  private static final long DOWN_AFTER = 1_000;

  @Test
  void silenceIsCountedFromTheStartAndNotFromTheLoading() {
    Engine engine = new Engine(state(), 26379, new Random(1), LOADED);
    long started = LOADED + 10 * DOWN_AFTER;

    List<Effect> atStart = engine.step(started, new Event.Started());
    List<Effect> justBefore = engine.step(started + DOWN_AFTER, new Event.Tick());
    List<Effect> after = engine.step(started + DOWN_AFTER + 1, new Event.Tick());

    assertThat(events(atStart)).containsExactly("+monitor");
    assertThat(events(justBefore)).isEmpty();
    assertThat(events(after)).containsExactly("+sdown", "+sdown", "+sdown");
  }

  private static List<String> events(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Announce.class::isInstance)
        .map(effect -> ((Effect.Announce) effect).notice().event())
        .toList();
  }

  /** A primary with a replica and a peer, all of them remembered. */
  private static DurableState state() {
    return new DurableState(
        "a".repeat(40),
        Epoch.ZERO,
        new DurableState.Identity("", 0, Credentials.NONE),
        List.of(
            new DurableState.Primary(
                "orders",
                new Endpoint("10.0.0.1", 6379),
                Epoch.ZERO,
                Epoch.ZERO,
                PrimarySettings.defaults(2).withDownAfterMillis(DOWN_AFTER),
                List.of(new Endpoint("10.0.0.2", 6379)),
                List.of(new DurableState.Peer("b".repeat(40), new Endpoint("10.0.0.9", 26379))))));
  }
}
