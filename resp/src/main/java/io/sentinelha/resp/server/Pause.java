package io.sentinelha.resp.server;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * CLIENT PAUSE: for a while the commands of all clients wait, and their connections with them.
 * Nothing of a paused request is lost; it runs when the pause is over. Safe for all threads.
 */
public final class Pause {

  /** Somebody whose command is held. */
  interface Waiter {

    /** The pause was ended; on any thread, and at once. */
    void onPauseEnd();
  }

  private record Until(PauseMode mode, long endNanos) {}

  private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Until current;

  Pause() {}

  /**
   * Begins a pause. One that is under way already is never made shorter or weaker, as in Redis.
   *
   * @param nanos how long; not negative
   */
  public synchronized void begin(PauseMode mode, long nanos) {
    Until older = active();
    // Differences of nanoTime must stay below half of its range.
    long end = System.nanoTime() + Math.min(nanos, Long.MAX_VALUE / 2);
    if (older != null) {
      end = older.endNanos - end > 0 ? older.endNanos : end;
      current = new Until(older.mode == PauseMode.ALL ? PauseMode.ALL : mode, end);
    } else {
      current = new Until(mode, end);
    }
  }

  /** Ends the pause, if there is one. */
  public synchronized void end() {
    current = null;
    List.copyOf(waiting).forEach(Waiter::onPauseEnd);
  }

  boolean holds(Command command) {
    Until pause = active();
    return pause != null
        && (pause.mode == PauseMode.ALL
            || command.has(CommandFlag.WRITE)
            || command.has(CommandFlag.MAY_REPLICATE));
  }

  /** Nanoseconds until the pause ends by itself; 0 if there is none. */
  long remainingNanos() {
    Until pause = current;
    return pause == null ? 0 : Math.max(0, pause.endNanos - System.nanoTime());
  }

  /**
   * Tells the waiter when the pause is ended early. That it ends by itself the waiter must notice
   * alone. Either way it must be {@linkplain #forget forgotten} then.
   */
  void onEnd(Waiter waiter) {
    waiting.add(waiter);
    if (active() == null) {
      waiter.onPauseEnd(); // It ended in between, and nobody will look again.
    }
  }

  void forget(Waiter waiter) {
    waiting.remove(waiter);
  }

  private @Nullable Until active() {
    Until pause = current;
    return pause != null && pause.endNanos - System.nanoTime() > 0 ? pause : null;
  }
}
