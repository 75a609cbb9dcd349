package io.sentinelha.server.persist;

import java.io.IOException;

/**
 * Where a snapshot goes. Called by the thread that encodes; it may wait, the others wait with it.
 */
public interface SnapshotOutput {

  /** The next bytes; good until this returns. */
  void write(byte[] bytes, int from, int length) throws IOException;

  /** All was written: what takes long before {@link #finish}. It may still be given up then. */
  default void prepare() throws IOException {}

  /** All was written: makes it last. Short. */
  void finish() throws IOException;

  /** There will be no more, and what came is of no use. Also after a failure of its own. */
  void abort();
}
