package io.sentinelha.core.config;

import java.util.List;

/**
 * What is known of one directive.
 *
 * @param name in lower case, without the word {@code sentinel}
 * @param arguments their form, such as {@code <ms>}; for {@link Scope#PRIMARY} without the name of
 *     the primary, which always comes first; empty for none
 * @param standard the value without the directive; empty when there is none
 * @param summary one line, without a full stop
 * @param aliases other names that mean the same; accepted, never written
 * @param secret whether values must not be shown
 */
public record Directive(
    String name,
    Scope scope,
    Effect effect,
    String arguments,
    String standard,
    String summary,
    List<String> aliases,
    boolean secret) {

  /** What a directive is about. */
  public enum Scope {
    /** The process; the directive is the first word of its line. */
    SERVER,
    /** This supervisor, whatever it watches: {@code sentinel <name> ...}. */
    SENTINEL,
    /** One watched primary: {@code sentinel <name> <primary> ...}. */
    PRIMARY
  }

  /** What a directive does here. */
  public enum Effect {
    /** What it does in Redis Sentinel. */
    LIKE_REDIS,
    /** Something that Redis Sentinel cannot do; it refuses the directive. */
    OWN,
    /** Nothing: it is for a data server. Accepted, kept and written back. */
    NONE,
    /** Refused unless it says what holds anyway, because ignoring it would be unsafe. */
    REFUSED
  }

  public Directive {
    aliases = List.copyOf(aliases);
  }

  static Directive server(String name, String arguments, String standard, String summary) {
    return new Directive(
        name, Scope.SERVER, Effect.LIKE_REDIS, arguments, standard, summary, List.of(), false);
  }

  static Directive sentinel(String name, String arguments, String standard, String summary) {
    return new Directive(
        name, Scope.SENTINEL, Effect.LIKE_REDIS, arguments, standard, summary, List.of(), false);
  }

  static Directive primary(String name, String arguments, String standard, String summary) {
    return new Directive(
        name, Scope.PRIMARY, Effect.LIKE_REDIS, arguments, standard, summary, List.of(), false);
  }

  Directive own() {
    return with(Effect.OWN, aliases, secret);
  }

  Directive refused() {
    return with(Effect.REFUSED, aliases, secret);
  }

  Directive hidden() {
    return with(effect, aliases, true);
  }

  Directive alias(String alias) {
    return with(effect, List.of(alias), secret);
  }

  private Directive with(Effect newEffect, List<String> newAliases, boolean newSecret) {
    return new Directive(
        name, scope, newEffect, arguments, standard, summary, newAliases, newSecret);
  }

  /** The whole form of a line: {@code sentinel known-replica <name> <ip> <port>}. */
  public String form() {
    String words = scope == Scope.SERVER ? name : "sentinel " + name;
    return words + (argumentForm().isEmpty() ? "" : " " + argumentForm());
  }

  /** What follows the directive's name. */
  String argumentForm() {
    return scope == Scope.PRIMARY ? ("<name> " + arguments).strip() : arguments;
  }

  boolean isCalled(String word) {
    return name.equals(word) || aliases.contains(word);
  }
}
