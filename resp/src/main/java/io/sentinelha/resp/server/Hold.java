package io.sentinelha.resp.server;

import io.netty.channel.EventLoop;

/**
 * The wait of one connection for the end of a pause. Ends when the pause's time is over, or when
 * somebody ends the pause before. Used on the connection's event loop alone, except where stated.
 */
final class Hold implements Pause.Waiter {

  private final Session session;
  private final Pause pause;
  private final Alarm timeout;

  Hold(Session session, EventLoop loop, Pause pause) {
    this.session = session;
    this.pause = pause;
    this.timeout = new Alarm(loop, this::end);
  }

  boolean isOn() {
    return timeout.isSet();
  }

  /** Waits from now on; the session gets a turn when that is over. */
  void begin() {
    timeout.set(pause.remainingNanos() + 1);
    pause.onEnd(this);
  }

  /** On any thread. */
  @Override
  public void onPauseEnd() {
    session.onLoop(
        () -> {
          if (isOn()) {
            end();
          }
        });
  }

  private void end() {
    cancel();
    session.turn();
  }

  /** There is nothing to wait for any more. */
  void cancel() {
    timeout.cancel();
    pause.forget(this);
  }
}
