package io.sentinelha.core.engine;

/**
 * Names one link of this supervisor: to a data node of one primary, or to a peer. Given out by the
 * engine and never used twice within one run.
 */
public record LinkId(long value) {

  /** No link at all. */
  static final LinkId NONE = new LinkId(0);
}
