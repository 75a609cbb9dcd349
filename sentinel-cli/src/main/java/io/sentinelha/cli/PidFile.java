package io.sentinelha.cli;

import io.sentinelha.core.config.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that holds the process id while the process runs. */
record PidFile(Optional<Path> path) implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger("sentinel");

  /** Writes it if one is configured. Failing to is worth a warning, as in Redis, not the end. */
  static PidFile write(ServerSettings.Daemon daemon) {
    return write(daemon.directory(), daemon.pidFile());
  }

  /** As {@link #write(ServerSettings.Daemon)}: this name in a folder; none if it is empty. */
  static PidFile write(Path folder, String name) {
    if (name.isEmpty()) {
      return new PidFile(Optional.empty());
    }
    Path path = folder.resolve(name);
    try {
      Files.writeString(path, ProcessHandle.current().pid() + "\n");
      return new PidFile(Optional.of(path));
    } catch (IOException e) {
      log.warn("Cannot write the pid file {}: {}", path, e.toString());
      return new PidFile(Optional.empty());
    }
  }

  @Override
  public void close() {
    path.ifPresent(
        file -> {
          try {
            Files.deleteIfExists(file);
          } catch (IOException e) {
            log.warn("Cannot delete the pid file {}: {}", file, e.toString());
          }
        });
  }
}
