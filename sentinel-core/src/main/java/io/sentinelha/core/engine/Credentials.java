package io.sentinelha.core.engine;

import java.util.Optional;

/**
 * What a link logs in with.
 *
 * @param user empty for the default user, which is then authenticated by password alone
 * @param password empty for no authentication at all
 */
public record Credentials(Optional<String> user, Optional<String> password) {

  /** No authentication. */
  public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty());

  /** These credentials with another user; an empty text takes the user away. */
  public Credentials withUser(String text) {
    return new Credentials(unlessEmpty(text), password);
  }

  /** These credentials with another password; an empty text takes the password away. */
  public Credentials withPassword(String text) {
    return new Credentials(user, unlessEmpty(text));
  }

  private static Optional<String> unlessEmpty(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** Never shows the password: this text may end up in a log. */
  @Override
  public String toString() {
    return "Credentials[user="
        + user.orElse("default")
        + ", password="
        + (password.isPresent() ? "set" : "none")
        + "]";
  }
}
