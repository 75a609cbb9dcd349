package io.sentinelha.core.config;

import java.util.Optional;

/** An argument that breaks a rule of its directive. The reader knows where it stands. */
final class BadValue extends Exception {

  private static final long serialVersionUID = 1L;

  private final String rule;
  private final transient Optional<String> value;

  BadValue(String rule, String value) {
    this(rule, Optional.of(value));
  }

  /** For rules whose breach no single argument shows. */
  BadValue(String rule) {
    this(rule, Optional.empty());
  }

  private BadValue(String rule, Optional<String> value) {
    super(rule, null, false, false);
    this.rule = rule;
    this.value = value;
  }

  /** The same without the value, for a secret. */
  BadValue hidden() {
    return value.isEmpty() ? this : new BadValue(rule, Problem.HIDDEN);
  }

  String rule() {
    return rule;
  }

  Optional<String> value() {
    return value;
  }
}
