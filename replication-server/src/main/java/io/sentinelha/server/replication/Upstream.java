package io.sentinelha.server.replication;

import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.Registry;
import java.util.function.BiConsumer;

/** The master that we follow, if we follow one. */
final class Upstream {

  private final Engine engine;

  Upstream(Replication owner, Engine engine) {
    this.engine = engine;
  }

  /** Adds its directives, guards and timers. */
  void register(Registry registry) {}

  boolean isReplica() {
    return engine.isReplica();
  }

  /** Whether the stream of the master arrives. */
  boolean isLinkUp() {
    return false;
  }

  /** REPLICAOF, SLAVEOF. */
  void replicaOf(Call call) {
    call.reply().error("ERR not yet");
  }

  /** The master asks how far we are: REPLCONF GETACK. */
  void acknowledge() {}

  /** A dump was loaded at the start that says which history it belongs to, and where it stood. */
  void restored(String id, long offset, int database) {}

  /** We are a master from here on; the history goes on under a new id. */
  void promote() {}

  /**
   * We follow another server, which shall become the master now: PSYNC ... FAILOVER. The failover
   * is told how that ends.
   */
  void failOverTo(String host, int port) {}

  /** The database that the stream of the master is in; for dumps. */
  int database() {
    return 0;
  }

  /** The lines of INFO between role and connected_slaves, of a replica. */
  void info(BiConsumer<String, Object> line) {}

  /** The answer to ROLE, of a replica. */
  void role(Call call) {}
}
