package io.sentinelha.server.replication;

import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.replication.Replication.Parts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server with replicas does once a second. */
final class Upkeep {

  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
  private static final long SECOND_MILLIS = 1000;

  private final Parts parts;
  private final ReplicationSettings settings;
  private long lastMillis;
  private long seconds;

  Upkeep(Parts parts, ReplicationSettings settings) {
    this.parts = parts;
    this.settings = settings;
  }

  /** Ten times a second. */
  void cron() {
    Engine engine = parts.engine();
    if (engine.now() - lastMillis < SECOND_MILLIS && engine.now() >= lastMillis) {
      return;
    }
    lastMillis = engine.now();
    seconds++;
    if (!engine.isReplica()
        && !parts.replicas().all().isEmpty()
        && !parts.failover().isActive()
        && seconds % settings.pingPeriod.value() == 0) {
      parts.own().ping();
      parts.replicas().pumpNow();
    }
    parts.fullSyncs().keepAwake();
    parts.replicas().cutOffSilent();
    parts.fullSyncs().beginIfDue();
    freeStream();
  }

  /** Nobody has wanted the stream for long: its memory is worth more. */
  private void freeStream() {
    long seconds = settings.backlogTtl.value();
    long idle = parts.engine().now() - parts.replicas().noneSinceMillis();
    if (seconds == 0
        || parts.engine().isReplica()
        || !parts.stream().exists()
        || !parts.replicas().all().isEmpty()
        || settings.syncReplicas.value() > 0
        || idle <= seconds * SECOND_MILLIS) {
      return;
    }
    // What is written from here on is not counted, so the same id would promise too much.
    parts.history().renew(parts.engine().newId());
    parts.stream().free();
    log.info("Replication backlog freed after {} seconds without connected replicas.", seconds);
  }
}
