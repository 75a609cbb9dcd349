package io.sentinelha.core.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files and lines behind a configuration, found once and used for every save. */
final class Sources {

  private static final String SUFFIX = ".state.json";
  private static final String NAME_WITHOUT_FILE = "sentinel.conf";

  private final ConfigSource source;
  private final FileOps files;
  private final Expander expander;
  private final List<Expander.Appendix> appendices;

  private Sources(ConfigSource source, FileOps files, List<Expander.Appendix> appendices) {
    this.source = source;
    this.files = files;
    this.expander = new Expander(files, source.workingDirectory());
    this.appendices = List.copyOf(appendices);
  }

  static Sources open(ConfigSource source, FileOps files) throws ConfigException {
    if (source.file().isEmpty() && source.stateDirectory().isEmpty()) {
      throw new ConfigException(
          List.of(
              Problem.ofLine(
                  Origin.COMMAND_LINE,
                  "must begin with a configuration file: what a supervisor may not forget is kept"
                      + " in it")));
    }
    CommandLine commandLine = CommandLine.of(source.arguments());
    List<Expander.Appendix> appendices = new ArrayList<>();
    if (commandLine.readsStdin()) {
      appendices.add(new Expander.Appendix("stdin", readStdin(source), true));
    }
    appendices.add(new Expander.Appendix(Origin.COMMAND_LINE.file(), commandLine.lines(), false));
    return new Sources(source, files, appendices);
  }

  private static List<String> readStdin(ConfigSource source) throws ConfigException {
    try {
      return Lines.of(source.stdin().readAllBytes());
    } catch (IOException e) {
      String rule = "cannot be read (" + IoReason.of(e) + ")";
      throw new ConfigException(List.of(Problem.ofFile("stdin", rule)));
    }
  }

  FileOps files() {
    return files;
  }

  /** The main file as the operator calls it. */
  String name() {
    return source.file().orElse(NAME_WITHOUT_FILE);
  }

  boolean hasFile() {
    return source.file().isPresent();
  }

  /** Whether the main file is never written. */
  boolean isFixed() {
    return source.stateDirectory().isPresent();
  }

  /** The main file under the name that the operator gave, which may be that of a link. */
  Path namedFile() throws IOException {
    try {
      return source.workingDirectory().resolve(name());
    } catch (InvalidPathException e) {
      throw new IOException("no name that this system can open", e);
    }
  }

  /**
   * The main file itself: a symbolic link stays a link, and the file that it leads to is written.
   */
  Path file() throws IOException {
    return files.followLinks(namedFile());
  }

  /** The file for what the main file cannot say. */
  Path sideFile() throws IOException {
    return beside(SUFFIX);
  }

  /** A file of our own, beside the main file or in the folder for state. */
  Path beside(String suffix) throws IOException {
    Path file = file();
    String name = file.getFileName() + suffix;
    return source
        .stateDirectory()
        .map(folder -> source.workingDirectory().resolve(folder).resolve(name))
        .orElse(file.resolveSibling(name));
  }

  Expansion expand(List<String> lines) {
    return expander.expand(name(), lines, isFixed(), appendices);
  }
}
