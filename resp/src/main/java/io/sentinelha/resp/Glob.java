package io.sentinelha.resp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A pattern as Redis understands it, over bytes: {@code *} any run, {@code ?} any one, {@code
 * [abc]}, {@code [a-z]} and {@code [^a]} one of a class, {@code \} takes the next byte as it is. A
 * class that is not closed ends with the pattern; a range given backwards is turned round.
 *
 * <p>Only the last {@code *} is ever retried, which is enough because everything between two of
 * them has a fixed length. So the time is bounded by the product of both lengths, whatever a
 * hostile pattern looks like. Immutable and safe for all threads.
 */
public final class Glob {

  private static final int ANY_ONE = 256;
  private static final int ANY_RUN = 257;

  /** Everything from here on is the number of a class. */
  private static final int FIRST_CLASS = 258;

  /** A byte value, one of the above, or a class. */
  private final int[] steps;

  private final BitSet[] classes;
  private final boolean ignoreCase;
  private final int shortest;

  private Glob(GlobCompiler compiled, boolean ignoreCase) {
    this.steps = compiled.steps();
    this.classes = compiled.classes();
    this.ignoreCase = ignoreCase;
    this.shortest = (int) Arrays.stream(steps).filter(step -> step != ANY_RUN).count();
  }

  /** A pattern that minds the case. */
  public static Glob of(Bytes pattern) {
    return new Glob(new GlobCompiler(pattern, false), false);
  }

  /** A pattern for which ASCII letters of either case are the same. */
  public static Glob ignoringCase(Bytes pattern) {
    return new Glob(new GlobCompiler(pattern, true), true);
  }

  /** Whether the whole text matches. */
  public boolean matches(Bytes text) {
    byte[] bytes = text.content();
    if (bytes.length < shortest) {
      return false;
    }
    int step = 0;
    int at = 0;
    int retryStep = -1;
    int retryAt = 0;
    while (at < bytes.length) {
      if (step < steps.length && steps[step] == ANY_RUN) {
        retryStep = ++step;
        retryAt = at;
      } else if (step < steps.length && matchesOne(steps[step], bytes[at])) {
        step++;
        at++;
      } else if (retryStep >= 0) {
        step = retryStep;
        at = ++retryAt;
      } else {
        return false;
      }
    }
    while (step < steps.length && steps[step] == ANY_RUN) {
      step++;
    }
    return step == steps.length;
  }

  private boolean matchesOne(int step, byte value) {
    int unsigned = ignoreCase ? fold(value & 0xff) : value & 0xff;
    if (step < ANY_ONE) {
      return step == unsigned;
    }
    return step == ANY_ONE || classes[step - FIRST_CLASS].get(unsigned);
  }

  private static int fold(int value) {
    return value >= 'A' && value <= 'Z' ? value + ('a' - 'A') : value;
  }

  /** Turns the bytes of a pattern into steps, once. */
  private static final class GlobCompiler {
    private final byte[] pattern;
    private final boolean ignoreCase;
    private final int[] steps;
    private int count;
    private final List<BitSet> classes = new ArrayList<>();
    private int at;

    GlobCompiler(Bytes pattern, boolean ignoreCase) {
      this.pattern = pattern.content();
      this.ignoreCase = ignoreCase;
      this.steps = new int[pattern.length()];
      while (at < this.pattern.length) {
        compileStep();
      }
    }

    int[] steps() {
      return Arrays.copyOf(steps, count);
    }

    BitSet[] classes() {
      return classes.toArray(BitSet[]::new);
    }

    private void compileStep() {
      byte next = pattern[at++];
      if (next == '*') {
        if (count == 0 || steps[count - 1] != ANY_RUN) {
          steps[count++] = ANY_RUN;
        }
      } else if (next == '?') {
        steps[count++] = ANY_ONE;
      } else if (next == '[') {
        steps[count++] = FIRST_CLASS + classes.size();
        classes.add(compileClass());
      } else if (next == '\\' && at < pattern.length) {
        steps[count++] = literal(pattern[at++]);
      } else {
        steps[count++] = literal(next);
      }
    }

    private BitSet compileClass() {
      BitSet members = new BitSet(256);
      boolean negated = at < pattern.length && pattern[at] == '^';
      if (negated) {
        at++;
      }
      while (at < pattern.length && pattern[at] != ']') {
        if (pattern[at] == '\\' && at + 1 < pattern.length) {
          members.set(literal(pattern[at + 1]));
          at += 2;
        } else if (at + 2 < pattern.length && pattern[at + 1] == '-') {
          addRange(members, literal(pattern[at]), literal(pattern[at + 2]));
          at += 3;
        } else {
          members.set(literal(pattern[at++]));
        }
      }
      at++; // The closing bracket, if there is one.
      if (negated) {
        members.flip(0, 256);
      }
      return members;
    }

    private static void addRange(BitSet members, int one, int other) {
      members.set(Math.min(one, other), Math.max(one, other) + 1);
    }

    private int literal(byte value) {
      return ignoreCase ? fold(value & 0xff) : value & 0xff;
    }
  }
}
