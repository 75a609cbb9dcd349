package io.sentinelha.core.engine;

import io.sentinelha.quorum.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/** One engine by itself: events in, effects out, and a disk that answers when told to. */
final class Subject {

  static final String ME = "0".repeat(40);
  static final Endpoint PRIMARY = new Endpoint("10.0.0.1", 6379);
  static final String NAME = "p";

  final List<Effect> effects = new ArrayList<>();
  private final Engine engine;
  private boolean diskAnswers = true;
  private long now;
  private long lastRequest;

  Subject(DurableState loaded) {
    engine = new Engine(loaded, 26379, new SplittableRandom(1), now);
    feed(new Event.Started());
  }

  static Subject fresh() {
    return new Subject(state(Epoch.ZERO, Epoch.ZERO));
  }

  /** A state with one primary and nobody else known. */
  static DurableState state(Epoch current, Epoch leader) {
    return state(current, leader, 1_000);
  }

  static DurableState state(long downAfterMillis) {
    return state(Epoch.ZERO, Epoch.ZERO, downAfterMillis);
  }

  static DurableState state(Endpoint primary) {
    return state(primary, Epoch.ZERO, Epoch.ZERO, 1_000);
  }

  private static DurableState state(Epoch current, Epoch leader, long downAfterMillis) {
    return state(PRIMARY, current, leader, downAfterMillis);
  }

  private static DurableState state(
      Endpoint primary, Epoch current, Epoch leader, long downAfterMillis) {
    return new DurableState(
        ME,
        current,
        DurableState.Identity.DEFAULT,
        List.of(
            new DurableState.Primary(
                NAME,
                primary,
                Epoch.ZERO,
                leader,
                PrimarySettings.defaults(2).withDownAfterMillis(downAfterMillis),
                List.of(),
                List.of())));
  }

  /** From now on saves stay unanswered until {@link #saved} or {@link #saveFailed}. */
  Subject withSlowDisk() {
    diskAnswers = false;
    return this;
  }

  void feed(Event event) {
    List<Effect> out = engine.step(now, event);
    effects.addAll(out);
    if (diskAnswers) {
      for (Effect effect : out) {
        if (effect instanceof Effect.Save save) {
          feed(new Event.Saved(save.version()));
        }
      }
    }
  }

  /** Lets time pass as the shell would: the engine is woken when it asked to be. */
  void pass(long millis) {
    long end = now + millis;
    while (now < end) {
      now = Math.min(end, Math.max(now + 1, engine.nextWake()));
      feed(new Event.Tick());
    }
  }

  long now() {
    return now;
  }

  /** Time jumps without the engine being woken, as when the process is stopped. */
  void sleepThrough(long millis) {
    now += millis;
    feed(new Event.Tick());
  }

  /** Puts an order or a question, and returns the answer if it came at once. */
  Optional<Reply> ask(LongFunction<Event> question) {
    long id = ++lastRequest;
    feed(question.apply(id));
    return answer(id);
  }

  Optional<Reply> answer(long id) {
    return effects.stream()
        .filter(e -> e instanceof Effect.Answer a && a.requestId() == id)
        .map(e -> ((Effect.Answer) e).reply())
        .findFirst();
  }

  /** The last request's id. */
  long lastRequest() {
    return lastRequest;
  }

  /** Asks for a vote as a peer does. */
  Optional<Reply> askVote(long epoch, String candidate) {
    return ask(id -> new Event.IsDownAsked(id, PRIMARY.host(), PRIMARY.port(), epoch, candidate));
  }

  Effect.Save lastSave() {
    return effects.stream()
        .filter(Effect.Save.class::isInstance)
        .map(Effect.Save.class::cast)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  void saved() {
    feed(new Event.Saved(lastSave().version()));
  }

  void saveFailed() {
    feed(new Event.SaveFailed(lastSave().version(), "disk full"));
  }

  /** Names and details of what was announced, in order. */
  List<String> announced() {
    return effects.stream()
        .filter(Effect.Announce.class::isInstance)
        .map(e -> ((Effect.Announce) e).notice())
        .map(n -> n.event() + " " + n.details())
        .toList();
  }

  SupervisorView view() {
    return engine.view();
  }

  SupervisorView.PrimaryView primary() {
    return Optional.ofNullable(view().primaries().get(NAME)).orElseThrow();
  }
}
