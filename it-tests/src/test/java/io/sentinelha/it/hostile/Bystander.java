package io.sentinelha.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.bench.RespClient;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A well-behaved client that asks again and again, and notes how long an answer took. */
final class Bystander implements AutoCloseable {

  /** What a client of Sentinel waits for before it turns to the next one. */
  private static final long BOUND_MILLIS = 5_000;

  private final RespClient client;
  private final Thread thread = new Thread(this::run, "bystander");
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong slowestNanos = new AtomicLong();
  private volatile boolean done;
  private volatile String failure = "";

  Bystander(int port) throws IOException {
    client = new RespClient(port, Daemon.PATIENCE_MILLIS);
    thread.start();
  }

  private void run() {
    try {
      while (!done) {
        long begin = System.nanoTime();
        client.send("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster");
        if (RespClient.elements(client.receive(Daemon.PATIENCE_MILLIS)).size() != 2) {
          throw new IOException("another answer than an address");
        }
        slowestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
        answers.incrementAndGet();
      }
    } catch (IOException e) {
      failure = e.toString();
    }
  }

  /** Ends it, and holds that it was served all the time. */
  String assertServed() throws InterruptedException {
    done = true;
    thread.join();
    long slowestMillis = TimeUnit.NANOSECONDS.toMillis(slowestNanos.get());
    assertThat(failure).isEmpty();
    assertThat(answers.get()).isPositive();
    assertThat(slowestMillis).as("slowest answer in ms").isLessThan(BOUND_MILLIS);
    return answers.get() + " answers, the slowest after " + slowestMillis + " ms";
  }

  @Override
  public void close() {
    done = true;
    client.close();
  }
}
