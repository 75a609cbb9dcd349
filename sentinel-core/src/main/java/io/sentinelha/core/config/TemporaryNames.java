package io.sentinelha.core.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Names of files that are not finished yet: {@code <file>.tmp-<pid>-<suffix>}. A process that is
 * killed between two steps leaves one behind; the pid tells the next one whether it may clean up.
 */
final class TemporaryNames {

  private static final String MARK = ".tmp-";

  private TemporaryNames() {}

  static String nameFor(Path file, String suffix) {
    return prefix(file) + ProcessHandle.current().pid() + "-" + suffix;
  }

  /**
   * Whether a name is that of an unfinished copy of the file whose writer is gone. One with this
   * process's own number counts too: in a container every process has the same, and the caller has
   * nothing unfinished of its own.
   */
  static boolean isLeftover(Path file, String name) {
    return name.startsWith(prefix(file))
        && writer(name.substring(prefix(file).length()))
            .filter(pid -> pid == ProcessHandle.current().pid() || ProcessHandle.of(pid).isEmpty())
            .isPresent();
  }

  private static String prefix(Path file) {
    return file.getFileName() + MARK;
  }

  private static Optional<Long> writer(String rest) {
    int dash = rest.indexOf('-');
    try {
      return dash < 0 ? Optional.empty() : Optional.of(Long.parseLong(rest, 0, dash, 10));
    } catch (NumberFormatException e) {
      return Optional.empty(); // Somebody else's file.
    }
  }
}
