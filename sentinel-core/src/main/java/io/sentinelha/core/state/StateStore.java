package io.sentinelha.core.state;

import io.sentinelha.core.engine.DurableState;
import java.io.IOException;

/** Where durable state goes. */
@FunctionalInterface
public interface StateStore {

  /**
   * Makes a state durable. When this returns, a crash of the machine cannot take it back; when it
   * throws, what was durable before still is.
   *
   * @throws IOException saying what, where, why, and what to do
   */
  void save(DurableState state) throws IOException;
}
