package io.sentinelha.it.guard;

import io.sentinelha.bench.RespClient;
import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that stays with one server, whatever happens, and writes one key after the other,
 * remembering which writes were acknowledged and which were refused for want of replicas.
 */
final class Writer implements AutoCloseable {

  /** The end of one write. */
  private record Outcome(long sequence, long nanos, boolean acknowledged) {}

  private static final String PREFIX = "written:";
  private static final long PAUSE_NANOS = 1_000_000;
  private static final int PATIENCE_MILLIS = 10_000;

  private final RespClient client;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final Thread thread;
  private volatile boolean stopped;

  Writer(String host, int port) throws IOException {
    this.client = new RespClient(host, port, PATIENCE_MILLIS);
    this.thread = new Thread(this::run, "writer");
    thread.start();
  }

  private void run() {
    try {
      for (long sequence = 1; !stopped; sequence++) {
        client.send("SET", PREFIX + sequence, Long.toString(sequence));
        RespValue reply = client.receive(PATIENCE_MILLIS);
        boolean acknowledged = RespClient.text(reply).equals("OK");
        if (acknowledged || Guarded.isRefusal(reply)) {
          note(new Outcome(sequence, System.nanoTime(), acknowledged));
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (IOException e) {
      stopped = true; // A server that becomes a replica ends the connections of its clients.
    }
  }

  private void note(Outcome outcome) {
    synchronized (outcomes) {
      outcomes.add(outcome);
    }
  }

  private List<Outcome> outcomes() {
    synchronized (outcomes) {
      return List.copyOf(outcomes);
    }
  }

  long countAcknowledged() {
    return outcomes().stream().filter(Outcome::acknowledged).count();
  }

  /** When the last write so far was acknowledged. */
  OptionalLong lastAcknowledged() {
    return outcomes().stream().filter(Outcome::acknowledged).mapToLong(Outcome::nanos).max();
  }

  /** When the first write was refused after a moment. */
  OptionalLong firstRefusedAfter(long nanos) {
    return outcomes().stream()
        .filter(outcome -> !outcome.acknowledged && outcome.nanos >= nanos)
        .mapToLong(Outcome::nanos)
        .min();
  }

  /** When each of the acknowledged writes was acknowledged that a server does not have. */
  List<Long> missingOn(RespClient server) throws IOException {
    List<Long> missing = new ArrayList<>();
    for (Outcome outcome : outcomes()) {
      if (outcome.acknowledged
          && !RespClient.text(server.call("GET", PREFIX + outcome.sequence))
              .equals(Long.toString(outcome.sequence))) {
        missing.add(outcome.nanos);
      }
    }
    return missing;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The test is being ended.
    }
    client.close();
  }
}
