package io.sentinelha.cli;

import io.sentinelha.core.config.ServerSettings;
import io.sentinelha.core.config.ServerSettings.LogLevel;
import io.sentinelha.resp.server.ListenException;
import io.sentinelha.server.DataServer;
import io.sentinelha.server.config.ConfigException;
import io.sentinelha.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The bundled server. */
@Command(
    name = "server",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the bundled server: an in-memory server of the Redis protocol.",
      "",
      "FILE is a redis.conf; directives that this server does not have are refused. Words after it"
          + " are directives that override its lines, in the form --name value ..."
    },
    parameterListHeading = "%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:ended in good order",
      "1:the configuration cannot be used, or an address cannot be listened on",
      "2:wrong usage of the command line"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  sentinel server", "  sentinel server redis.conf --port 6380 --maxclients 100"})
final class ServerCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger("sentinel");

  /** After SIGTERM: for replicas to catch up, shutdown-timeout, and for saving. */
  private static final long LONGEST_END_MILLIS = 30_000;

  @Parameters(
      paramLabel = "[FILE] [--directive value ...]",
      arity = "0..*",
      description = "The configuration file, and directives that override its lines.")
  private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    ServerConfig config = ServerConfig.of(arguments);
    if (config.word("daemonize").filter("yes"::equalsIgnoreCase).isPresent()) {
      return Background.start("server", arguments, List.of());
    }
    Path folder = Path.of(config.word("dir").orElse(""));
    Logging.configure(logging(config), folder);
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicInteger status = new AtomicInteger();
    try (DataServer server = start(config, end, status);
        PidFile pidFile = PidFile.write(folder, config.word("pidfile").orElse(""))) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> endOrderly(server, ended, status)));
      log.info(
          "Sentinel HA {} server, PID: {}, port {}",
          Version.text(),
          ProcessHandle.current().pid(),
          server.port());
      pidFile.path().ifPresent(path -> log.debug("The process id is in {}", path));
      log.info("Ready to accept connections");
      end.await();
    } finally {
      ended.countDown();
    }
    log.info("ready to exit, bye bye...");
    return status.get();
  }

  /** The server itself refuses what is wrong in these. */
  private static ServerSettings.Logging logging(ServerConfig config) {
    return new ServerSettings.Logging(
        config.word("loglevel").map(ServerCommand::level).orElse(LogLevel.NOTICE),
        config.word("logfile").orElse(""),
        config.word("syslog-enabled").filter("yes"::equalsIgnoreCase).isPresent(),
        config.word("syslog-ident").orElse("redis"),
        config.word("syslog-facility").orElse("local0"));
  }

  private static LogLevel level(String word) {
    return Arrays.stream(LogLevel.values())
        .filter(level -> level.name().equalsIgnoreCase(word))
        .findFirst()
        .orElse(LogLevel.NOTICE);
  }

  private static DataServer start(ServerConfig config, CountDownLatch end, AtomicInteger status) {
    try {
      return DataServer.start(
          config,
          code -> {
            status.set(code);
            end.countDown();
          },
          word -> Logging.level(level(word)));
    } catch (ConfigException e) {
      throw new Refusal(
          Refusal.FAILED, "*** The configuration cannot be used ***\n" + e.getMessage());
    } catch (ListenException e) {
      throw new Refusal(Refusal.FAILED, "*** Cannot start *** " + e.getMessage());
    }
  }

  /** SIGTERM and SIGINT: the main thread ends everything in order; this waits for it. */
  private static void endOrderly(DataServer server, CountDownLatch ended, AtomicInteger status) {
    server.requestEnd();
    try {
      if (ended.await(LONGEST_END_MILLIS, TimeUnit.MILLISECONDS)) {
        // Otherwise the status would be 143, which service managers take for a failure.
        Runtime.getRuntime().halt(status.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The process ends anyway.
    }
  }
}
