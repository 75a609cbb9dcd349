package io.sentinelha.resp.server;

/**
 * Told what happened, on the event loop where it did; also from several at once. Returns at once;
 * never throws.
 */
public interface ServerObserver {

  ServerObserver NONE = new ServerObserver() {};

  default void onOpened(Connection connection) {}

  /** After the connection was taken out of the registry and its subscriptions were ended. */
  default void onClosed(Connection connection) {}

  default void onRejected(RejectReason reason) {}

  /**
   * A command was run. Requests that were refused before (unknown, wrong arity, no permission) are
   * not reported.
   *
   * @param nanos from the moment its turn came to its reply, the wait of a deferred one included
   * @param failed whether the reply was an error
   */
  default void onCommand(Command command, long nanos, boolean failed) {}

  /** A client was cut off because it did not read what it was sent. */
  default void onOutputLimit(Connection connection) {}
}
