package io.sentinelha.server.engine;

/** An attachment of clients that are links of replication, and no ordinary clients. */
public enum LinkRole {
  /** It gets our stream. */
  REPLICA,
  /** We get its stream. */
  MASTER
}
