package io.sentinelha.server.engine;

import java.time.Instant;

/** The time. */
public interface Clock {

  /** Of day, in milliseconds since 1970. */
  long millis();

  /** Of day, in microseconds since 1970. */
  default long micros() {
    return 1000 * millis();
  }

  /** Monotonic; only differences mean anything. */
  long nanos();

  /** The machine's own. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public long millis() {
          return System.currentTimeMillis();
        }

        @Override
        public long micros() {
          Instant now = Instant.now();
          return 1_000_000 * now.getEpochSecond() + now.getNano() / 1000;
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };
}
