package io.sentinelha.it.mixed;

import java.nio.file.Path;
import java.util.List;

/** Whose program a supervisor is. */
enum Kind {
  OURS,
  THEIRS;

  static final List<Kind> MOSTLY_OURS = List.of(OURS, OURS, THEIRS);
  static final List<Kind> MOSTLY_THEIRS = List.of(THEIRS, THEIRS, OURS);

  private static final Path PROGRAM = Path.of("..", "bin", "sentinel");

  /** The command line; {@code {conf}} stands for the configuration file. */
  List<String> command() {
    return switch (this) {
      case OURS -> List.of(PROGRAM.toAbsolutePath().normalize().toString(), "{conf}");
      case THEIRS -> List.of("redis-server", "{conf}", "--sentinel");
    };
  }

  Kind other() {
    return this == OURS ? THEIRS : OURS;
  }
}
