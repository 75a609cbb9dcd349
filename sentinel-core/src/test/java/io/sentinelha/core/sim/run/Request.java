package io.sentinelha.core.sim.run;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * What is asked of {@code bin/sim}.
 *
 * @param seeds how many in a row; 0 if only random ones were asked for
 */
record Request(
    boolean help,
    long from,
    long seeds,
    long randomSeconds,
    Optional<Long> only,
    Optional<Path> json,
    int threads) {

  static final String USAGE =
      """
      Usage: sim [--seeds N] [--from S] [--random-for SECONDS] [--seed S] [--json FILE] [--threads N]
             sim --mutations

        --seeds N             worlds of N seeds in a row (default 1000 if nothing else is asked for)
        --from S              the first of them (default 1)
        --random-for SECONDS  after them, worlds of fresh random seeds
        --seed S              one world, with its transcript
        --json FILE           the summary goes there as well
        --threads N           default: one for each core
        --mutations           alone: the table of deliberate faults and the seeds that find them
        --help                this text

      The summary is JSON on standard output, the progress is on standard error. The exit status is 1
      if a rule was broken, 2 for a wrong option.
      """;

  private static final long DEFAULT_SEEDS = 1_000;

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException whose message says what is wrong with it
   */
  static Request read(List<String> args) {
    boolean help = false;
    long from = 1;
    Optional<Long> seeds = Optional.empty();
    long randomSeconds = 0;
    Optional<Long> only = Optional.empty();
    Optional<Path> json = Optional.empty();
    int threads = Runtime.getRuntime().availableProcessors();
    Queue<String> left = new ArrayDeque<>(args);
    while (!left.isEmpty()) {
      String option = left.remove();
      switch (option) {
        case "-h", "--help" -> help = true;
        case "--seeds" -> seeds = Optional.of(positive(option, left, Long.MAX_VALUE));
        case "--from" -> from = number(option, value(option, left));
        case "--random-for" -> randomSeconds = positive(option, left, Integer.MAX_VALUE);
        case "--seed" -> only = Optional.of(number(option, value(option, left)));
        case "--json" -> json = Optional.of(Path.of(value(option, left)));
        case "--threads" -> threads = (int) positive(option, left, Short.MAX_VALUE);
        case "--mutations" ->
            throw new IllegalArgumentException(option + " must be the first word");
        default -> throw new IllegalArgumentException("unknown option " + option);
      }
    }
    long count = seeds.orElse(randomSeconds > 0 ? 0L : DEFAULT_SEEDS);
    return new Request(help, from, count, randomSeconds, only, json, threads);
  }

  private static String value(String option, Queue<String> left) {
    return Optional.ofNullable(left.poll())
        .orElseThrow(() -> new IllegalArgumentException(option + " needs a value"));
  }

  private static long number(String option, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " must be a number: got " + value, e);
    }
  }

  private static long positive(String option, Queue<String> left, long most) {
    String value = value(option, left);
    long number = number(option, value);
    if (number < 1 || number > most) {
      throw new IllegalArgumentException(
          option + " must be a number from 1 to " + most + ": got " + value);
    }
    return number;
  }
}
