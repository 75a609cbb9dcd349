package io.sentinelha.core.runtime;

import io.sentinelha.core.engine.Notice;

/**
 * Told what a supervisor does, by several threads. Returns at once; never throws. Metrics are made
 * of this.
 */
public interface SupervisorObserver {

  SupervisorObserver NONE = new SupervisorObserver() {};

  /** An event was published or, if its level is debug, only logged. */
  default void onNotice(Notice notice) {}

  /**
   * State was saved, or was not.
   *
   * @param nanos how long it took, the flush to disk included
   */
  default void onSave(boolean saved, long nanos) {}

  /**
   * A command was answered.
   *
   * @param name in lower case; of a subcommand {@code container|name}
   */
  default void onCommand(String name, long nanos, boolean failed) {}

  /** A client was turned away. */
  default void onRejected(String reason) {}

  /**
   * The engine took in a batch of events.
   *
   * @param nanos how long that took: for so long, nobody else was heard
   */
  default void onBatch(int events, long nanos) {}

  /** So much more of the recording is on its way to the disk. */
  default void onRecorded(long bytes) {}

  /** The engine took in events that are missing in the recording. */
  default void onUnrecorded(long events) {}
}
