package io.sentinelha.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * How far a replica is behind, in time: writes numbers to a key of the master at a steady rate, and
 * polls the replica for them. The lag of a number is the time from the master's reply to the first
 * look at the replica that finds it there, or a later one. A replica that stands still makes all
 * numbers late that were written meanwhile, not one of them.
 */
final class LagProbe implements AutoCloseable {

  /** Lags in milliseconds. */
  record Lag(double p50, double p99, double max) {}

  private static final String KEY = "lag-probe";
  private static final long WRITE_NANOS = 5_000_000;
  private static final long POLL_NANOS = 1_000_000;
  private static final int MOST = 600 * 200;
  private static final int REPLY_MILLIS = 60_000;
  private static final int LONGEST_MILLIS = 60_000;

  private final RespClient master;
  private final RespClient replica;

  /** When a number was acknowledged, and when it was seen; each written by one thread. */
  private final long[] acknowledged = new long[MOST + 1];

  private final long[] seen = new long[MOST + 1];
  private final Thread writer = new Thread(this::write, "lag-writer");
  private final Thread poller = new Thread(this::poll, "lag-poller");
  private volatile int written;
  private volatile int found;
  private volatile boolean ending;
  private volatile boolean ended;

  /** Why there are no figures. */
  private volatile Optional<IOException> failure = Optional.empty();

  /** Begins at once. */
  LagProbe(int masterPort, int replicaPort) throws IOException {
    this.master = new RespClient(masterPort, REPLY_MILLIS);
    this.replica = new RespClient(replicaPort, REPLY_MILLIS);
    // What another probe left behind must not be taken for ours.
    master.send("DEL", KEY);
    master.receive(REPLY_MILLIS);
    Await.until("the replica has no old number", LONGEST_MILLIS, () -> look() == 0);
    writer.setDaemon(true);
    poller.setDaemon(true);
    writer.start();
    poller.start();
  }

  private void write() {
    try {
      long next = System.nanoTime();
      for (int number = 1; number <= MOST && !ending; number++) {
        master.send("SET", KEY, Integer.toString(number));
        String reply = RespClient.text(master.receive(REPLY_MILLIS));
        if (!reply.equals("OK")) {
          throw new IOException("the master refuses a write of the probe");
        }
        acknowledged[number] = System.nanoTime();
        written = number;
        next = Math.max(next + WRITE_NANOS, System.nanoTime());
        LockSupport.parkNanos(next - System.nanoTime());
      }
    } catch (IOException e) {
      failure = Optional.of(e);
    }
  }

  private void poll() {
    try {
      while (!ended) {
        int number = look();
        long now = System.nanoTime();
        if (number > found) {
          Arrays.fill(seen, found + 1, number + 1, now);
          found = number;
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    } catch (IOException e) {
      failure = Optional.of(e);
    }
  }

  private int look() throws IOException {
    replica.send("GET", KEY);
    String value = RespClient.text(replica.receive(REPLY_MILLIS));
    return value.isEmpty() ? 0 : Integer.parseInt(value);
  }

  /** Ends the writing, waits until the replica has everything, and sums up. */
  Lag finish() throws IOException, InterruptedException {
    ending = true;
    writer.join();
    Await.until(
        "the replica has the last number",
        LONGEST_MILLIS,
        () -> found >= written || failure.isPresent());
    ended = true;
    poller.join();
    if (failure.isPresent()) {
      throw new IOException("the lag could not be measured", failure.get());
    }
    double[] lags = new double[written];
    for (int i = 0; i < lags.length; i++) {
      lags[i] = Math.max(0, seen[i + 1] - acknowledged[i + 1]) / 1e6;
    }
    Arrays.sort(lags);
    return new Lag(at(lags, 0.5), at(lags, 0.99), at(lags, 1));
  }

  private static double at(double[] sorted, double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, index)];
  }

  @Override
  public void close() {
    ending = true;
    ended = true;
    master.close();
    replica.close();
  }
}
