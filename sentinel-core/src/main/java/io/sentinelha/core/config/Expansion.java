package io.sentinelha.core.config;

import java.nio.file.Path;
import java.util.List;

/**
 * A configuration as one sequence of statements, every included file in its place.
 *
 * @param faults lines that could not be split, and {@code include} and {@code dir} that fail
 * @param directory what {@code dir} came to at the end
 */
record Expansion(List<Statement> statements, List<Fault> faults, Path directory) {

  /**
   * A line that is wrong.
   *
   * @param position in the order of reading, over all files
   * @param blame as in {@link Statement}
   */
  record Fault(int position, int blame, Problem problem) {}
}
