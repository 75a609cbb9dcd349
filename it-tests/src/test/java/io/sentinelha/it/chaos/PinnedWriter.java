package io.sentinelha.it.chaos;

import io.sentinelha.bench.RespClient;
import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that knows one server only, as one does that is cut off together with it: it writes key
 * after key there and remembers what was acknowledged.
 */
final class PinnedWriter implements AutoCloseable {

  /** A write that the server acknowledged. */
  record Acknowledged(String key, long nanos) {}

  private static final long PAUSE_NANOS = 1_000_000;

  private final Node server;
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "pinned-writer");
  private volatile String refusal = "";
  private volatile boolean stopped;

  PinnedWriter(Node server) {
    this.server = server;
    thread.start();
  }

  private void run() {
    long sequence = 0;
    while (!stopped) {
      try (RespClient client = server.connect()) {
        while (!stopped) {
          String key = "pinned:" + ++sequence;
          RespValue reply = client.call("SET", key, "1");
          if (reply instanceof RespValue.SimpleString) {
            add(new Acknowledged(key, System.nanoTime()));
          } else {
            refusal = reply.toString();
          }
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      } catch (IOException e) {
        LockSupport.parkNanos(PAUSE_NANOS); // Tried again: its clients were killed, or it is away.
      }
    }
  }

  private synchronized void add(Acknowledged write) {
    acknowledged.add(write);
  }

  synchronized List<Acknowledged> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** The last error that the server answered; empty if there was none. */
  String refusal() {
    return refusal;
  }

  /** The acknowledged writes that a server does not have. */
  List<Acknowledged> missingOn(Node other) throws IOException {
    List<Acknowledged> missing = new ArrayList<>();
    try (RespClient client = other.connect()) {
      for (Acknowledged write : acknowledged()) {
        if (!RespClient.text(client.call("EXISTS", write.key)).equals("1")) {
          missing.add(write);
        }
      }
    }
    return missing;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The test is ending.
    }
  }
}
