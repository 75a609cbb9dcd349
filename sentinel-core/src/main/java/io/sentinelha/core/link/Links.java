package io.sentinelha.core.link;

import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Event;
import java.util.function.Consumer;

/**
 * Carries out the engine's orders about connections. Orders are given by one thread and never
 * block; outcomes are reported as events, from any thread. Whatever can go wrong is reported, not
 * thrown.
 */
public interface Links extends AutoCloseable {

  /** Where outcomes go. Must return at once. */
  interface Sink extends Consumer<Event> {}

  /** Called once before the first order; may take its time, so that no order has to. */
  void warmUp();

  void open(Effect.Open order);

  void close(Effect.Close order);

  void send(Effect.Send order);

  /** Closes all connections within a second. */
  @Override
  void close();
}
