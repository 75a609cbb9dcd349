package io.sentinelha.server.engine;

/** Lets the end wait for a while: for replicas that do not have everything yet. */
public interface EndDelay {

  /**
   * Begins to wait, if there is anything to wait for.
   *
   * @param whenReady run once, not before this has returned
   * @return false if nothing need be waited for
   */
  boolean begin(Runnable whenReady);

  /** The server does not end after all. */
  void cancel();

  /** For how long it may still take. */
  long millisLeft();
}
