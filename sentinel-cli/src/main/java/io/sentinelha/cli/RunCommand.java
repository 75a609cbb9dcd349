package io.sentinelha.cli;

import io.sentinelha.core.config.ConfigException;
import io.sentinelha.core.config.ConfigFile;
import io.sentinelha.core.config.ConfigSource;
import io.sentinelha.core.config.Problem;
import io.sentinelha.core.config.SentinelConfig;
import io.sentinelha.core.config.ServerSettings;
import io.sentinelha.core.recorder.Recorder;
import io.sentinelha.core.runtime.Supervisor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The daemon. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs a supervisor with a sentinel.conf, as redis-sentinel does.",
      "",
      "Words after FILE are directives that override its lines, in the form --name value ..."
          + " A single '-' as the last word reads more lines from standard input.",
      "",
      "What a supervisor may not forget (where the master is, votes, peers, replicas) is written"
          + " back into FILE. Both FILE and its folder must be writable, unless --state-dir names a"
          + " folder for all of that.",
      "",
      "SIGTERM and SIGINT end it within a second. The log goes to standard output unless 'logfile'"
          + " says otherwise."
    },
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:ended in good order",
      "1:the configuration cannot be used, or an address cannot be listened on",
      "2:wrong usage of the command line",
      "70:found itself in an impossible state (see the log)",
      "99:SENTINEL SIMULATE-FAILURE ordered a crash"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sentinel run sentinel.conf",
      "  sentinel run sentinel.conf --port 26380 --loglevel verbose",
      "  sentinel run --state-dir /var/lib/sentinel-ha /etc/sentinel-ha/sentinel.conf",
      "  sentinel run sentinel.conf --record /var/lib/sentinel-ha/recording"
    })
final class RunCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger("sentinel");
  private static final long LONGEST_END_MILLIS = 900;
  private static final String STATE_DIR = "--state-dir";
  private static final String RECORD = "--record";
  private static final String RECORD_MAX = "--record-max-megabytes";

  /** Those that no other command has. */
  static final List<String> OPTIONS = List.of(STATE_DIR, RECORD, RECORD_MAX);

  @Spec private CommandSpec spec;

  @Option(
      names = STATE_DIR,
      paramLabel = "DIR",
      description =
          "Keep what must be remembered in this folder and never write FILE. May also follow FILE.")
  private Optional<Path> stateDirectory = Optional.empty();

  @Option(
      names = RECORD,
      paramLabel = "DIR",
      description = {
        "Record everything that the engine is given in this folder, for 'sentinel replay'. No"
            + " password gets into it. May also follow FILE."
      })
  private Optional<String> recordFolder = Optional.empty();

  @Option(
      names = RECORD_MAX,
      paramLabel = "N",
      description =
          "How large that folder may become; the oldest goes first. Default: 64. May also follow"
              + " FILE.")
  private Optional<String> recordMegabytes = Optional.empty();

  @Parameters(
      paramLabel = "FILE [--directive value ...]",
      arity = "0..*",
      description = "The configuration file, and directives that override its lines.")
  private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    takeOwnOptions();
    Optional<Recorder.Settings> recording = recording();
    ConfigSource source = ConfigSource.fromArguments(arguments).withStdin(System.in);
    if (stateDirectory.isPresent()) {
      source = source.withStateDirectory(stateDirectory.get());
    }
    ConfigFile file = open(source);
    SentinelConfig config = file.config();
    ServerSettings.Daemon daemon = config.server().daemon();
    if (daemon.daemonize()) {
      return Background.start("run", arguments, ownOptions());
    }
    Logging.configure(config.server());
    greet(config);
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicBoolean orderly = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endOrderly(end, ended, orderly)));
    try {
      watch(file, recording, end);
      log.info("Sentinel is now ready to exit, bye bye...");
      orderly.set(true);
      return 0;
    } finally {
      ended.countDown();
    }
  }

  /** Whoever puts one of these behind FILE, where directives stand, means the same. */
  private void takeOwnOptions() {
    stateDirectory = take(STATE_DIR).map(Path::of).or(() -> stateDirectory);
    recordFolder = take(RECORD).or(() -> recordFolder);
    recordMegabytes = take(RECORD_MAX).or(() -> recordMegabytes);
  }

  private Optional<String> take(String option) {
    int at = arguments.indexOf(option);
    if (at < 0 || at + 1 >= arguments.size()) {
      return Optional.empty();
    }
    List<String> rest = new ArrayList<>(arguments);
    rest.remove(at);
    Optional<String> value = Optional.of(rest.remove(at));
    arguments = rest;
    return value;
  }

  /** The same options once more, for another process. */
  private List<String> ownOptions() {
    List<String> all = new ArrayList<>();
    stateDirectory.ifPresent(dir -> all.addAll(List.of(STATE_DIR, dir.toString())));
    recordFolder.ifPresent(dir -> all.addAll(List.of(RECORD, dir)));
    recordMegabytes.ifPresent(n -> all.addAll(List.of(RECORD_MAX, n)));
    return all;
  }

  private Optional<Recorder.Settings> recording() {
    if (recordFolder.isEmpty()) {
      if (recordMegabytes.isPresent()) {
        throw wrongUsage(RECORD_MAX + " means nothing without " + RECORD + " DIR");
      }
      return Optional.empty();
    }
    Path folder = Path.of(recordFolder.get());
    int megabytes =
        recordMegabytes.map(this::megabytes).orElse(Recorder.Settings.DEFAULT_MEGABYTES);
    return Optional.of(new Recorder.Settings(folder, megabytes));
  }

  private int megabytes(String text) {
    if (!text.matches("[1-9]\\d{0,5}")) {
      throw wrongUsage(RECORD_MAX + " must be a number from 1 to 999999: got " + text);
    }
    return Integer.parseInt(text);
  }

  private CommandLine.ParameterException wrongUsage(String text) {
    return new CommandLine.ParameterException(spec.commandLine(), text);
  }

  private static void watch(
      ConfigFile file, Optional<Recorder.Settings> recording, CountDownLatch end)
      throws InterruptedException {
    try (Daemon daemon = Daemon.start(file, recording, end::countDown)) {
      daemon.announceReady();
      end.await();
      daemon.announceStopping();
    }
  }

  /** SIGTERM and SIGINT: the main thread ends everything in order; this waits for it. */
  private static void endOrderly(CountDownLatch end, CountDownLatch ended, AtomicBoolean orderly) {
    end.countDown();
    try {
      boolean inTime = ended.await(LONGEST_END_MILLIS, TimeUnit.MILLISECONDS);
      if (!inTime) {
        log.warn("not everything ended in time");
      } else if (orderly.get()) {
        // Otherwise the status would be 143, which service managers take for a failure.
        Runtime.getRuntime().halt(0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The process ends anyway.
    }
  }

  private static ConfigFile open(ConfigSource source) {
    try {
      return ConfigFile.open(source, Supervisor::newId);
    } catch (ConfigException e) {
      throw new Refusal(
          Refusal.FAILED, "*** The configuration cannot be used ***\n" + e.getMessage());
    }
  }

  private static void greet(SentinelConfig config) {
    log.info("Sentinel HA {} starting, pid {}", Version.text(), ProcessHandle.current().pid());
    for (Problem warning : config.warnings()) {
      log.warn("{}", warning);
    }
  }
}
