package io.sentinelha.core.config;

import io.sentinelha.core.config.SideFile.Replacement;
import io.sentinelha.core.config.StateDirective.Shape;
import io.sentinelha.core.engine.DurableState.Primary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts what a side file says over what the lines said. */
final class Overlay {

  private final Origin origin;
  private final Interpretation result;
  private final List<Problem> problems = new ArrayList<>();

  private Overlay(String name, Interpretation result) {
    this.origin = Origin.file(name);
    this.result = result;
  }

  /**
   * Changes an interpretation.
   *
   * @param name the side file's, for messages
   * @return values of the side file that break a rule; its other values are in force
   */
  static List<Problem> apply(SideFile side, String name, Interpretation result) {
    Overlay overlay = new Overlay(name, result);
    side.server().forEach(overlay::server);
    side.sentinel().forEach(overlay::sentinel);
    side.primaries().forEach(overlay::primary);
    return overlay.problems;
  }

  private void server(String name, Replacement replacement) {
    Optional<ServerDirective> directive = Directives.server(name);
    if (directive.isEmpty()) {
      unknown(name);
      return;
    }
    List<String> said = result.serverArguments.get(name);
    if (isInForce(name, Optional.empty(), said == null ? List.of() : List.of(said), replacement)) {
      attempt(
          directive.get().info(),
          Optional.empty(),
          () -> {
            for (List<String> line : replacement.value()) {
              directive.get().apply(result.server, Arguments.ofText(line));
              result.serverArguments.put(name, line);
            }
          });
    }
  }

  private void sentinel(String name, Replacement replacement) {
    for (var directive : SentinelDirectives.ALL) {
      if (directive.name().equals(name)) {
        List<List<String>> said = directive.show().apply(result.stateOf());
        put(directive, result.state, Optional.empty(), said, replacement);
        return;
      }
    }
    unknown(name);
  }

  private void primary(String name, Map<String, Replacement> values) {
    Optional<Replacement> defining = definition(name, values);
    defining.ifPresent(replacement -> define(name, replacement.value().get(0)));
    PrimaryDraft draft = result.state.primaries.get(name);
    if (draft == null) {
      result.warnings.add(
          problem("", Optional.of(name), "is ignored: no line watches this primary any more"));
      return;
    }
    values.keySet().stream()
        .filter(word -> Directives.primary(word).isEmpty())
        .forEach(this::unknown);
    for (StateDirective<PrimaryDraft, Primary> directive : PrimaryDirectives.ALL) {
      Replacement replacement = values.get(directive.name());
      if (replacement != null && !replacement.equals(defining.orElse(null))) {
        List<List<String>> said = directive.show().apply(draft.freeze(Interpretation.NO_ID));
        put(directive, draft, Optional.of(name), said, replacement);
      }
    }
  }

  /** What defines a primary that was added at run time, where no line could be added for it. */
  private Optional<Replacement> definition(String name, Map<String, Replacement> values) {
    return Optional.ofNullable(values.get(PrimaryDirectives.MONITOR))
        .filter(replacement -> !result.state.primaries.containsKey(name))
        .filter(replacement -> replacement.over().isEmpty() && replacement.value().size() == 1);
  }

  private void define(String name, List<String> line) {
    attempt(
        PrimaryDirectives.ALL.get(0).info(),
        Optional.of(name),
        () -> {
          Arguments arguments = Arguments.ofText(line);
          arguments.requireCount(3, 3, "<ip> <port> <quorum>");
          result.state.primaries.put(name, PrimaryDirectives.define(name, arguments));
        });
  }

  private <D, V> void put(
      StateDirective<D, V> directive,
      D draft,
      Optional<String> primary,
      List<List<String>> said,
      Replacement replacement) {
    boolean raises = directive.name().endsWith("-epoch"); // An epoch never falls.
    if (same(directive.shape(), said, replacement.value())) {
      return;
    }
    boolean expected = same(directive.shape(), said, replacement.over());
    if (!raises && !expected) {
      overruled(directive.name(), primary);
    }
    if (raises || expected) {
      attempt(directive.info(), primary, () -> replace(directive, draft, replacement.value()));
    } else if (directive.name().equals(PrimaryDirectives.MONITOR)) {
      List<List<String>> merged = mergedDefinition(said, replacement);
      attempt(directive.info(), primary, () -> replace(directive, draft, merged));
    }
  }

  /**
   * Address and quorum stand on one line and are two things: who changes the quorum in a file does
   * not mean to bring an address back that a failover has left.
   */
  private static List<List<String>> mergedDefinition(
      List<List<String>> said, Replacement replacement) {
    boolean comparable =
        Stream.of(said, replacement.value(), replacement.over())
            .allMatch(lines -> lines.size() == 1 && lines.get(0).size() == 3);
    if (!comparable) {
      return said;
    }
    List<String> line = said.get(0);
    List<String> value = replacement.value().get(0);
    List<String> over = replacement.over().get(0);
    List<String> address = line.subList(0, 2).equals(over.subList(0, 2)) ? value : line;
    List<String> quorum = line.get(2).equals(over.get(2)) ? value : line;
    return List.of(List.of(address.get(0), address.get(1), quorum.get(2)));
  }

  private static <D, V> void replace(
      StateDirective<D, V> directive, D draft, List<List<String>> lines) throws BadValue {
    if (directive.shape() == Shape.MANY) {
      directive.clear().accept(draft);
    } else if (lines.isEmpty()) {
      directive.apply(draft, Arguments.ofText(List.of("")));
    }
    for (List<String> line : lines) {
      directive.apply(draft, Arguments.ofText(line));
    }
  }

  /** Whether two sets of lines say the same. The order of several lines says nothing. */
  static boolean same(Shape shape, List<List<String>> one, List<List<String>> other) {
    return shape == Shape.MANY
        ? new HashSet<>(one).equals(new HashSet<>(other))
        : one.equals(other);
  }

  private boolean isInForce(
      String name, Optional<String> primary, List<List<String>> said, Replacement replacement) {
    if (!said.equals(replacement.over()) && !said.equals(replacement.value())) {
      overruled(name, primary);
      return false;
    }
    return true;
  }

  private void overruled(String name, Optional<String> primary) {
    result.warnings.add(
        problem(
            name,
            primary,
            "is ignored: the configuration was changed after this value was set at run time"));
  }

  private void unknown(String name) {
    problems.add(problem(name, Optional.empty(), "is no directive: another release wrote it"));
  }

  private Problem problem(String name, Optional<String> primary, String rule) {
    return new Problem(origin, name, primary, rule, Optional.empty());
  }

  private interface Attempt {
    void run() throws BadValue;
  }

  private void attempt(Directive directive, Optional<String> primary, Attempt attempt) {
    try {
      attempt.run();
    } catch (BadValue e) {
      BadValue shown = directive.secret() ? e.hidden() : e;
      problems.add(new Problem(origin, directive.name(), primary, shown.rule(), shown.value()));
    }
  }
}
