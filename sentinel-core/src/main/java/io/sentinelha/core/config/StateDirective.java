package io.sentinelha.core.config;

import io.sentinelha.core.engine.IpLiteral;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A {@code sentinel} directive: how its lines are read, and which lines say what a state holds.
 *
 * <p>Both directions stand together, so that they cannot drift apart. Arguments exclude the name of
 * the primary.
 *
 * @param <D> the draft that lines are applied to
 * @param <V> the value that lines are made from
 * @param least fewest arguments
 * @param most arguments at most
 * @param show the argument lists of all lines that say what the value holds; defaults included,
 *     except that "none" is no line
 * @param clear takes back what lines applied; for {@link Shape#MANY} only
 */
record StateDirective<D, V>(
    Directive info,
    int least,
    int most,
    Shape shape,
    Effect<D> effect,
    Function<V, List<List<String>>> show,
    Consumer<D> clear) {

  /** When lines are written, and how many. */
  enum Shape {
    /** One line, whatever it says. */
    ALWAYS,
    /** One line unless it says what holds anyway and did not stand there. */
    UNLESS_STANDARD,
    /** As many lines as there are values. */
    MANY,
    /** Read but never written: the operator's line stays as it is. */
    NEVER
  }

  /** Carries the directive out. */
  interface Effect<D> {
    void apply(D draft, Arguments arguments) throws BadValue;
  }

  String name() {
    return info.name();
  }

  boolean isOwn() {
    return info.effect() == Directive.Effect.OWN;
  }

  void apply(D draft, Arguments arguments) throws BadValue {
    arguments.requireCount(least, most, info.argumentForm());
    effect.apply(draft, arguments);
  }

  /** Whether lines with these arguments say only what holds without them. */
  boolean isStandard(List<List<String>> lines) {
    return shape == Shape.UNLESS_STANDARD
        && lines.size() == 1
        && String.join(" ", lines.get(0)).equals(info.standard());
  }

  /**
   * Which of several lines is meant: two lines of one directive with the same identity contradict
   * each other. A directive of which one line is enough has one identity.
   */
  String identity(List<String> arguments) {
    if (shape != Shape.MANY || arguments.isEmpty()) {
      return "";
    }
    return switch (name()) {
      case "known-sentinel" -> arguments.get(arguments.size() - 1);
      case "rename-command" -> arguments.get(0).toUpperCase(Locale.ROOT);
      default ->
          arguments.stream()
              .map(word -> IpLiteral.canonical(word).orElse(word))
              .collect(Collectors.joining(" "));
    };
  }
}
