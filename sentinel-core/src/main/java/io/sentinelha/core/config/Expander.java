package io.sentinelha.core.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads included files where they are included. Relative names start from the working directory;
 * after a {@code dir} line, from what that line says, because Redis changes its directory at once.
 *
 * <p>What an {@code include} gave is remembered and not read again: while a supervisor runs, it is
 * what it started with. A file that is included only later, by an edit of the main file, is blamed
 * on its include line, which can be disabled if the file cannot be used.
 */
final class Expander {

  private static final int DEEPEST = 64;

  private final FileOps files;
  private final Path start;
  private final Map<Path, List<String>> contents = new HashMap<>();
  private final Map<String, List<String>> matches = new HashMap<>();
  private final Set<Path> late = new HashSet<>();
  private boolean started;

  Expander(FileOps files, Path start) {
    this.files = files;
    this.start = start;
  }

  /**
   * Lines that follow the main file.
   *
   * @param numbered whether a line number helps whoever looks for the line
   */
  record Appendix(String name, List<String> lines, boolean numbered) {}

  /**
   * Expands.
   *
   * @param name the main file as the operator calls it
   * @param fixed whether the main file is never written, which makes all of its lines external
   */
  Expansion expand(String name, List<String> main, boolean fixed, List<Appendix> appendices) {
    Run run = new Run();
    run.opened.push(start.resolve(name).normalize());
    for (int i = 0; i < main.size(); i++) {
      int mainLine = fixed ? Statement.ELSEWHERE : i;
      run.blame = mainLine;
      run.line(new Origin(name, i + 1), mainLine, main.get(i));
    }
    run.opened.clear();
    run.blame = Statement.ELSEWHERE;
    for (Appendix appendix : appendices) {
      for (int i = 0; i < appendix.lines().size(); i++) {
        Origin origin = new Origin(appendix.name(), appendix.numbered() ? i + 1 : 0);
        run.line(origin, Statement.ELSEWHERE, appendix.lines().get(i));
      }
    }
    started = true;
    return new Expansion(run.statements, run.faults, run.directory);
  }

  /** One pass over all lines. */
  private final class Run {
    private final List<Statement> statements = new ArrayList<>();
    private final List<Expansion.Fault> faults = new ArrayList<>();
    private final Deque<Path> opened = new ArrayDeque<>();
    private Path directory = start;
    private int position;
    private int blame;

    void line(Origin origin, int mainLine, String line) {
      position++;
      if (Lines.isSilent(line)) {
        return;
      }
      Optional<List<String>> words = Words.split(line);
      String fault = fault(origin, line, words);
      if (!fault.isEmpty()) {
        report(Problem.ofLine(origin, fault));
        return;
      }
      List<String> all = words.orElseThrow();
      String name = all.get(0).toLowerCase(Locale.ROOT);
      Statement statement =
          new Statement(position, origin, mainLine, blame, name, all.subList(1, all.size()));
      statements.add(statement);
      followNow(statement);
    }

    private String fault(Origin origin, String line, Optional<List<String>> words) {
      if (line.indexOf('\0') >= 0) {
        return "holds a NUL byte: this is not a text file";
      }
      if (origin.line() == 1 && line.startsWith("\u00ef\u00bb\u00bf")) {
        return "begins with a byte order mark: save the file as plain UTF-8 without one";
      }
      return words.isPresent() ? "" : "has unbalanced quotes";
    }

    /** Carries out the two directives that change how the next lines are read. */
    private void followNow(Statement statement) {
      try {
        if (statement.name().equals("include")) {
          include(new Arguments(statement.arguments()));
        } else if (statement.name().equals("dir")) {
          enter(new Arguments(statement.arguments()));
        }
      } catch (BadValue e) {
        report(
            new Problem(
                statement.origin(), statement.name(), Optional.empty(), e.rule(), e.value()));
      }
    }

    private void report(Problem problem) {
      faults.add(new Expansion.Fault(position, blame, problem));
    }

    private void enter(Arguments arguments) throws BadValue {
      arguments.requireCount(1, 1, "<folder>");
      Path wanted = resolve(arguments.text(0));
      if (arguments.text(0).isEmpty() || !files.isDirectory(wanted)) {
        throw new BadValue("must name a folder that exists", arguments.text(0));
      }
      directory = wanted;
    }

    private void include(Arguments arguments) throws BadValue {
      arguments.requireCount(1, 1, "<file or pattern>");
      String wanted = arguments.text(0);
      List<String> names = Glob.isPattern(wanted) ? matches(wanted) : List.of(wanted);
      for (String name : names) {
        includeOne(name);
      }
    }

    private List<String> matches(String pattern) {
      return matches.computeIfAbsent(
          directory + "\n" + pattern, key -> new Glob(files).expand(directory, pattern));
    }

    private void includeOne(String name) throws BadValue {
      Path file = resolve(name);
      if (opened.contains(file)) {
        throw new BadValue("must not lead back to a file that is being read", name);
      }
      if (opened.size() >= DEEPEST) {
        throw new BadValue("is nested more than " + DEEPEST + " deep", name);
      }
      List<String> lines = contentOf(file, name);
      int outer = blame;
      blame = late.contains(file) ? blame : Statement.ELSEWHERE;
      opened.push(file);
      for (int i = 0; i < lines.size(); i++) {
        line(new Origin(name, i + 1), Statement.ELSEWHERE, lines.get(i));
      }
      opened.pop();
      blame = outer;
    }

    private List<String> contentOf(Path file, String name) throws BadValue {
      List<String> known = contents.get(file);
      if (known != null) {
        return known;
      }
      try {
        List<String> lines = Lines.of(files.read(file));
        contents.put(file, lines);
        if (started) {
          late.add(file);
        }
        return lines;
      } catch (IOException e) {
        throw new BadValue("cannot be read (" + IoReason.of(e) + ")", name);
      }
    }

    private Path resolve(String name) throws BadValue {
      try {
        return directory.resolve(name).normalize();
      } catch (InvalidPathException e) {
        throw new BadValue("must be a name that this system can open", name);
      }
    }
  }
}
