package io.sentinelha.resp;

import java.io.Serial;

/**
 * The other side broke the protocol; what follows in its stream cannot be understood any more.
 *
 * <p>Carries no stack trace: the place of interest is in the stream, and hostile input must be
 * cheap to refuse.
 */
public class ProtocolException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final long offset;

  /**
   * @param message what is wrong, in the words that a server sends after {@code -ERR }
   * @param offset bytes of the stream before the offending line or value; not negative
   */
  public ProtocolException(String message, long offset) {
    super(message, null, false, false);
    this.offset = offset;
  }

  /** Bytes of the stream before the offending line or value. */
  public final long offset() {
    return offset;
  }
}
