package io.sentinelha.server.engine;

import org.jspecify.annotations.Nullable;

/** What a family must do before the server may end: save, wait for replicas. */
@FunctionalInterface
public interface EndStep {

  /**
   * What SHUTDOWN was told.
   *
   * @param save data even if nothing says when
   * @param noSave leave data as it is on disk
   * @param now do not wait for replicas
   * @param force end even if something fails
   */
  record Wish(boolean save, boolean noSave, boolean now, boolean force) {
    /** SHUTDOWN without a word, and SIGTERM. */
    public static final Wish PLAIN = new Wish(false, false, false, false);
  }

  /** Does it; returns why the server must not end, or null. */
  @Nullable CommandError beforeEnd(Wish wish);
}
