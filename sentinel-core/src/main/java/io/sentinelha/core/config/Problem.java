package io.sentinelha.core.config;

import java.util.Optional;

/**
 * One thing that is wrong, or worth a warning, in a configuration.
 *
 * <p>Its text is one line, whatever was in the file: {@code sentinel.conf:12:
 * down-after-milliseconds for 'orders' must be > 0: got -5}. The value of a secret is never in it.
 *
 * @param directive the directive at fault, without the word {@code sentinel}; empty when the fault
 *     is in no directive
 * @param primary the primary that the directive is about; empty for none
 * @param rule what must hold, or what is the matter, and what to do about it where that is not
 *     plain
 * @param value what stands there instead; "(hidden)" for a secret; empty when it says nothing
 */
public record Problem(
    Origin origin,
    String directive,
    Optional<String> primary,
    String rule,
    Optional<String> value) {

  static final String HIDDEN = "(hidden)";

  /** A problem with a file as a whole. */
  static Problem ofFile(String file, String rule) {
    return new Problem(Origin.file(file), "", Optional.empty(), rule, Optional.empty());
  }

  /** A problem with a line in which no directive could be made out. */
  static Problem ofLine(Origin origin, String rule) {
    return new Problem(origin, "", Optional.empty(), rule, Optional.empty());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(origin.toString()).append(':');
    if (!directive.isEmpty()) {
      text.append(' ').append(Words.printable(directive));
    }
    primary.ifPresent(name -> text.append(" for '").append(Words.printable(name)).append('\''));
    text.append(' ').append(rule);
    value.ifPresent(v -> text.append(": got ").append(v.isEmpty() ? "''" : Words.printable(v)));
    return text.toString();
  }
}
