package io.sentinelha.core.config;

/**
 * A server directive that does something.
 *
 * @param least fewest arguments
 * @param most arguments at most
 */
record ServerDirective(Directive info, int least, int most, Effect effect) {

  /** Carries the directive out. */
  @FunctionalInterface
  interface Effect {
    void apply(ServerDraft draft, Arguments arguments) throws BadValue;
  }

  void apply(ServerDraft draft, Arguments arguments) throws BadValue {
    arguments.requireCount(least, most, info.argumentForm());
    effect.apply(draft, arguments);
  }

  /** Whether a second line takes everything back that a first one said. */
  boolean saysOneThing() {
    return most == 1;
  }
}
