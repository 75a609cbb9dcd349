package io.sentinelha.server.replication;

import io.sentinelha.server.engine.Transport;

/** The connection to a master. What is written leaves at once. */
public interface MasterWire extends Transport {

  /** Whether bytes that arrive are passed on, or left where they are. A few may come after all. */
  void reading(boolean on);
}
