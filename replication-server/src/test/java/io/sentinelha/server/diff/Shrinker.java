package io.sentinelha.server.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Takes steps out of a failing stream as long as it still fails. */
final class Shrinker {

  private static final int MOST_RUNS = 400;

  private final Predicate<List<Step>> fails;
  private int runs;

  Shrinker(Predicate<List<Step>> fails) {
    this.fails = fails;
  }

  List<Step> shrink(List<Step> failing) {
    List<Step> left = new ArrayList<>(failing);
    for (int size = left.size() / 2; size > 0; size = size / 2) {
      for (int at = left.size() - size; at >= 0 && runs < MOST_RUNS; at -= size) {
        List<Step> fewer = new ArrayList<>(left);
        fewer.subList(at, Math.min(at + size, left.size())).clear();
        runs++;
        if (isFair(fewer) && fails.test(fewer)) {
          left = fewer;
        }
      }
    }
    return left;
  }

  /** Whether nobody waits for ever, and chance and time have the same outcome on both sides. */
  private static boolean isFair(List<Step> steps) {
    boolean queues = false;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (!step.isRest() && step.client() == 0) {
        String name = step.name();
        queues = name.equals("multi") || (queues && !Set.of("exec", "discard").contains(name));
        if (name.startsWith("b") && !queues && step.words().contains("0")) {
          return false; // It would wait for ever.
        }
      }
      if (!step.isRest() && step.words().get(0).equals("pexpire") && step.words().contains("1")) {
        boolean rests =
            i + 2 < steps.size()
                && steps.get(i + 1).isRest()
                && !steps.get(i + 2).isRest()
                && steps.get(i + 2).name().equals("exists");
        if (!rests) {
          return false;
        }
      }
      if (!step.isRest() && step.name().equals("spop") && !step.words().contains("10000")) {
        boolean deleted =
            i + 1 < steps.size()
                && !steps.get(i + 1).isRest()
                && steps.get(i + 1).name().equals("del")
                && steps.get(i + 1).words().get(1).equals(step.words().get(1));
        if (!deleted) {
          return false;
        }
      }
    }
    return true;
  }
}
