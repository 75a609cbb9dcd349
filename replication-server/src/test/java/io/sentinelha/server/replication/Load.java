package io.sentinelha.server.replication;

import io.sentinelha.server.RawClient;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Keys of all types, and a write load that goes on until it is closed. */
final class Load implements AutoCloseable {

  private final Thread thread;
  private volatile boolean stopped;
  private final AtomicLong writes = new AtomicLong();

  /** Begins to write to a server of this machine. */
  Load(int port) {
    thread = new Thread(() -> run(port), "load");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(int port) {
    SplittableRandom random = new SplittableRandom(5);
    try (RawClient client = new RawClient(port)) {
      while (!stopped) {
        write(client, random.nextInt(1000), random);
        writes.incrementAndGet();
      }
    } catch (IOException e) {
      if (!stopped) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Writes so far. */
  long writes() {
    return writes.get();
  }

  /** Fills a server, which nobody follows yet: what DEBUG makes is not passed on. */
  static void fill(RawClient client, int count) throws IOException {
    client.call("debug", "populate", Integer.toString(count), "string", "64");
    write(client, count / 10);
  }

  /** Writes so often, to keys of all types. */
  static void write(RawClient client, int times) throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < times; i++) {
      write(client, i, random);
    }
  }

  private static void write(RawClient client, int number, SplittableRandom random)
      throws IOException {
    String some = Long.toString(random.nextLong(1_000_000));
    String key = Integer.toString(number);
    switch (random.nextInt(12)) {
      case 0 -> client.call("set", "s" + key, some);
      case 1 -> client.call("incrby", "n" + key, some);
      case 2 -> client.call("hset", "h" + key, some, some);
      case 3 -> client.call("sadd", "set" + key, some, "a", "b");
      case 4 -> client.call("zadd", "z" + key, some, some);
      case 5 -> client.call("rpush", "l" + key, some, some);
      case 6 -> client.call("xadd", "x" + key, "*", "field", some);
      case 7 -> client.call("spop", "set" + key);
      case 8 -> client.call("lpop", "l" + key);
      case 9 -> client.call("incrbyfloat", "f" + key, "0.1");
      case 10 -> client.call("append", "a" + key, some);
      default -> client.call("set", "e" + key, some, "px", "100000");
    }
  }

  /** Writes no more; what was written has been answered. */
  void stop() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
