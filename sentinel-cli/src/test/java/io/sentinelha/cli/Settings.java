package io.sentinelha.cli;

import io.sentinelha.core.config.ConfigException;
import io.sentinelha.core.config.ConfigSource;
import io.sentinelha.core.config.SentinelConfig;
import io.sentinelha.core.config.ServerSettings;
import io.sentinelha.core.runtime.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What lines of a configuration come to. */
final class Settings {

  private Settings() {}

  /** With {@code dir} in this folder. */
  static ServerSettings of(Path folder, String... lines) throws IOException, ConfigException {
    Path file = folder.resolve("settings.conf");
    Files.write(file, List.of("dir " + folder, String.join("\n", lines)));
    return SentinelConfig.read(ConfigSource.of(file.toString()), Supervisor::newId).server();
  }
}
