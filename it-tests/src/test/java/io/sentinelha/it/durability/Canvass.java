package io.sentinelha.it.durability;

import io.sentinelha.bench.RespClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Candidates that compete for the votes of one supervisor, each on a connection of its own, until
 * the supervisor is gone. Now and then one begins a new epoch, in which the others ask too.
 */
final class Canvass {

  private static final int CANDIDATES = 4;
  private static final int REQUESTS_PER_NEW_EPOCH = 6;

  private final Voter voter;
  private final Witness witness;
  private final AtomicLong epoch;
  private final List<Thread> threads = new ArrayList<>();

  private Canvass(Voter voter, Witness witness) {
    this.voter = voter;
    this.witness = witness;
    // The epoch of the last vote is asked for again: somebody else may try to get it.
    this.epoch = new AtomicLong(Math.max(1, witness.highestEpoch()));
  }

  static Canvass begin(Voter voter, Witness witness, SplittableRandom random) {
    Canvass canvass = new Canvass(voter, witness);
    for (int i = 0; i < CANDIDATES; i++) {
      String id = candidate(i);
      SplittableRandom chance = random.split();
      canvass.threads.add(new Thread(() -> canvass.ask(id, chance), "candidate-" + i));
    }
    canvass.threads.forEach(Thread::start);
    return canvass;
  }

  static String candidate(int number) {
    return "%040x".formatted(0xca0 + number);
  }

  private void ask(String id, SplittableRandom chance) {
    try (RespClient client = voter.connect()) {
      while (true) {
        boolean isNew = chance.nextInt(REQUESTS_PER_NEW_EPOCH) == 0;
        long wanted = isNew ? epoch.incrementAndGet() : epoch.get();
        witness.heard(voter.ask(client, wanted, id));
      }
    } catch (IOException e) {
      assert !Thread.currentThread().isInterrupted() : "the only end is that of the supervisor";
    }
  }

  /** Waits until all noticed that the supervisor is gone. */
  void awaitEnd() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
