package io.sentinelha.server.replication;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sentinelha.resp.Bytes;
import io.sentinelha.server.engine.Engine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps data from being replaced by nothing: a master that died and came back without its data has
 * none, and a history that nobody knows. Who means it says REPLICAOF once more.
 *
 * @see "docs/adr/0033"
 */
final class EmptyMasters {

  private static final Logger log = LoggerFactory.getLogger(EmptyMasters.class);
  private static final Bytes EVENT = Bytes.of("+refused-empty-master".getBytes(UTF_8));

  private final Engine engine;
  private final ReplicationSettings settings;
  private boolean refused;
  private boolean allowed;
  private long count;

  EmptyMasters(Engine engine, ReplicationSettings settings) {
    this.engine = engine;
    this.settings = settings;
  }

  long ourKeys() {
    return engine.databases().stream().mapToLong(db -> db.keys().size()).sum();
  }

  /** Whether the last attempt ended with a refusal. */
  boolean hasRefused() {
    return refused;
  }

  /** Refusals since the start. */
  long count() {
    return count;
  }

  /** REPLICAOF was given: after a refusal that means that the data may go. */
  void ordered() {
    allowed = refused;
    refused = false;
  }

  /** A master was followed, or none is. */
  void forget() {
    allowed = false;
    refused = false;
  }

  /** Whether our data stay, though the master has none. */
  boolean refuses(String master) {
    long keys = ourKeys();
    if (!settings.refuseEmptyMaster.value() || keys == 0 || allowed) {
      return false;
    }
    count++;
    refused = true;
    log.warn("+refused-empty-master {}: it has no data, we have {} keys", master, keys);
    engine.pubSub().publish(EVENT, (master + " " + keys).getBytes(UTF_8));
    return true;
  }
}
