package io.sentinelha.cli;

import io.sentinelha.core.config.ConfigException;
import io.sentinelha.core.config.ConfigFile;
import io.sentinelha.core.config.ConfigSource;
import io.sentinelha.core.config.Problem;
import io.sentinelha.core.config.SentinelConfig;
import io.sentinelha.core.config.ServerSettings;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
      "  sentinel run --state-dir /var/lib/sentinel-ha /etc/sentinel-ha/sentinel.conf"
    })
final class RunCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger("sentinel");
  private static final long LONGEST_END_MILLIS = 900;
  private static final String STATE_DIR = "--state-dir";

  @Option(
      names = STATE_DIR,
      paramLabel = "DIR",
      description =
          "Keep what must be remembered in this folder and never write FILE. May also follow FILE.")
  private Optional<Path> stateDirectory = Optional.empty();

  @Parameters(
      paramLabel = "FILE [--directive value ...]",
      arity = "0..*",
      description = "The configuration file, and directives that override its lines.")
  private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    takeStateDirectory();
    ConfigSource source = ConfigSource.fromArguments(arguments).withStdin(System.in);
    if (stateDirectory.isPresent()) {
      source = source.withStateDirectory(stateDirectory.get());
    }
    ConfigFile file = open(source);
    SentinelConfig config = file.config();
    ServerSettings.Daemon daemon = config.server().daemon();
    if (daemon.daemonize()) {
      return Background.start(arguments, stateDirectory);
    }
    Logging.configure(config.server());
    greet(config);
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicBoolean orderly = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endOrderly(end, ended, orderly)));
    try {
      watch(file, end);
      log.info("Sentinel is now ready to exit, bye bye...");
      orderly.set(true);
      return 0;
    } finally {
      ended.countDown();
    }
  }

  /** Whoever puts the option behind FILE, where directives stand, means the same. */
  private void takeStateDirectory() {
    int at = arguments.indexOf(STATE_DIR);
    if (at >= 0 && at + 1 < arguments.size()) {
      List<String> rest = new ArrayList<>(arguments);
      rest.remove(at);
      stateDirectory = Optional.of(Path.of(rest.remove(at)));
      arguments = rest;
    }
  }

  private static void watch(ConfigFile file, CountDownLatch end) throws InterruptedException {
    try (Daemon daemon = Daemon.start(file, end::countDown)) {
      daemon.announceReady();
      end.await();
      daemon.announceStopping();
    }
  }

  /** SIGTERM and SIGINT: the main thread ends everything in order; this waits for it. */
  private static void endOrderly(
      CountDownLatch end, CountDownLatch ended, AtomicBoolean orderly) {
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
