package io.sentinelha.core.command;

import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.Reply;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** The way to the engine. */
public interface Orders {

  /**
   * Asks the engine for something that it answers.
   *
   * @param order makes the event from the request id given out for it
   * @param then takes the answer, once, on another thread; never called if the process ends first
   */
  void place(LongFunction<Event> order, Consumer<Reply> then);

  /** Tells the engine something that it does not answer. */
  void tell(Event event);
}
