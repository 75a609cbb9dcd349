package io.sentinelha.core.command;

import java.util.Optional;

/**
 * What a primary may be called. Stricter than Redis Sentinel, which takes any text and then cannot
 * find its peers: a comma ends a field of the hello.
 */
final class PrimaryName {

  private PrimaryName() {}

  /** Why a name cannot be used; empty when it can. */
  static Optional<String> objection(String name) {
    if (name.isEmpty()) {
      return Optional.of("it is empty");
    }
    if (name.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      return Optional.of("it contains a control character");
    }
    return name.indexOf(',') >= 0 ? Optional.of("it contains a comma") : Optional.empty();
  }
}
