package io.sentinelha.core.config;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a configuration comes from.
 *
 * @param file the main file, as the operator named it; empty when there is none, which is refused
 *     unless {@code stateDirectory} is given, because then nothing could be remembered
 * @param workingDirectory what relative names start from; absolute
 * @param arguments what follows the file on the command line: {@code --name value ...} any number
 *     of times, and {@code -} (as the first or the last) for lines from {@code stdin}. They are
 *     read as lines after the file, so they win. They are never written into the file
 * @param stdin read once, and only when an argument asks for it
 * @param stateDirectory when given, the main file is never written: what must be remembered goes
 *     into a file in this folder
 */
public record ConfigSource(
    Optional<String> file,
    Path workingDirectory,
    List<String> arguments,
    InputStream stdin,
    Optional<Path> stateDirectory) {

  public ConfigSource {
    workingDirectory = workingDirectory.toAbsolutePath().normalize();
    arguments = List.copyOf(arguments);
  }

  /** A file, relative to the working directory of this process, and nothing else. */
  public static ConfigSource of(String file) {
    return of(Optional.of(file));
  }

  private static ConfigSource of(Optional<String> file) {
    return new ConfigSource(
        file, Path.of(""), List.of(), InputStream.nullInputStream(), Optional.empty());
  }

  /**
   * The arguments of a process that is started like {@code redis-sentinel}: a file unless the first
   * argument begins with a dash, then options. {@code --sentinel} may stand anywhere.
   */
  public static ConfigSource fromArguments(List<String> arguments) {
    boolean hasFile = !arguments.isEmpty() && !arguments.get(0).startsWith("-");
    ConfigSource source = of(hasFile ? Optional.of(arguments.get(0)) : Optional.empty());
    return source.withArguments(hasFile ? arguments.subList(1, arguments.size()) : arguments);
  }

  public ConfigSource withArguments(List<String> value) {
    return new ConfigSource(file, workingDirectory, value, stdin, stateDirectory);
  }

  public ConfigSource withWorkingDirectory(Path value) {
    return new ConfigSource(file, value, arguments, stdin, stateDirectory);
  }

  public ConfigSource withStdin(InputStream value) {
    return new ConfigSource(file, workingDirectory, arguments, value, stateDirectory);
  }

  public ConfigSource withStateDirectory(Path value) {
    return new ConfigSource(file, workingDirectory, arguments, stdin, Optional.of(value));
  }
}
