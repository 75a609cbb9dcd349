package io.sentinelha.server.engine;

import io.sentinelha.resp.server.CommandFlag;

/** CLIENT PAUSE: commands wait, so that nothing changes under whoever watches the offsets. */
public final class Pause {

  private final Engine engine;
  private long until;
  private boolean all;
  private Scheduler.Scheduled timer = () -> {};

  Pause(Engine engine) {
    this.engine = engine;
  }

  /**
   * Pauses, or prolongs a pause; the stricter kind and the later end win.
   *
   * @param everything whether reads wait too
   */
  public void begin(long untilMillis, boolean everything) {
    all = everything || (isActive() && all);
    until = Math.max(until, untilMillis);
    timer.cancel();
    timer = engine.scheduler().after(Math.max(0, until - engine.now()), this::end);
  }

  /** Ends the pause. */
  public void end() {
    timer.cancel();
    timer = () -> {};
    until = 0;
    all = false;
    engine.resumePaused();
  }

  public boolean isActive() {
    return until > 0;
  }

  boolean holds(Client client, Command command, boolean writes) {
    if (until == 0 || client.attachment(LinkRole.class) != null) {
      return false;
    }
    return all || writes || command.has(CommandFlag.MAY_REPLICATE);
  }
}
