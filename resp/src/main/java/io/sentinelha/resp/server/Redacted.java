package io.sentinelha.resp.server;

import java.io.Serial;

/**
 * Stands for a failure in logs: its kind and its place. Messages of exceptions like to quote what
 * they choked on, which may be a client's secret.
 */
final class Redacted extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  Redacted(Throwable failure) {
    super(failure.getClass().getName(), null, false, true);
    setStackTrace(failure.getStackTrace());
  }
}
