package io.sentinelha.server.replication;

import io.sentinelha.server.RawClient;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Writes of all kinds, one after the other, until it is stopped. */
final class MixedWrites implements AutoCloseable {

  private static final int KEYS = 300;
  private static final int DATABASES = 3;
  private static final List<String> COMMANDS =
      List.of(
          "SET s%d value:%d",
          "INCR c%d",
          "APPEND a%d x",
          "SET t%d v PX 40",
          "LPUSH l%d %d",
          "RPOP l%d",
          "SADD m%d %d",
          "SPOP m%d",
          "HSET h%d f%d v",
          "HINCRBYFLOAT h%d n 0.1",
          "ZADD z%d %d e",
          "ZPOPMIN z%d",
          "XADD x%d MAXLEN ~ 20 * f %d",
          "PEXPIRE s%d 60",
          "DEL a%d",
          "PFADD p%d %d",
          "SETBIT b%d %d 1",
          "INCRBYFLOAT f%d 0.1");

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong count = new AtomicLong();
  private final CompletableFuture<Void> done;

  /** Begins to write to a server of this machine. */
  MixedWrites(int port) {
    done = CompletableFuture.runAsync(() -> run(port));
  }

  private void run(int port) {
    SplittableRandom random = new SplittableRandom(5);
    try (RawClient client = new RawClient(port)) {
      while (!over.get()) {
        int batch = 1 + random.nextInt(20);
        for (int i = 0; i < batch; i++) {
          write(client, random);
        }
        for (int i = 0; i < batch; i++) {
          client.receive();
        }
        count.addAndGet(batch);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** One command. */
  static void write(RawClient client, SplittableRandom random) throws IOException {
    if (random.nextInt(20) == 0) {
      client.send("SELECT", Integer.toString(random.nextInt(DATABASES)));
      return;
    }
    String format = COMMANDS.get(random.nextInt(COMMANDS.size()));
    client.send(String.format(format, random.nextInt(KEYS), random.nextInt(1000)).split(" ", -1));
  }

  /**
   * Looks at all keys that may expire soon, so that the master deletes those that have: looking for
   * them by itself takes a real one minutes where most keys expire late.
   */
  static void lookAtAll(int port) throws IOException {
    StringBuilder exists = new StringBuilder("EXISTS");
    for (int i = 0; i < KEYS; i++) {
      exists.append(" s").append(i).append(" t").append(i);
    }
    try (RawClient client = new RawClient(port)) {
      for (int db = 0; db < DATABASES; db++) {
        client.call("SELECT", Integer.toString(db));
        client.call(exists.toString().split(" ", -1));
      }
    }
  }

  /** Waits until so many more have been written. */
  void more(long commands) {
    long end = count.get() + commands;
    Node.until(() -> count.get() >= end || done.isDone());
  }

  @Override
  public void close() {
    over.set(true);
    done.join();
  }
}
