package io.sentinelha.resp.server;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The promise to answer a request later. Until it is kept, the connection runs no further request;
 * replies come in the order of the requests. If the client hangs up meanwhile, the connection waits
 * a few seconds for the reply; that of a command with {@link CommandFlag#BLOCKING} ends at once.
 */
public final class Deferred {

  private final Session session;
  private final Command command;
  private final long startNanos;
  private final AtomicBoolean completed = new AtomicBoolean();

  Deferred(Session session, Command command, long startNanos) {
    this.session = session;
    this.command = command;
    this.startNanos = startNanos;
  }

  /**
   * Answers. May be called by any thread, also before the handler has returned. If the connection
   * is gone, nothing happens.
   *
   * @param reply is called later, on the connection's event loop
   * @return whether this was the first call; the others have no effect
   */
  public boolean complete(Reply reply) {
    if (!completed.compareAndSet(false, true)) {
      return false;
    }
    session.onLoop(() -> session.resume(this, reply));
    return true;
  }

  Command command() {
    return command;
  }

  long startNanos() {
    return startNanos;
  }
}
