package io.sentinelha.server.engine;

import org.jspecify.annotations.Nullable;

/** How often a command was run, and how. */
public final class CommandStats {

  private long calls;
  private long nanos;
  private long rejected;
  private long failed;
  private @Nullable Histogram latencies;

  CommandStats() {}

  void ran(long tookNanos, boolean withError, boolean withLatency) {
    calls++;
    nanos += tookNanos;
    if (withError) {
      failed++;
    }
    if (withLatency) {
      Histogram all = latencies;
      if (all == null) {
        all = new Histogram();
        latencies = all;
      }
      all.add(tookNanos);
    }
  }

  void reject() {
    rejected++;
  }

  /** Starts all over. */
  public void reset() {
    calls = 0;
    nanos = 0;
    rejected = 0;
    failed = 0;
    latencies = null;
  }

  public long calls() {
    return calls;
  }

  public long micros() {
    return nanos / 1000;
  }

  /** Refused before it was run. */
  public long rejected() {
    return rejected;
  }

  /** Run, and answered with an error. */
  public long failed() {
    return failed;
  }

  /** How long it took; null if that was never noted. */
  public @Nullable Histogram latencies() {
    return latencies;
  }
}
