package io.sentinelha.core.config;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every directive there is: what a reader understands, what help and documentation can print. */
public final class Directives {

  private static final Map<String, ServerDirective> SERVER = serverByName();
  private static final Map<String, StateDirective<StateDraft, ?>> SENTINEL = sentinelByName();
  private static final Map<String, StateDirective<PrimaryDraft, ?>> PRIMARY = primaryByName();
  private static final Map<String, Directive> INEFFECTIVE = ineffectiveByName();

  private Directives() {}

  private static Map<String, ServerDirective> serverByName() {
    Map<String, ServerDirective> byName = new HashMap<>();
    ServerDirectives.ALL.forEach(directive -> byName.put(directive.info().name(), directive));
    return byName;
  }

  private static Map<String, StateDirective<StateDraft, ?>> sentinelByName() {
    Map<String, StateDirective<StateDraft, ?>> byName = new HashMap<>();
    SentinelDirectives.ALL.forEach(directive -> byName.put(directive.name(), directive));
    return byName;
  }

  private static Map<String, StateDirective<PrimaryDraft, ?>> primaryByName() {
    Map<String, StateDirective<PrimaryDraft, ?>> byName = new HashMap<>();
    PrimaryDirectives.ALL.forEach(
        directive -> {
          byName.put(directive.name(), directive);
          directive.info().aliases().forEach(alias -> byName.put(alias, directive));
        });
    return byName;
  }

  private static Map<String, Directive> ineffectiveByName() {
    Map<String, Directive> byName = new HashMap<>();
    IneffectiveDirectives.ALL.forEach(directive -> byName.put(directive.name(), directive));
    return byName;
  }

  /**
   * All directives: first those about a primary, then those about this supervisor, then those about
   * the process, then those without effect.
   */
  public static List<Directive> all() {
    Stream<Directive> primary = PrimaryDirectives.ALL.stream().map(StateDirective::info);
    Stream<Directive> sentinel = SentinelDirectives.ALL.stream().map(StateDirective::info);
    Stream<Directive> server = ServerDirectives.ALL.stream().map(ServerDirective::info);
    Stream<Directive> ineffective = IneffectiveDirectives.ALL.stream();
    return Stream.of(primary, sentinel, server, ineffective).flatMap(s -> s).toList();
  }

  static Optional<ServerDirective> server(String name) {
    return Optional.ofNullable(SERVER.get(name));
  }

  static Optional<StateDirective<StateDraft, ?>> sentinel(String name) {
    return Optional.ofNullable(SENTINEL.get(name));
  }

  static Optional<StateDirective<PrimaryDraft, ?>> primary(String name) {
    return Optional.ofNullable(PRIMARY.get(name));
  }

  static boolean isIneffective(String name) {
    return INEFFECTIVE.containsKey(name) || name.indexOf('.') >= 0;
  }

  /**
   * The form of the directive that was most probably meant, for a name that is none.
   *
   * @param isSentinel whether it was the second word of a line, after "sentinel"
   * @return empty when nothing is near
   */
  static Optional<String> nearest(String name, boolean isSentinel) {
    return all().stream()
        .filter(directive -> Spelling.isNear(name, directive.name()))
        .min(
            Comparator.comparingInt((Directive d) -> Spelling.distance(name, d.name()))
                .thenComparing(directive -> isSentinel == isServer(directive))
                .thenComparing(Directive::name))
        .map(directive -> (isServer(directive) ? "" : "sentinel ") + directive.name());
  }

  private static boolean isServer(Directive directive) {
    return directive.scope() == Directive.Scope.SERVER;
  }

  /** Tables of all directives in Markdown, for the documentation. */
  public static String toMarkdown() {
    return DirectiveTables.print(all());
  }

  /** A directive as an operator writes it in a question: any case, with or without "sentinel". */
  public static Optional<Directive> find(String name) {
    String word = name.toLowerCase(Locale.ROOT).replaceFirst("^sentinel\\s+", "").strip();
    return all().stream().filter(directive -> directive.isCalled(word)).findFirst();
  }
}
