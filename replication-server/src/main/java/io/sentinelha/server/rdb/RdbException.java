package io.sentinelha.server.rdb;

import java.io.IOException;

/** Bytes that are no dump, or one that cannot be used here. */
public final class RdbException extends IOException {

  private static final long serialVersionUID = 1L;

  private final long offset;

  RdbException(String what, long offset) {
    super(what + " at offset " + offset);
    this.offset = offset;
  }

  /** Where in the input it was noticed; inside of a packed value, where that value begins. */
  public long offset() {
    return offset;
  }
}
