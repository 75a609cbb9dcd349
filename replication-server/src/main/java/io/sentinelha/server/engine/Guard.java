package io.sentinelha.server.engine;

import org.jspecify.annotations.Nullable;

/** A check before a command is run or queued. */
@FunctionalInterface
public interface Guard {

  /**
   * Where a check stands in the order that Redis keeps: the first refusal is the one that is told.
   */
  enum Place {
    AUTHENTICATION,
    TRANSACTION,
    ACCESS,
    MEMORY,
    DISK,
    REPLICAS,
    READ_ONLY,
    SUBSCRIBED,
    STALE,
    LOADING
  }

  /** A refusal; null to let the command pass. Must be quick: it runs for every command. */
  @Nullable CommandError check(Client client, Command command, Args args);
}
