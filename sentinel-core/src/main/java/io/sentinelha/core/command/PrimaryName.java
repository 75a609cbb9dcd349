package io.sentinelha.core.command;

import java.util.Optional;

/**
 * What a primary may be called. Stricter than Redis Sentinel, which takes any text and then cannot
 * find its peers: a comma ends a field of the hello.
 */
final class PrimaryName {

  /** What stands in a text for bytes that are not UTF-8. Peers would be told of another name. */
  private static final char NOT_UTF_8 = '\uFFFD';

  private PrimaryName() {}

  /** Why a name cannot be used; empty when it can. */
  static Optional<String> objection(String name) {
    if (name.isEmpty()) {
      return Optional.of("it is empty");
    }
    if (name.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      return Optional.of("it contains a control character");
    }
    if (name.indexOf(NOT_UTF_8) >= 0) {
      return Optional.of("it is not UTF-8");
    }
    return name.indexOf(',') >= 0 ? Optional.of("it contains a comma") : Optional.empty();
  }
}
