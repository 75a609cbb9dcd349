package io.sentinelha.core.config;

import io.sentinelha.core.config.SideFile.Replacement;
import io.sentinelha.core.config.StateDirective.Shape;
import io.sentinelha.core.engine.DurableState;
import io.sentinelha.core.engine.DurableState.Primary;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what the lines do not say of what must be remembered. */
final class Difference {

  private Difference() {}

  /**
   * The side file that makes up the difference.
   *
   * @param wanted what must be read back
   * @param server server directives that were set at run time, with their arguments
   * @param said what the lines say alone
   * @param known primaries that this supervisor has ever had; others in the lines were added by
   *     hand, to be watched after the next start
   */
  static SideFile between(
      DurableState wanted,
      Map<String, List<String>> server,
      Interpretation said,
      Set<String> known) {
    DurableState written = said.stateOf();
    Map<String, Replacement> sentinel = new LinkedHashMap<>();
    for (var directive : SentinelDirectives.ALL) {
      compare(directive, wanted, written).ifPresent(r -> sentinel.put(directive.name(), r));
    }
    Map<String, Primary> writtenPrimaries = new LinkedHashMap<>();
    written.primaries().forEach(primary -> writtenPrimaries.put(primary.name(), primary));
    Map<String, Map<String, Replacement>> primaries = new LinkedHashMap<>();
    for (Primary primary : wanted.primaries()) {
      Optional<Primary> there = Optional.ofNullable(writtenPrimaries.remove(primary.name()));
      Map<String, Replacement> values = compare(primary, there);
      if (!values.isEmpty()) {
        primaries.put(primary.name(), values);
      }
    }
    Set<String> removed = new LinkedHashSet<>(writtenPrimaries.keySet());
    removed.addAll(said.undefined);
    removed.retainAll(known);
    return new SideFile(server(server, said), sentinel, primaries, List.copyOf(removed));
  }

  private static Map<String, Replacement> server(
      Map<String, List<String>> wanted, Interpretation said) {
    Map<String, Replacement> values = new LinkedHashMap<>();
    wanted.forEach(
        (name, arguments) -> {
          List<String> there = said.serverArguments.get(name);
          if (!arguments.equals(there) && !(there == null && isStandard(name, arguments))) {
            List<List<String>> over = there == null ? List.of() : List.of(there);
            values.put(name, new Replacement(List.of(arguments), over));
          }
        });
    return values;
  }

  /** Whether arguments say what holds without a line. */
  static boolean isStandard(String serverDirective, List<String> arguments) {
    return Directives.server(serverDirective)
        .filter(directive -> directive.info().standard().equals(String.join(" ", arguments)))
        .isPresent();
  }

  private static Map<String, Replacement> compare(Primary wanted, Optional<Primary> there) {
    Primary base = there.orElseGet(() -> justDefined(wanted));
    Map<String, Replacement> values = new LinkedHashMap<>();
    for (StateDirective<PrimaryDraft, Primary> directive : PrimaryDirectives.ALL) {
      if (there.isEmpty() && directive.name().equals(PrimaryDirectives.MONITOR)) {
        values.put(directive.name(), new Replacement(directive.show().apply(wanted), List.of()));
      } else {
        compare(directive, wanted, base).ifPresent(r -> values.put(directive.name(), r));
      }
    }
    return values;
  }

  /** A primary of which only the defining line was read. */
  private static Primary justDefined(Primary wanted) {
    return new PrimaryDraft(wanted.name(), wanted.address(), wanted.settings().quorum())
        .freeze(Interpretation.NO_ID);
  }

  private static <D, V> Optional<Replacement> compare(
      StateDirective<D, V> directive, V wanted, V written) {
    List<List<String>> value = directive.show().apply(wanted);
    List<List<String>> over = directive.show().apply(written);
    boolean says = directive.shape() != Shape.NEVER;
    return says && !Overlay.same(directive.shape(), value, over)
        ? Optional.of(new Replacement(value, over))
        : Optional.empty();
  }
}
