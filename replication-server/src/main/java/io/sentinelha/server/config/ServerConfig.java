package io.sentinelha.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sentinelha.server.engine.ConfigStore;
import io.sentinelha.server.engine.Settings;
import io.sentinelha.server.engine.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The lines of a configuration: of a file, then of the command line, which overrides. */
public final class ServerConfig {

  private static final String COMMAND_LINE = "command line";

  /**
   * A directive.
   *
   * @param origin {@code file:line}
   */
  record Statement(String origin, String name, List<String> words) {}

  private final List<Statement> statements = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private ConfigStore store = ConfigStore.NONE;

  private ServerConfig() {}

  /** Reads {@code [FILE] [--directive value ...]}. */
  public static ServerConfig of(List<String> arguments) {
    ServerConfig config = new ServerConfig();
    int at = 0;
    if (!arguments.isEmpty() && !arguments.get(0).startsWith("--")) {
      Path file = Path.of(arguments.get(0));
      config.store = new ConfigFile(file);
      config.file(file);
      at = 1;
    }
    while (at < arguments.size()) {
      String name = arguments.get(at);
      int end = at + 1;
      while (end < arguments.size() && !arguments.get(end).startsWith("--")) {
        end++;
      }
      if (name.startsWith("--")) {
        config.add(COMMAND_LINE, name.substring(2), arguments.subList(at + 1, end));
      } else {
        config.problems.add(COMMAND_LINE + ": '" + name + "' is no directive: begin it with --");
      }
      at = end;
    }
    return config;
  }

  private void file(Path file) {
    List<String> lines;
    try {
      lines = Arrays.asList(Files.readString(file, UTF_8).split("\n", -1));
    } catch (IOException e) {
      problems.add(file + ": cannot be read: " + e.getMessage());
      return;
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        line(file + ":" + (i + 1), line);
      }
    }
  }

  private void line(String origin, String line) {
    byte[] bytes = line.getBytes(UTF_8);
    byte[][] words = Words.split(bytes, 0, bytes.length);
    if (words == null) {
      problems.add(origin + ": unbalanced quotes");
      return;
    }
    List<String> all = Arrays.stream(words).map(word -> new String(word, UTF_8)).toList();
    add(origin, all.get(0), all.subList(1, all.size()));
  }

  private void add(String origin, String name, List<String> words) {
    statements.add(new Statement(origin, name.toLowerCase(Locale.ROOT), List.copyOf(words)));
  }

  /** The file that was read. */
  public ConfigStore store() {
    return store;
  }

  /** What a directive of one word says, unchecked; empty if there is none. The last one counts. */
  public Optional<String> word(String name) {
    return statements.stream()
        .filter(s -> s.name().equals(name) && s.words().size() == 1)
        .map(s -> s.words().get(0))
        .reduce((before, after) -> after);
  }

  /** Gives the settings their values; nothing may be used if it throws. */
  public void apply(Settings settings) throws ConfigException {
    List<String> all = new ArrayList<>(problems);
    for (Statement statement : statements) {
      try {
        settings.load(statement.name(), statement.words());
      } catch (Settings.RefusedException e) {
        all.add(statement.origin() + ": " + statement.name() + ": " + e.reason());
      }
    }
    if (!all.isEmpty()) {
      throw new ConfigException(all);
    }
  }
}
