package io.sentinelha.core.config;

import io.sentinelha.core.config.SideFile.Replacement;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Reads a configuration from beginning to end. */
final class ConfigReader {

  private final Sources sources;
  private final List<Problem> problems = new ArrayList<>();

  private ConfigReader(Sources sources) {
    this.sources = sources;
  }

  static ConfigReader of(ConfigSource source, FileOps files) throws ConfigException {
    return of(Sources.open(source, files));
  }

  static ConfigReader of(Sources sources) {
    return new ConfigReader(sources);
  }

  /**
   * What was read.
   *
   * @param lines of the main file
   * @param server directives that the side file sets, with their arguments
   * @param removed primaries that were removed at run time and still stand in some line
   */
  record Loaded(
      SentinelConfig config,
      List<String> lines,
      Map<String, List<String>> server,
      List<String> removed) {}

  Loaded read(Supplier<String> newId) throws ConfigException {
    List<String> lines = mainLines();
    SideFile side = sideFile();
    Interpretation result =
        Interpreter.interpret(sources.expand(lines), Set.copyOf(side.removed()));
    problems.addAll(result.problems());
    problems.addAll(Overlay.apply(side, sideName(), result));
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    result.warnings.addAll(Checks.of(result));
    if (sources.hasFile()) {
      result.warnings.addAll(Checks.ofFile(result, sources));
    }
    return new Loaded(config(result, newId), lines, serverValues(side), side.removed());
  }

  private List<String> mainLines() throws ConfigException {
    if (!sources.hasFile()) {
      return List.of();
    }
    try {
      return Lines.of(sources.files().read(sources.file()));
    } catch (IOException e) {
      String rule = "cannot be read (" + IoReason.of(e) + ")";
      throw new ConfigException(List.of(Problem.ofFile(sources.name(), rule)));
    }
  }

  private SideFile sideFile() {
    try {
      Path file = sources.sideFile();
      byte[] content = sources.files().read(file);
      return SideFileFormat.read(file.toString(), content);
    } catch (NoSuchFileException e) {
      return SideFile.EMPTY;
    } catch (IOException e) {
      problems.add(Problem.ofFile(sideName(), "cannot be read (" + IoReason.of(e) + ")"));
    } catch (ConfigException e) {
      problems.addAll(e.problems());
    }
    return SideFile.EMPTY;
  }

  private String sideName() {
    try {
      return sources.sideFile().toString();
    } catch (IOException e) {
      return sources.name(); // Reading it has failed before its name matters.
    }
  }

  private static Map<String, List<String>> serverValues(SideFile side) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Map.Entry<String, Replacement> entry : side.server().entrySet()) {
      entry.getValue().value().forEach(line -> values.put(entry.getKey(), line));
    }
    return values;
  }

  private static SentinelConfig config(Interpretation result, Supplier<String> newId) {
    String id = result.state.myId.orElseGet(newId);
    return new SentinelConfig(
        result.server.freeze(),
        result.server.defaultUser(),
        result.state.freeze(id),
        result.state.myId.isEmpty(),
        result.state.denyScriptsReconfig,
        result.warnings,
        result.withoutEffect,
        result.origins);
  }
}
