package io.sentinelha.core.config;

import io.sentinelha.core.config.AtomicFile.StepFailed;
import io.sentinelha.core.config.SaveResult.Failed;
import io.sentinelha.core.config.SaveResult.Step;
import io.sentinelha.core.engine.DurableState;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration file of a running supervisor, and the state file beside it.
 *
 * <p>A save re-reads the main file and rewrites its lines where they stand, so that edits made
 * meanwhile survive, except in lines that say what must be remembered: there the supervisor is
 * right, as in Redis. If the file is gone it is made again from the lines it had. Lines that could
 * not be read at the next start become comments that begin with {@code # ???}.
 *
 * <p>What the main file cannot say goes into {@code <file>.state.json} beside it, which is there
 * only when there is something to say:
 *
 * <ul>
 *   <li>values of our own directives that were set at run time, where the operator put no such
 *       line: Redis refuses a file with a directive that it does not know, and going back to Redis
 *       must stay possible;
 *   <li>whatever concerns a primary whose {@code monitor} line stands in an included file or on the
 *       command line. Redis copies that line into the main file and then cannot start, because the
 *       primary is defined twice. Here the main file gets no line for such a primary; its present
 *       address, epochs, replicas and peers are in the state file, and the included line is what it
 *       starts from when the state file is lost.
 * </ul>
 *
 * <p>Each file is replaced at one instant (temporary file, fsync, rename, fsync of the folder). A
 * symbolic link stays a link: the file that it leads to is replaced. A new file can be read by its
 * owner alone; an old one keeps its mode.
 *
 * <p>Owned by one thread at a time.
 */
public final class ConfigFile {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigFile.class);

  private final Sources sources;
  private final AtomicFile disk;
  private final SentinelConfig config;

  private List<String> lines;
  private Map<String, List<String>> lastGood;
  private final Map<String, List<String>> server;
  private final Set<String> known;
  private byte[] sideContent = new byte[0];
  private boolean hasSaved;

  private ConfigFile(Sources sources, ConfigReader.Loaded loaded) {
    this.sources = sources;
    this.disk = new AtomicFile(sources.files());
    this.config = loaded.config();
    this.lines = loaded.lines();
    this.lastGood = serverLines(lines, sources.expand(lines).statements());
    this.server = new LinkedHashMap<>(loaded.server());
    this.known = new HashSet<>(loaded.removed());
    config.state().primaries().forEach(primary -> known.add(primary.name()));
  }

  /**
   * Reads a configuration that will be saved again.
   *
   * @param newId gives the id of a supervisor that has none: 40 characters
   * @throws ConfigException with everything that is wrong, in the order of reading; also when the
   *     file may not be written
   */
  public static ConfigFile open(ConfigSource source, Supplier<String> newId)
      throws ConfigException {
    return open(source, newId, FileOps.DISK);
  }

  static ConfigFile open(ConfigSource source, Supplier<String> newId, FileOps files)
      throws ConfigException {
    Sources sources = Sources.open(source, files);
    ConfigReader.Loaded loaded = ConfigReader.of(sources).read(newId);
    requireWritable(sources);
    tellOfLink(sources);
    return new ConfigFile(sources, loaded);
  }

  private static void requireWritable(Sources sources) throws ConfigException {
    try {
      Path folder = sources.sideFile().resolveSibling("");
      boolean fixed = sources.isFixed();
      if (!sources.files().isWritable(fixed ? folder : sources.file())) {
        throw refusal(
            fixed ? folder.toString() : sources.name(),
            fixed
                ? "must be a folder that can be written: what a supervisor may not forget is kept"
                    + " in it"
                : "must be writable: what a supervisor may not forget is kept in it (a read-only"
                    + " file needs --state-dir)");
      }
    } catch (IOException e) {
      throw refusal(sources.name(), "cannot be examined (" + IoReason.of(e) + ")");
    }
  }

  private static void tellOfLink(Sources sources) throws ConfigException {
    try {
      if (sources.hasFile() && !sources.file().equals(sources.namedFile())) {
        LOG.atInfo()
            .addKeyValue("link", sources.namedFile())
            .addKeyValue("file", sources.file())
            .log("configuration file is a link, the file that it leads to will be written");
      }
    } catch (IOException e) {
      throw refusal(sources.name(), "cannot be examined (" + IoReason.of(e) + ")");
    }
  }

  private static ConfigException refusal(String file, String rule) {
    return new ConfigException(List.of(Problem.ofFile(file, rule)));
  }

  /** What was read when the file was opened. */
  public SentinelConfig config() {
    return config;
  }

  /** The absolute name of the main file, as the operator gave it; empty when there is none. */
  public String name() {
    try {
      return sources.hasFile() ? sources.namedFile().toString() : "";
    } catch (IOException e) {
      throw new IllegalStateException("the file was read under this name", e);
    }
  }

  /** The file of past failovers; not part of what a save makes durable. */
  public OwnFile history() {
    return new OwnFile(sources, ".history.json");
  }

  /** Saves a state. Returns when it is durable or it is known that it is not; never throws. */
  public SaveResult save(DurableState state) {
    return save(state, Map.of());
  }

  /**
   * Saves a state and settings of the process.
   *
   * @param changed arguments of server directives that were set at run time, by name; they are part
   *     of all later saves too. For {@code user}, the arguments begin with {@code default}
   * @throws IllegalArgumentException if {@code changed} names no directive that has one line and an
   *     effect
   */
  public SaveResult save(DurableState state, Map<String, List<String>> changed) {
    changed.keySet().forEach(ConfigFile::requireSettable);
    server.putAll(changed);
    try {
      if (!hasSaved) {
        disk.deleteLeftovers(sources.file());
        disk.deleteLeftovers(sources.sideFile());
        hasSaved = true;
      }
      write(Normal.of(state));
      return new SaveResult.Saved();
    } catch (StepFailed e) {
      return e.failed();
    } catch (IOException e) {
      return readFailed(Path.of(sources.name()), e);
    }
  }

  private static void requireSettable(String name) {
    boolean settable =
        name.equals("user")
            || Directives.server(name).filter(ServerDirective::saysOneThing).isPresent();
    if (!settable) {
      throw new IllegalArgumentException("not a server directive of one line: " + name);
    }
  }

  private void write(DurableState state) throws StepFailed, IOException {
    Path file = sources.file();
    state.primaries().forEach(primary -> known.add(primary.name()));
    List<String> next = sources.isFixed() ? lines : rewrite(currentLines(file), state);
    Expansion expansion = sources.expand(next);
    Interpretation said = Interpreter.interpret(expansion, Set.of());
    SideFile side = Difference.between(state, server, said, known);
    Interpretation again =
        side.removed().isEmpty()
            ? said
            : Interpreter.interpret(expansion, Set.copyOf(side.removed()));
    requireReadable(file, again, side, state);

    // What the main file does not say must be durable before the main file stops saying it.
    writeSide(side);
    if (!sources.isFixed()) {
      disk.replace(file, Lines.toBytes(next));
      lines = next;
      lastGood = serverLines(next, expansion.statements());
    }
    if (side.isEmpty()) {
      disk.delete(sources.sideFile());
    }
  }

  private List<String> currentLines(Path file) throws StepFailed {
    try {
      return Lines.of(sources.files().read(file));
    } catch (NoSuchFileException e) {
      LOG.atWarn().addKeyValue("file", file).log("configuration file is gone, making it again");
      return lines;
    } catch (IOException e) {
      throw new StepFailed(readFailed(file, e));
    }
  }

  private static Failed readFailed(Path file, IOException e) {
    return new Failed(
        Step.READ, file, IoReason.of(e), "the file must be readable: it is rewritten line by line");
  }

  private List<String> rewrite(List<String> current, DurableState state) {
    Expansion expansion = sources.expand(current);
    Set<Integer> broken =
        current.equals(lines)
            ? Set.of() // They were read, or checked before they were written.
            : Interpreter.interpret(expansion, Set.of()).brokenLines();
    Rewriter.Input input =
        new Rewriter.Input(current, expansion.statements(), broken, server, lastGood);
    return Rewriter.rewrite(input, StateLines.of(state));
  }

  /**
   * Nothing is written that would not be read back as what was to be saved.
   *
   * @param again what the next start will read, without the side file
   */
  private void requireReadable(Path file, Interpretation again, SideFile side, DurableState state)
      throws StepFailed {
    List<Problem> problems = new ArrayList<>(again.problems());
    problems.addAll(Overlay.apply(side, "state file", again));
    Optional<String> fault = problems.stream().map(Problem::toString).findFirst();
    if (fault.isEmpty()) {
      SideFile lost = Difference.between(state, server, again, known);
      fault =
          lost.isEmpty()
              ? Optional.empty()
              : Optional.of("not all of it would be read back: " + summary(lost));
    }
    if (fault.isPresent()) {
      String remedy = "the old file was kept; set a value that a file can hold";
      throw new StepFailed(new Failed(Step.CHECK, file, fault.get(), remedy));
    }
  }

  /** Names of what differs, without values. */
  private static String summary(SideFile lost) {
    List<String> names = new ArrayList<>(lost.server().keySet());
    names.addAll(lost.sentinel().keySet());
    lost.primaries().forEach((primary, values) -> names.add(primary + " " + values.keySet()));
    names.addAll(lost.removed());
    return String.join(", ", names);
  }

  private void writeSide(SideFile side) throws StepFailed, IOException {
    Path file = sources.sideFile();
    if (side.isEmpty()) {
      return;
    }
    byte[] content = SideFileFormat.write(side);
    if (!Arrays.equals(content, sideContent) || !sources.files().exists(file)) {
      disk.replace(file, content);
      sideContent = content;
    }
  }

  private static Map<String, List<String>> serverLines(
      List<String> lines, List<Statement> statements) {
    Map<String, List<String>> byName = new HashMap<>();
    for (Statement statement : statements) {
      if (!statement.isExternal() && !statement.name().equals("sentinel")) {
        byName
            .computeIfAbsent(statement.name(), name -> new ArrayList<>())
            .add(lines.get(statement.mainLine()));
      }
    }
    return byName;
  }
}
