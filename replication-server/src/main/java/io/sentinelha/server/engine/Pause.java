package io.sentinelha.server.engine;

import io.sentinelha.resp.server.CommandFlag;
import java.util.HashSet;
import java.util.Set;

/** CLIENT PAUSE: commands wait, so that nothing changes under whoever watches the offsets. */
public final class Pause {

  private final Engine engine;
  private long until;
  private boolean all;
  private final Set<Object> holders = new HashSet<>();
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

  /** Ends the pause, but for who holds writes. */
  public void end() {
    timer.cancel();
    timer = () -> {};
    until = 0;
    all = false;
    engine.resumePaused();
  }

  /** Writes wait until {@link #release}, whatever clients say: a change of roles, the end. */
  public void hold(Object holder) {
    holders.add(holder);
  }

  /** See {@link #hold}. */
  public void release(Object holder) {
    if (holders.remove(holder)) {
      engine.resumePaused();
    }
  }

  public boolean isActive() {
    return until > 0 || !holders.isEmpty();
  }

  boolean holds(Client client, Command command, boolean writes) {
    if (!isActive() || client.attachment(LinkRole.class) != null) {
      return false;
    }
    return all || writes || command.has(CommandFlag.MAY_REPLICATE);
  }
}
