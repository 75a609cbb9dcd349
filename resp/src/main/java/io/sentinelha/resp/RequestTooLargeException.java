package io.sentinelha.resp;

import java.io.Serial;

/**
 * One request needs more bytes than {@link Limits#requestBytes}. Redis closes such a connection
 * without a word to the client, and only logs it.
 */
public final class RequestTooLargeException extends ProtocolException {
  @Serial private static final long serialVersionUID = 1L;

  RequestTooLargeException(long limit, long offset) {
    super("request needs more than " + limit + " bytes", offset);
  }
}
