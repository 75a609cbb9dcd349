package io.sentinelha.it.durability;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.RespClient;
import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens at a primary to what a supervisor tells its peers about the current epoch. */
final class Hellos implements AutoCloseable {

  private static final int EPOCH_FIELD = 3;
  private static final int TURN_MILLIS = 200;

  private final RespClient client;
  private final Witness witness;
  private final AtomicInteger count = new AtomicInteger();
  private final Thread thread;
  private volatile boolean stopped;
  private long highest;

  private Hellos(RespClient client, Witness witness) {
    this.client = client;
    this.witness = witness;
    this.thread = new Thread(this::run, "hellos");
  }

  static Hellos listen(int port, Witness witness) throws IOException {
    RespClient client = new RespClient(port, 2_000);
    client.call("SUBSCRIBE", "__sentinel__:hello");
    Hellos hellos = new Hellos(client, witness);
    hellos.thread.start();
    return hellos;
  }

  private void run() {
    try {
      while (!stopped) {
        next().ifPresent(message -> hear(RespClient.text(message.get(2)).split(",", -1)));
      }
    } catch (IOException e) {
      stopped = true; // The primary ended, so the test does.
    }
  }

  private Optional<List<RespValue>> next() throws IOException {
    try {
      return Optional.of(RespClient.elements(client.receive(TURN_MILLIS)));
    } catch (SocketTimeoutException e) {
      return Optional.empty(); // Nobody said anything.
    }
  }

  /** Answers overtake hellos, so a hello is only held against earlier hellos. */
  private void hear(String[] fields) {
    long epoch = Long.parseLong(fields[EPOCH_FIELD]);
    if (epoch < highest) {
      witness.contradiction("hello with epoch %d after %d".formatted(epoch, highest));
    }
    highest = Math.max(highest, epoch);
    count.incrementAndGet();
  }

  int count() {
    return count.get();
  }

  /** Waits for a hello that was not heard yet. */
  void awaitAnother() {
    int before = count();
    Await.until("another hello", Voter.START_MILLIS, () -> count() > before);
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join(10L * TURN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The test is being ended.
    }
    client.close();
  }
}
