package io.sentinelha.core.sim.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sentinelha.core.sim.fault.Plan;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/** The program behind {@code bin/sim}. */
public final class Simulation {

  private static final int WRONG_USAGE = 2;

  private final Tally tally = new Tally();
  private final int threads;
  private final LongFunction<Outcome> worlds;
  private final PrintStream err;
  private final AtomicBoolean died = new AtomicBoolean();
  private final long began = System.nanoTime();

  private Simulation(int threads, LongFunction<Outcome> worlds, PrintStream err) {
    this.threads = threads;
    this.worlds = worlds;
    this.err = err;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    System.exit(run(List.of(args), SeedRun::of, System.out, System.err));
  }

  /**
   * Does what is asked for and returns the exit status.
   *
   * @param worlds runs the world of a seed
   */
  static int run(List<String> args, LongFunction<Outcome> worlds, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    Request request;
    try {
      request = Request.read(args);
    } catch (IllegalArgumentException e) {
      err.println("sim: " + e.getMessage());
      err.print(Request.USAGE);
      return WRONG_USAGE;
    }
    if (request.help()) {
      out.print(Request.USAGE);
      return 0;
    }
    if (request.json().isPresent() && !isWritable(request.json().get(), err)) {
      return WRONG_USAGE;
    }
    if (request.only().isPresent()) {
      return one(request.only().get());
    }
    Simulation simulation = new Simulation(request.threads(), worlds, err);
    simulation.inARow(request.from(), request.seeds());
    simulation.atRandom(request.randomSeconds());
    return simulation.report(request.json(), out);
  }

  /** Tried before the run, which may take hours. */
  private static boolean isWritable(Path file, PrintStream err) {
    try {
      Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
      return true;
    } catch (IOException e) {
      err.println(
          "sim: --json "
              + file
              + " cannot be written ("
              + e
              + "); name a file in a folder that can");
      return false;
    }
  }

  private static int one(long seed) {
    Outcome outcome = SeedRun.withTranscript(seed);
    System.out.println("seed " + seed + ": " + Plan.of(seed));
    outcome.lines().forEach(System.out::println);
    System.out.println(outcome.isSound() ? "no rule was broken" : "BROKEN " + outcome.message());
    System.out.printf(
        "history %016x, %d writes acknowledged%n", outcome.hash(), outcome.acknowledged());
    return outcome.isSound() ? 0 : 1;
  }

  private void inARow(long from, long count) throws InterruptedException {
    if (count == 0) {
      return;
    }
    AtomicLong next = new AtomicLong(from);
    AtomicLong left = new AtomicLong(count);
    work(next::getAndIncrement, () -> left.getAndDecrement() > 0, count);
  }

  private void atRandom(long seconds) throws InterruptedException {
    if (seconds <= 0) {
      return;
    }
    SplittableRandom random = new SplittableRandom();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    LongSupplier fresh =
        () -> {
          synchronized (random) {
            return random.nextLong() >>> 1;
          }
        };
    work(fresh, () -> System.nanoTime() - end < 0, -1);
  }

  private void work(LongSupplier seeds, BooleanSupplier more, long count)
      throws InterruptedException {
    CountDownLatch done = new CountDownLatch(threads);
    long before = tally.worlds();
    long start = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      Thread worker =
          new Thread(
              () -> {
                boolean whole = false;
                try {
                  while (more.getAsBoolean()) {
                    live(seeds.getAsLong());
                  }
                  whole = true;
                } finally {
                  if (!whole) {
                    died.set(true);
                  }
                  done.countDown();
                }
              },
              "worlds-" + i);
      worker.start();
    }
    while (!done.await(2, TimeUnit.SECONDS)) {
      progress(tally.worlds() - before, count, (System.nanoTime() - start) / 1e9);
    }
  }

  /** Whatever is thrown, by the models too, is that world's fault: it must not end the others. */
  private void live(long seed) {
    Outcome outcome;
    try {
      outcome = worlds.apply(seed);
    } catch (Throwable e) {
      String message = "seed " + seed + ": nothing throws: " + e;
      tally.addThrown(seed, message);
      err.println("BROKEN " + message);
      return;
    }
    tally.add(outcome);
    if (!outcome.isSound()) {
      err.println("BROKEN " + outcome.message());
    }
  }

  private void progress(long worlds, long count, double seconds) {
    double rate = worlds / seconds;
    String end =
        count > 0 && rate > 0
            ? String.format(" of %d, %.0f s left", count, (count - worlds) / rate)
            : "";
    err.printf(
        "sim: %d worlds%s, %.0f worlds/s, %d broken%n", worlds, end, rate, tally.violations());
  }

  private int report(Optional<Path> json, PrintStream out) throws IOException {
    Map<String, Object> summary = tally.summary((System.nanoTime() - began) / 1e9);
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    out.println(mapper.writeValueAsString(summary));
    if (json.isPresent()) {
      mapper.writeValue(json.get().toFile(), summary);
    }
    if (died.get()) {
      err.println("sim: a thread died, so worlds are missing");
    }
    return tally.violations() == 0 && !died.get() ? 0 : 1;
  }
}
