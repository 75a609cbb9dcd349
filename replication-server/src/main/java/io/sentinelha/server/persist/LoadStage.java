package io.sentinelha.server.persist;

import java.io.IOException;

/** Reading of one file, a bit at a time. */
interface LoadStage {

  /**
   * Goes on; must not wait.
   *
   * @param endNanos when it shall stop, by the engine's clock
   * @return whether all was read
   */
  boolean step(long endNanos) throws IOException;

  /** Gives it up, or closes what is open; also after the end. */
  void cancel();
}
