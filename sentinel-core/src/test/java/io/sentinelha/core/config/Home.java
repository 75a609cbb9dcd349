package io.sentinelha.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sentinelha.core.engine.DurableState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A folder with configuration files, and the usual questions to ask about them. */
final class Home {

  static final String ID = "0123456789abcdef0123456789abcdef01234567";
  static final String ORDERS = "sentinel monitor orders 127.0.0.1 1 2\n";
  static final String MAIN = "sentinel.conf";

  private final Path folder;

  Home(Path folder) {
    this.folder = folder;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** Writes a file that only its owner may read; characters are bytes. */
  Home with(String name, String content) {
    try {
      Files.createDirectories(path(name).getParent());
      Files.write(path(name), content.getBytes(StandardCharsets.ISO_8859_1));
      Files.setPosixFilePermissions(path(name), PosixFilePermissions.fromString("rw-------"));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String name) {
    try {
      return new String(Files.readAllBytes(path(name)), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> lines(String name) {
    return text(name).lines().toList();
  }

  ConfigSource source(String... arguments) {
    return ConfigSource.of(MAIN).withWorkingDirectory(folder).withArguments(List.of(arguments));
  }

  SentinelConfig read(String... arguments) throws ConfigException {
    return SentinelConfig.read(source(arguments), () -> ID);
  }

  SentinelConfig readText(String content, String... arguments) throws ConfigException {
    return with(MAIN, content).read(arguments);
  }

  /** The one primary of a configuration. */
  DurableState.Primary primary(String content) throws ConfigException {
    List<DurableState.Primary> all = readText(content).state().primaries();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  /** What is wrong with a configuration. */
  List<String> problems(String content, String... arguments) {
    with(MAIN, content);
    ConfigException refused = catchThrowableOfType(ConfigException.class, () -> read(arguments));
    assertThat(refused).as("refusal of %s", content).isNotNull();
    return refused.problems().stream().map(Problem::toString).toList();
  }

  List<String> warnings(String content) throws ConfigException {
    return readText(content).warnings().stream().map(Problem::toString).toList();
  }

  ConfigFile open(String... arguments) throws ConfigException {
    return ConfigFile.open(source(arguments), () -> ID);
  }
}
