package io.sentinelha.server.config;

import java.util.List;

/** A configuration that cannot be used. */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  ConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** What the configuration leads to does not work. */
  public static ConfigException of(String problem) {
    return new ConfigException(List.of(problem));
  }

  /** Everything that is wrong, each with file, line, directive and rule. */
  public List<String> problems() {
    return problems;
  }
}
