package io.sentinelha.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.quorum.Epoch;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The first moments of a watch. */
class StartTest {

  private static final PrimarySettings SETTINGS = PrimarySettings.defaults(2);

  @Test
  void slowStartOfTheProcessIsNobodysSilence() {
    Engine engine = new Engine(watching(), 26379, new SplittableRandom(1), 0);
    long late = SETTINGS.downAfterMillis() + 1;

    assertThat(events(engine.step(late, new Event.Started()))).containsExactly("+monitor");
    assertThat(events(engine.step(2 * late + 1, new Event.Tick()))).contains("+tilt");
  }

  @Test
  void silenceSinceTheStartCounts() {
    Engine engine = new Engine(watching(), 26379, new SplittableRandom(1), 0);
    for (Effect effect : engine.step(0, new Event.Started())) {
      if (effect instanceof Effect.Open open) {
        engine.step(
            1,
            new Event.ChannelClosed(
                open.link(), open.kind(), open.attempt(), Event.Cause.UNREACHABLE));
      }
    }

    for (long now = 1; now <= SETTINGS.downAfterMillis(); now += 1_000) {
      assertThat(events(engine.step(now, new Event.Tick()))).isEmpty();
    }
    long end = SETTINGS.downAfterMillis() + 1;
    assertThat(events(engine.step(end, new Event.Tick()))).containsExactly("+sdown", "+sdown");
  }

  private static DurableState watching() {
    Endpoint primary = new Endpoint("10.0.0.1", 6379);
    DurableState.Peer peer = new DurableState.Peer("b".repeat(40), new Endpoint("10.0.0.2", 1));
    return new DurableState(
        "a".repeat(40),
        Epoch.ZERO,
        DurableState.Identity.DEFAULT,
        List.of(
            new DurableState.Primary(
                "orders", primary, Epoch.ZERO, Epoch.ZERO, SETTINGS, List.of(), List.of(peer))));
  }

  private static List<String> events(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Announce.class::isInstance)
        .map(effect -> ((Effect.Announce) effect).notice().event())
        .toList();
  }
}
