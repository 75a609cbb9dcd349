package io.sentinelha.resp.server;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An argument of a command, for COMMAND DOCS: what tools show while somebody types.
 *
 * @param name what it stands for
 * @param type its kind
 * @param token the word that comes before it, or that it is
 * @param since the version that brought it, if later than the command
 * @param traits may it be left out or repeated
 * @param parts of a block all, of a choice one; empty for the other types
 */
public record Argument(
    String name,
    ArgumentType type,
    Optional<String> token,
    Optional<String> since,
    Set<Trait> traits,
    List<Argument> parts) {

  /** How often an argument may occur, in the order of COMMAND DOCS. */
  public enum Trait {
    OPTIONAL,
    MULTIPLE,
    /** Repeated together with its token. */
    MULTIPLE_TOKEN;

    /** As on the wire. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Argument {
    traits = Set.copyOf(traits);
    parts = List.copyOf(parts);
  }

  /** An argument that must be there, once. */
  public static Argument of(String name, ArgumentType type) {
    return new Argument(name, type, Optional.empty(), Optional.empty(), Set.of(), List.of());
  }

  /** A word that is there as it is; named after itself. */
  public static Argument word(String token) {
    return of(token.toLowerCase(Locale.ROOT), ArgumentType.PURE_TOKEN).token(token);
  }

  /** One of several. */
  public static Argument oneOf(String name, Argument... choices) {
    return of(name, ArgumentType.ONEOF).withParts(choices);
  }

  /** Several, one behind the other. */
  public static Argument block(String name, Argument... parts) {
    return of(name, ArgumentType.BLOCK).withParts(parts);
  }

  /** The same behind a word. */
  public Argument token(String word) {
    return new Argument(name, type, Optional.of(word), since, traits, parts);
  }

  /** The same, brought by a later version. */
  public Argument since(String version) {
    return new Argument(name, type, token, Optional.of(version), traits, parts);
  }

  public Argument optional() {
    return with(Trait.OPTIONAL);
  }

  public Argument multiple() {
    return with(Trait.MULTIPLE);
  }

  /** The same, repeated together with its token. */
  public Argument multipleTokens() {
    return multiple().with(Trait.MULTIPLE_TOKEN);
  }

  private Argument with(Trait trait) {
    Set<Trait> more = EnumSet.of(trait);
    more.addAll(traits);
    return new Argument(name, type, token, since, more, parts);
  }

  private Argument withParts(Argument... all) {
    return new Argument(name, type, token, since, traits, List.of(all));
  }
}
