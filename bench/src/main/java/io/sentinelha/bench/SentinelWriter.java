package io.sentinelha.bench;

import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * One client that writes one key after the other to the primary that the supervisors name. On an
 * error, or while an answer is overdue, it asks them anew; an overdue answer is given up as soon as
 * another primary is named.
 */
public final class SentinelWriter implements AutoCloseable {

  /** A write that was acknowledged. */
  public record Acknowledged(long sequence, long nanos, int port) {}

  private static final int OVERDUE_MILLIS = 20;
  private static final long POLL_NANOS = 2_000_000;
  private static final int CONNECT_MILLIS = 100;

  private final String prefix;
  private final List<Integer> supervisors;
  private final long pauseNanos;
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final Thread thread;
  private volatile boolean stopped;
  private int turn;

  /** One that writes as fast as it is answered. */
  public SentinelWriter(List<Integer> supervisors, String prefix) {
    this(supervisors, prefix, 0);
  }

  /**
   * One that rests after each write, where the data must stay few.
   *
   * @param pauseNanos 0 for no rest
   */
  public SentinelWriter(List<Integer> supervisors, String prefix, long pauseNanos) {
    this.supervisors = List.copyOf(supervisors);
    this.prefix = prefix;
    this.pauseNanos = pauseNanos;
    this.thread = new Thread(this::run, "writer");
    thread.start();
  }

  private void run() {
    long sequence = 0;
    Optional<Integer> hint = Optional.empty();
    while (!stopped) {
      Optional<Integer> target = hint.isPresent() ? hint : ask();
      hint = Optional.empty();
      if (target.isEmpty()) {
        LockSupport.parkNanos(POLL_NANOS);
        continue;
      }
      try (RespClient client = new RespClient(target.get(), CONNECT_MILLIS)) {
        while (!stopped && hint.isEmpty()) {
          client.send("SET", prefix + ":" + ++sequence, Long.toString(sequence));
          hint = settle(client, sequence);
          LockSupport.parkNanos(pauseNanos);
        }
      } catch (IOException e) {
        LockSupport.parkNanos(POLL_NANOS); // Asked again where the primary is.
      }
    }
  }

  /** Waits for the answer; gives it up when another primary is named, which is returned. */
  private Optional<Integer> settle(RespClient client, long sequence) throws IOException {
    while (!stopped) {
      try {
        RespValue reply = client.receive(OVERDUE_MILLIS);
        if (!RespClient.text(reply).equals("OK")) {
          throw new IOException("refused: " + reply);
        }
        synchronized (acknowledged) {
          acknowledged.add(new Acknowledged(sequence, System.nanoTime(), client.port));
        }
        return Optional.empty();
      } catch (SocketTimeoutException e) {
        Optional<Integer> named = ask();
        if (named.isPresent() && named.get() != client.port) {
          return named;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Integer> ask() {
    turn = (turn + 1) % supervisors.size();
    try (RespClient supervisor = new RespClient(supervisors.get(turn), CONNECT_MILLIS)) {
      return Group.primaryAt(supervisor);
    } catch (IOException e) {
      return Optional.empty(); // Another one is asked the next time.
    }
  }

  /** All writes acknowledged so far. */
  public List<Acknowledged> acknowledged() {
    synchronized (acknowledged) {
      return List.copyOf(acknowledged);
    }
  }

  /** The first write acknowledged elsewhere after a moment. */
  public Optional<Acknowledged> firstElsewhere(int port, long afterNanos) {
    synchronized (acknowledged) {
      for (int i = acknowledged.size() - 1; i >= 0; i--) {
        if (acknowledged.get(i).nanos < afterNanos) {
          return acknowledged.subList(i + 1, acknowledged.size()).stream()
              .filter(a -> a.port != port)
              .findFirst();
        }
      }
      return acknowledged.stream().filter(a -> a.port != port).findFirst();
    }
  }

  /** How many acknowledged writes a server does not have. */
  public long missingOn(int port) throws IOException {
    long missing = 0;
    try (RespClient client = new RespClient(port, 500)) {
      List<Acknowledged> all = acknowledged();
      for (int from = 0; from < all.size(); from += 1_000) {
        List<Acknowledged> part = all.subList(from, Math.min(all.size(), from + 1_000));
        for (Acknowledged write : part) {
          client.send("GET", prefix + ":" + write.sequence);
        }
        for (Acknowledged write : part) {
          String value = RespClient.text(client.receive(5_000));
          missing += value.equals(Long.toString(write.sequence)) ? 0 : 1;
        }
      }
    }
    return missing;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The process is ending.
    }
  }
}
