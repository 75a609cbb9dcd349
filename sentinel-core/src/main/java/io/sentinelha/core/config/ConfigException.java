package io.sentinelha.core.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used. Nothing was changed on disk. */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Everything that was found wrong, in the order of reading; at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
