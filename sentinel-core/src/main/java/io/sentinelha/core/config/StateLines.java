package io.sentinelha.core.config;

import io.sentinelha.core.config.StateDirective.Shape;
import io.sentinelha.core.engine.DurableState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must be remembered, as the lines that say it. */
final class StateLines {

  private StateLines() {}

  /**
   * What a line is about.
   *
   * @param directive its own name, never an alias
   * @param primary empty for none
   */
  record Slot(String directive, String primary) {}

  /**
   * The place of a line.
   *
   * @param identity which of the lines of a slot it is; empty where there is only one
   */
  record Place(Slot slot, String identity) {}

  /**
   * A line that could be written.
   *
   * @param isStandard whether it says what holds without it
   * @param isOwn whether Redis would refuse it
   * @param isOneOfMany whether its slot may have several lines
   */
  record StateLine(
      Slot slot,
      String identity,
      String text,
      boolean isStandard,
      boolean isOwn,
      boolean isOneOfMany) {}

  /** All lines of a state, in the order in which Redis writes them. */
  static List<StateLine> of(DurableState state) {
    List<StateLine> lines = new ArrayList<>();
    addAll(lines, SentinelDirectives.ALL.get(0), state, "");
    for (DurableState.Primary primary : state.primaries()) {
      PrimaryDirectives.ALL.forEach(d -> addAll(lines, d, primary, primary.name()));
    }
    SentinelDirectives.ALL.stream().skip(1).forEach(d -> addAll(lines, d, state, ""));
    return lines;
  }

  private static <D, V> void addAll(
      List<StateLine> lines, StateDirective<D, V> directive, V value, String primary) {
    if (directive.shape() == Shape.NEVER) {
      return;
    }
    List<List<String>> all = directive.show().apply(value);
    for (List<String> arguments : all) {
      List<String> words = new ArrayList<>(List.of(directive.name()));
      if (directive.info().scope() == Directive.Scope.PRIMARY) {
        words.add(primary);
      }
      words.addAll(arguments);
      lines.add(
          new StateLine(
              new Slot(directive.name(), primary),
              directive.identity(arguments),
              text("sentinel", words),
              directive.isStandard(all),
              directive.isOwn(),
              directive.shape() == Shape.MANY));
    }
  }

  /** A line of text words as a byte string. */
  static String text(String first, List<String> words) {
    List<String> all = new ArrayList<>(List.of(first));
    words.forEach(word -> all.add(Words.toBytes(word)));
    return Words.join(all);
  }

  /** The place of a statement; empty when it says nothing that would be written. */
  static Optional<Place> place(Statement statement) {
    if (!statement.name().equals("sentinel") || statement.arguments().isEmpty()) {
      return Optional.empty();
    }
    String word = Interpreter.word(statement);
    Optional<Place> global =
        Directives.sentinel(word)
            .filter(directive -> directive.shape() != Shape.NEVER)
            .map(directive -> new Place(new Slot(directive.name(), ""), ""));
    return global.or(() -> primaryPlace(statement, word));
  }

  private static Optional<Place> primaryPlace(Statement statement, String word) {
    return Directives.primary(word)
        .filter(directive -> directive.shape() != Shape.NEVER)
        .map(directive -> primaryPlace(statement, directive));
  }

  /** A line without a name, or with one that is no text, still is a place: nothing takes it. */
  private static Place primaryPlace(
      Statement statement, StateDirective<PrimaryDraft, ?> directive) {
    List<String> words = statement.arguments();
    String primary = words.size() < 2 ? "" : Words.toText(words.get(1)).orElse("");
    List<String> arguments =
        words.size() < 2
            ? List.of()
            : words.subList(2, words.size()).stream()
                .map(argument -> Words.toText(argument).orElse(argument))
                .toList();
    return new Place(new Slot(directive.name(), primary), directive.identity(arguments));
  }
}
