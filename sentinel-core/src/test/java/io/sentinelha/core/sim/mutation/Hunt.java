package io.sentinelha.core.sim.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Looks for every mutation, seed by seed from 1, until a rule is broken. */
public final class Hunt {

  static final int MAX_SEEDS = 2_000;

  private Hunt() {}

  /**
   * What was found of one mutation.
   *
   * @param seed the first seed that found it; empty when none of {@link #MAX_SEEDS} did
   * @param caughtBy the rule that was broken
   */
  record Catch(Mutation mutation, Optional<Long> seed, String caughtBy) {

    /** A row of the table. */
    String row() {
      String seeds = seed.map(String::valueOf).orElse("not caught");
      return String.join(" | ", "| " + mutation.name(), mutation.breaks(), seeds, caughtBy + " |");
    }
  }

  static Catch hunt(Mutation mutation) {
    Mutant mutant = Mutant.of(mutation);
    for (long seed = 1; seed <= MAX_SEEDS; seed++) {
      Optional<String> rule = mutant.brokenRule(seed);
      // What is broken without the mutation, too, says nothing about it.
      if (rule.isPresent() && Trial.brokenRule(seed).isEmpty()) {
        return new Catch(mutation, Optional.of(seed), rule.get());
      }
    }
    return new Catch(mutation, Optional.empty(), "nothing");
  }

  /** Hunts all of them, as many at once as there are cores; tells each in the order of the list. */
  static List<Catch> huntAll(Consumer<Catch> told) {
    ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<Catch>> running = new ArrayList<>();
      for (Mutation mutation : Mutation.ALL) {
        running.add(pool.submit(() -> hunt(mutation)));
      }
      List<Catch> all = new ArrayList<>();
      for (Future<Catch> one : running) {
        all.add(one.get());
        told.accept(one.get());
      }
      return all;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Prints the table; the exit status is 1 if a mutation was not found. */
  public static void main(String[] args) {
    System.out.println("| mutation | rule that it breaks | seeds until caught | caught by |");
    System.out.println("| --- | --- | ---: | --- |");
    List<Catch> all = huntAll(one -> System.out.println(one.row()));
    System.exit(all.stream().allMatch(one -> one.seed.isPresent()) ? 0 : 1);
  }
}
