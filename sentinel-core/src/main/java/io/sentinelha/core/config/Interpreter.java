package io.sentinelha.core.config;

import io.sentinelha.core.config.StateDirective.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Applies statements. Server directives count where they stand, the last one wins. Sentinel
 * directives are applied in three passes: those about no primary, those that define a primary, all
 * others; so settings of a primary may stand before the line that defines it.
 *
 * @see "redis: src/sentinel.c, loadSentinelConfigFromQueue"
 */
final class Interpreter {

  private final Interpretation result;
  private final Set<String> removed;

  private Interpreter(Interpretation result, Set<String> removed) {
    this.result = result;
    this.removed = removed;
  }

  /**
   * Interprets. Never fails: what is wrong is part of the result.
   *
   * @param removed primaries of which lines outside the main file are passed over, because they
   *     were removed at run time and those lines could not be
   */
  static Interpretation interpret(Expansion expansion, Set<String> removed) {
    Interpreter interpreter = new Interpreter(new Interpretation(expansion), removed);
    interpreter.run(expansion.statements());
    return interpreter.result;
  }

  private void run(List<Statement> statements) {
    List<Statement> defining = new ArrayList<>();
    List<Statement> refining = new ArrayList<>();
    for (Statement statement : statements) {
      if (!statement.name().equals("sentinel")) {
        server(statement);
      } else if (!statement.arguments().isEmpty()) { // Alone, it only asks for Sentinel mode.
        String word = word(statement);
        if (word.equals(PrimaryDirectives.MONITOR)) {
          defining.add(statement);
        } else if (Directives.primary(word).isPresent()) {
          refining.add(statement);
        } else {
          sentinel(statement, word);
        }
      }
    }
    defining.forEach(this::define);
    refining.forEach(this::refine);
  }

  static String word(Statement statement) {
    return statement.arguments().get(0).toLowerCase(Locale.ROOT);
  }

  private void server(Statement statement) {
    String name = statement.name();
    Arguments arguments = new Arguments(statement.arguments());
    Optional<ServerDirective> directive = Directives.server(name);
    try {
      if (directive.isPresent()) {
        directive.get().apply(result.server, arguments);
        said(statement, directive.get().info(), name, directive.get().saysOneThing());
        result.serverArguments.put(name, arguments.texts());
      } else if (Directives.isIneffective(name)) {
        IneffectiveDirectives.check(name, arguments);
        result.withoutEffect.add(new SentinelConfig.Mention(statement.origin(), name));
      } else {
        throw unknown(name, false);
      }
    } catch (BadValue e) {
      boolean secret = directive.map(d -> d.info().secret()).orElse(false);
      result.report(statement, name, Optional.empty(), secret ? e.hidden() : e);
    }
  }

  private void sentinel(Statement statement, String word) {
    Optional<StateDirective<StateDraft, ?>> directive = Directives.sentinel(word);
    try {
      if (directive.isEmpty()) {
        throw unknown(word, true);
      }
      directive.get().apply(result.state, arguments(statement, 1));
      boolean once = !word.endsWith("epoch");
      said(statement, directive.get().info(), "sentinel " + directive.get().name(), once);
    } catch (BadValue e) {
      boolean secret = directive.map(d -> d.info().secret()).orElse(false);
      result.report(statement, word, Optional.empty(), secret ? e.hidden() : e);
    }
  }

  private static BadValue unknown(String name, boolean isSentinel) {
    String hint =
        Directives.nearest(name, isSentinel)
            .map(nearest -> ": did you mean '" + nearest + "'?")
            .orElse("");
    return new BadValue("is no directive" + hint);
  }

  private static Arguments arguments(Statement statement, int from) {
    return new Arguments(statement.arguments()).from(from);
  }

  private void define(Statement statement) {
    String name = "";
    try {
      StateDirective<PrimaryDraft, ?> monitor =
          Directives.primary(PrimaryDirectives.MONITOR).orElseThrow();
      Arguments arguments = arguments(statement, 1);
      name = arguments.count() == 0 ? "" : arguments.text(0);
      arguments.requireCount(4, 4, monitor.info().argumentForm());
      if (statement.isExternal() && removed.contains(name)) {
        result.warnings.add(passedOver(statement, name));
        return;
      }
      checkName(name);
      PrimaryDraft draft = PrimaryDirectives.define(name, arguments.from(1));
      String key = key(monitor.info(), name);
      if (result.state.primaries.putIfAbsent(name, draft) != null) {
        throw new BadValue("must stand once, and stands at " + result.origins.get(key));
      }
      said(statement, monitor.info(), key, false);
      warnOfBlanks(statement, name);
    } catch (BadValue e) {
      result.state.unusable.add(name);
      Optional<String> primary = name.isEmpty() ? Optional.empty() : Optional.of(name);
      result.report(statement, PrimaryDirectives.MONITOR, primary, e);
    }
  }

  private static Problem passedOver(Statement statement, String name) {
    return new Problem(
        statement.origin(),
        PrimaryDirectives.MONITOR,
        Optional.of(name),
        "is passed over: the primary was removed at run time; delete this line, or delete the name"
            + " under \"removed\" in the state file to watch it again",
        Optional.empty());
  }

  /**
   * A comma would end the name early in every hello, so no peer could ever take part; control
   * characters could forge lines. Redis 7.0 takes both.
   */
  private static void checkName(String name) throws BadValue {
    boolean bad = name.codePoints().anyMatch(c -> c == ',' || Character.isISOControl(c));
    if (bad || name.isEmpty()) {
      throw new BadValue("must have a name without commas and control characters", name);
    }
  }

  private void warnOfBlanks(Statement statement, String name) {
    if (name.codePoints().anyMatch(Character::isWhitespace)) {
      result.warnings.add(
          new Problem(
              statement.origin(),
              PrimaryDirectives.MONITOR,
              Optional.of(name),
              "should have a name without blanks: Redis before 8.6 writes it unquoted and then"
                  + " cannot start, and events with it are ambiguous",
              Optional.empty()));
    }
  }

  private void refine(Statement statement) {
    StateDirective<PrimaryDraft, ?> directive = Directives.primary(word(statement)).orElseThrow();
    Optional<String> primary = Optional.empty();
    try {
      int count = statement.arguments().size() - 2;
      if (count < directive.least() || count > directive.most()) {
        arguments(statement, 1)
            .requireCount(
                directive.least() + 1, directive.most() + 1, directive.info().argumentForm());
      }
      if (directive.name().equals("known-sentinel") && count == 2) {
        return; // Redis ignores this form before it looks at the name.
      }
      primary = Optional.of(arguments(statement, 1).text(0));
      apply(statement, directive, primary.get());
    } catch (BadValue e) {
      result.report(
          statement, directive.name(), primary, directive.info().secret() ? e.hidden() : e);
    }
  }

  private void apply(Statement statement, StateDirective<PrimaryDraft, ?> directive, String name)
      throws BadValue {
    PrimaryDraft draft = result.state.primaries.get(name);
    if (draft != null) {
      directive.apply(draft, arguments(statement, 2));
      boolean once = directive.shape() == Shape.UNLESS_STANDARD;
      said(statement, directive.info(), key(directive.info(), name), once);
    } else if (statement.isExternal() && removed.contains(name)) {
      return;
    } else if (!result.state.unusable.contains(name)) {
      if (statement.isExternal()) {
        result.undefined.add(name);
      }
      throw new BadValue("is about a primary that no 'sentinel monitor' line names");
    }
  }

  static String key(Directive directive, String primary) {
    return "sentinel " + directive.name() + " " + primary;
  }

  /** Remembers where something was said, and warns when one file says it twice. */
  private void said(Statement statement, Directive directive, String key, boolean once) {
    Origin before = result.origins.put(key, statement.origin());
    if (once && before != null && before.file().equals(statement.origin().file())) {
      result.warnings.add(
          new Problem(
              before,
              directive.name(),
              Optional.empty(),
              "has no effect: " + statement.origin() + " says it again",
              Optional.empty()));
    }
  }
}
