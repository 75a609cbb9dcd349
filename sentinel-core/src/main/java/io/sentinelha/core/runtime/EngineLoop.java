package io.sentinelha.core.runtime;

import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Engine;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.SupervisorView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that owns the engine. Everybody else posts events; effects are carried out here, in
 * order, before the next event is taken. After each batch a view is published for readers, at once
 * if anything was decided, otherwise ten times a second.
 */
final class EngineLoop {

  private static final Logger log = LoggerFactory.getLogger(EngineLoop.class);
  private static final int BATCH = 1_000;
  private static final long VIEW_PERIOD_MILLIS = 100;
  private static final long LATE_MILLIS = 2_000;

  /** How the engine takes a step: by itself, or with somebody looking on. */
  @FunctionalInterface
  interface Stepper {
    List<Effect> step(long now, Event event);
  }

  private final Engine engine;
  private final Stepper stepper;
  private final MonotonicClock clock;
  private final Consumer<Effect> performer;
  private final Consumer<Throwable> onFatal;
  private final SupervisorObserver observer;
  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Thread thread;

  private volatile SupervisorView view;
  private volatile boolean stopped;
  private volatile long viewedAt;

  EngineLoop(
      Engine engine,
      Stepper stepper,
      MonotonicClock clock,
      Consumer<Effect> performer,
      Consumer<Throwable> onFatal,
      SupervisorObserver observer) {
    this.observer = observer;
    this.engine = engine;
    this.stepper = stepper;
    this.clock = clock;
    this.performer = performer;
    this.onFatal = onFatal;
    this.view = engine.view();
    this.thread = new Thread(this::run, "engine");
  }

  void start() {
    thread.start();
  }

  /** From any thread; returns at once. */
  void post(Event event) {
    events.add(event);
  }

  /** The last view published. */
  SupervisorView view() {
    return view;
  }

  private void run() {
    try {
      List<Event> batch = new ArrayList<>(BATCH);
      while (!stopped) {
        await(batch);
        long start = System.nanoTime();
        take(batch);
        observer.onBatch(batch.size(), System.nanoTime() - start);
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Told to stop.
    } catch (RuntimeException | AssertionError e) {
      // A state that cannot be: going on could break a promise, so this process ends here.
      log.atError().setCause(e).log("the engine found itself in an impossible state");
      onFatal.accept(e);
    }
  }

  private void await(List<Event> batch) throws InterruptedException {
    long wait = engine.nextWake() - clock.millis();
    Event first = wait > 0 ? events.poll(wait, TimeUnit.MILLISECONDS) : events.poll();
    batch.add(first == null ? new Event.Tick() : first);
    events.drainTo(batch, BATCH - 1);
  }

  private void take(List<Event> batch) {
    boolean decided = false;
    for (Event event : batch) {
      List<Effect> effects = stepper.step(clock.millis(), event);
      if (effects.stream().anyMatch(EngineLoop::isDecision)) {
        decided = true;
        publish(); // What is told must already be readable.
      }
      effects.forEach(performer);
    }
    if (!decided && clock.millis() - viewedAt >= VIEW_PERIOD_MILLIS) {
      publish();
    }
  }

  private static boolean isDecision(Effect effect) {
    return effect instanceof Effect.Announce
        || effect instanceof Effect.Answer
        || effect instanceof Effect.Exit;
  }

  private void publish() {
    view = engine.view();
    viewedAt = clock.millis();
  }

  void stop() throws InterruptedException {
    stopped = true;
    thread.interrupt();
    thread.join(500);
  }

  /** Whether the engine runs and has had its turn lately. */
  boolean isAlive() {
    return thread.isAlive() && clock.millis() - viewedAt < LATE_MILLIS;
  }
}
