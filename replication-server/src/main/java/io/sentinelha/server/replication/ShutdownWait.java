package io.sentinelha.server.replication;

import io.sentinelha.server.engine.EndDelay;
import io.sentinelha.server.engine.Engine;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the server end only when its replicas have everything, or the time for that is over. */
final class ShutdownWait implements EndDelay {

  private static final Logger log = LoggerFactory.getLogger(ShutdownWait.class);

  private final Engine engine;
  private final ReplicationSettings settings;
  private final History history;
  private final OwnStream own;
  private final Replicas replicas;
  private @Nullable Runnable whenReady;
  private long endMillis;
  private long wantedOffset;

  ShutdownWait(
      Engine engine,
      ReplicationSettings settings,
      History history,
      OwnStream own,
      Replicas replicas) {
    this.engine = engine;
    this.settings = settings;
    this.history = history;
    this.own = own;
    this.replicas = replicas;
  }

  @Override
  public boolean begin(Runnable ready) {
    wantedOffset = history.offset();
    if (engine.isReplica() || settings.shutdownTimeout.value() == 0 || lagging().isEmpty()) {
      return false;
    }
    own.askForAcks(); // Behind what the replicas shall have: it does not count itself.
    replicas.pumpNow();
    engine.pause().hold(this);
    whenReady = ready;
    endMillis = engine.now() + 1000 * settings.shutdownTimeout.value();
    log.info(
        "{} of {} replicas do not have everything yet: waiting for them for at most"
            + " shutdown-timeout before the end",
        lagging().size(),
        replicas.all().size());
    return true;
  }

  private List<Replica> lagging() {
    return replicas.all().stream()
        .filter(replica -> !replica.isOld() && !replica.announced().snapshotOnly)
        .filter(replica -> replica.acknowledged() < wantedOffset || !replica.isOnline())
        .toList();
  }

  /** Ten times a second, and when a replica has acknowledged something. */
  void check() {
    Runnable ready = whenReady;
    if (ready == null) {
      return;
    }
    List<Replica> late = lagging();
    if (!late.isEmpty() && engine.now() < endMillis) {
      return;
    }
    for (Replica replica : late) {
      log.warn(
          "Lagging replica {} reported offset {} behind master, lag={}, state={}.",
          replica.name(),
          wantedOffset - replica.acknowledged(),
          replica.lagSeconds(),
          replica.state().word());
    }
    int all = replicas.all().size();
    log.info("{} of {} replicas are in sync when shutting down.", all - late.size(), all);
    whenReady = null;
    // Not in the middle of what told us. Writes stay held: nobody would get them any more.
    engine.scheduler().after(0, ready);
  }

  @Override
  public void cancel() {
    whenReady = null;
    engine.pause().release(this);
  }

  @Override
  public long millisLeft() {
    return Math.max(0, endMillis - engine.now());
  }
}
