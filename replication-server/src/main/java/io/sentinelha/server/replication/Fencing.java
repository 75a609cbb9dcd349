package io.sentinelha.server.replication;

import io.sentinelha.server.persist.Persistence;
import io.sentinelha.server.replication.FenceFile.Fence;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether we follow nobody until somebody says whom: a supervisor that is about to choose a master
 * wants to know what each replica has, and that it gets no more.
 *
 * @see "docs/adr/0034"
 */
final class Fencing {

  private static final Logger log = LoggerFactory.getLogger(Fencing.class);

  private final Persistence persistence;
  private Fence fence = Fence.NONE;

  Fencing(Persistence persistence) {
    this.persistence = persistence;
  }

  /** Reads what was before the start. Throws {@link IllegalArgumentException} if it cannot. */
  void start(boolean isReplica) {
    fence = file().read();
    if (!fence.isUp()) {
      return;
    }
    if (isReplica) {
      log.warn(
          "this replica was fenced in epoch {} and follows nobody until REPLICAOF says whom",
          fence.epoch());
    } else {
      log.warn("the fence of epoch {} is lifted: no replicaof is configured", fence.epoch());
      fence = fence.lifted();
    }
  }

  private FenceFile file() {
    return new FenceFile(persistence.folder());
  }

  boolean isUp() {
    return fence.isUp();
  }

  /** The highest epoch of a fence so far; 0 if there was none. */
  long epoch() {
    return fence.epoch();
  }

  /**
   * Puts a fence up, and has that on disk before it returns.
   *
   * @throws IOException if it cannot be written; nothing is changed then
   */
  void raise(long epoch) throws IOException {
    Fence next = new Fence(epoch, true);
    file().write(next);
    fence = next;
  }

  /** Somebody has said whom to follow. */
  void lift() {
    if (!fence.isUp()) {
      return;
    }
    fence = fence.lifted();
    try {
      file().write(fence);
    } catch (IOException e) {
      log.error(
          "that the fence of epoch {} is lifted could not be written: {}. After a restart this"
              + " server waits for REPLICAOF again",
          fence.epoch(),
          e.toString());
    }
  }
}
