package io.sentinelha.server.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * A directive of the configuration file, CONFIG GET and CONFIG SET, and the value it has now. Owned
 * by the engine's thread; before the engine starts, by whoever builds it.
 */
public abstract class Setting {

  private final String name;
  private final List<String> aliases = new ArrayList<>();
  private final List<Runnable> listeners = new ArrayList<>();
  private boolean fixed;
  private boolean guarded;
  private boolean secret;
  private List<String> defaultLines = List.of();

  protected Setting(String name) {
    this.name = name;
  }

  public final String name() {
    return name;
  }

  /** Another name for it. */
  public final Setting alias(String other) {
    aliases.add(other);
    return this;
  }

  public final List<String> aliases() {
    return List.copyOf(aliases);
  }

  /** CONFIG SET refuses to change it. */
  public final Setting fixed() {
    fixed = true;
    return this;
  }

  public final boolean isFixed() {
    return fixed;
  }

  /** CONFIG SET changes it only where {@code enable-protected-configs} says so. */
  public final Setting guarded() {
    guarded = true;
    return this;
  }

  public final boolean isGuarded() {
    return guarded;
  }

  /** Its value is never logged. */
  public final Setting secret() {
    secret = true;
    return this;
  }

  public final boolean isSecret() {
    return secret;
  }

  /**
   * Runs this whenever the value has been set. It may throw {@link IllegalArgumentException} with a
   * sentence for the user; then the value goes back to what it was.
   */
  public final Setting onChange(Runnable listener) {
    listeners.add(listener);
    return this;
  }

  /** Whether a line of the file may have so many words behind the name. */
  public boolean takes(int words) {
    return words == 1;
  }

  /** Whether every line of the file adds to those before. */
  public boolean isRepeatable() {
    return false;
  }

  /** What it says now is its default. */
  void declared() {
    defaultLines = lines();
  }

  /** Whether it says what it would say without a configuration. */
  public final boolean isDefault() {
    return lines().equals(defaultLines);
  }

  /** Whether CONFIG GET tells it. */
  public boolean isShown() {
    return true;
  }

  /** As lines of the configuration file. */
  public List<String> lines() {
    return List.of(name + " " + Words.quoted(get()));
  }

  /** As CONFIG GET tells it, and as {@link #set} takes it. */
  public abstract String get();

  /**
   * Changes the value.
   *
   * @throws IllegalArgumentException with a sentence for the user; nothing is changed then
   */
  protected abstract void parse(String text);

  /** Changes the value and says so to listeners. Throws as {@link #parse} does. */
  final void set(String text) {
    parse(text);
    listeners.forEach(Runnable::run);
  }

  /** As {@link #set}, with the words of a line of the file. */
  protected void setWords(List<String> words) {
    set(String.join(" ", words));
  }
}
