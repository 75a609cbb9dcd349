package io.sentinelha.resp.server;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls once after a while. Can be set again afterwards. Used on its event loop alone. */
final class Alarm {

  private final EventLoop loop;
  private final Runnable action;
  private @Nullable Future<?> pending;

  /**
   * Prepares one that is not set.
   *
   * @param action called when it goes off; may set it again
   */
  Alarm(EventLoop loop, Runnable action) {
    this.loop = loop;
    this.action = action;
  }

  /**
   * Sets it, unless it is set.
   *
   * @param nanos not negative; 0 for after the event loop has looked at its sockets again. A task
   *     that is merely executed would come before them: Netty runs tasks, and those that they add,
   *     for up to a second.
   */
  void set(long nanos) {
    if (pending == null) {
      pending = loop.schedule(this::goOff, nanos, TimeUnit.NANOSECONDS);
    }
  }

  boolean isSet() {
    return pending != null;
  }

  void cancel() {
    if (pending != null) {
      pending.cancel(false);
      pending = null;
    }
  }

  private void goOff() {
    pending = null;
    action.run();
  }
}
