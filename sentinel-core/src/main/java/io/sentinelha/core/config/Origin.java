package io.sentinelha.core.config;

/**
 * Where a line was read.
 *
 * @param file as its reader was told to find it: the name that the operator typed, that an {@code
 *     include} gave, or "command line", or "stdin"
 * @param line counted from 1; 0 when the whole of {@code file} is meant, or lines mean nothing
 *     there
 */
public record Origin(String file, int line) {

  /** The arguments of the process. */
  static final Origin COMMAND_LINE = new Origin("command line", 0);

  /** The whole of a file. */
  static Origin file(String name) {
    return new Origin(name, 0);
  }

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line;
  }
}
