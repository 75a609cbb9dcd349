package io.sentinelha.core.config;

import io.sentinelha.core.engine.DurableState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a sequence of statements came to. */
final class Interpretation {

  /** Stands for an id that no line gives, where only a comparison needs one. */
  static final String NO_ID = "";

  final ServerDraft server;
  final StateDraft state = new StateDraft();
  final List<Problem> warnings = new ArrayList<>();
  final List<SentinelConfig.Mention> withoutEffect = new ArrayList<>();

  /** Where each setting was said last, by the words of its line that name it. */
  final Map<String, Origin> origins = new LinkedHashMap<>();

  /** The last arguments of each server directive, as text. */
  final Map<String, List<String>> serverArguments = new LinkedHashMap<>();

  /** Primaries that only lines outside the main file speak of, and that no line defines. */
  final Set<String> undefined = new LinkedHashSet<>();

  private final List<Expansion.Fault> faults = new ArrayList<>();

  Interpretation(Expansion expansion) {
    server = new ServerDraft(expansion.directory());
    faults.addAll(expansion.faults());
  }

  void report(Statement statement, String directive, Optional<String> primary, BadValue bad) {
    report(statement, new Problem(statement.origin(), directive, primary, bad.rule(), bad.value()));
  }

  void report(Statement statement, Problem problem) {
    faults.add(new Expansion.Fault(statement.position(), statement.blame(), problem));
  }

  /** Everything that is wrong, in the order of reading. */
  List<Problem> problems() {
    return faults.stream()
        .sorted(Comparator.comparingInt(Expansion.Fault::position))
        .map(Expansion.Fault::problem)
        .toList();
  }

  /** Indexes of lines of the main file that keep the configuration from being read. */
  Set<Integer> brokenLines() {
    Set<Integer> lines = new TreeSet<>();
    faults.stream().map(Expansion.Fault::blame).filter(line -> line >= 0).forEach(lines::add);
    return lines;
  }

  /** The state that the lines say, without an id if they give none. */
  DurableState stateOf() {
    return state.freeze(state.myId.orElse(NO_ID));
  }
}
