package io.sentinelha.core.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the directives that are not about watching come to: how the process listens, logs and runs.
 * Redis' defaults in Sentinel mode hold for what no line says.
 *
 * @param requirePass the password that clients must give; also what links to peers log in with when
 *     no {@code sentinel-pass} is set; empty for none
 */
public record ServerSettings(
    Listen listen,
    Clients clients,
    Logging logging,
    Daemon daemon,
    Metrics metrics,
    Optional<String> requirePass) {

  /** Never shows the password: this text may end up in a log. */
  @Override
  public String toString() {
    return "ServerSettings["
        + List.of(listen, clients, logging, daemon, metrics)
        + ", requirePass="
        + (requirePass.isPresent() ? "set" : "none")
        + "]";
  }

  /**
   * Where commands are accepted.
   *
   * @param port from 0 to 65535; 0 for no TCP
   * @param bind addresses or host names to listen on, in order; one that begins with a dash may be
   *     unavailable; {@code *} and {@code -::*} for all; none at all means no TCP
   * @param sourceAddress what outgoing links are bound to; empty for the system's choice
   * @param backlog connections that the kernel may hold before they are accepted; at least 0
   * @param unixSocket as given; relative to {@link Daemon#directory}; empty for none
   * @param unixSocketMode permission bits from 0 to 0777; 0 leaves the choice to the umask
   */
  public record Listen(
      int port,
      List<String> bind,
      Optional<String> sourceAddress,
      int backlog,
      Optional<String> unixSocket,
      int unixSocketMode) {

    /** What to say when there {@linkplain #isNowhere is no way in}. */
    public static final String NOWHERE =
        "configured to listen nowhere: set port and bind, or unixsocket";

    public Listen {
      bind = List.copyOf(bind);
    }

    /** Whether commands are accepted over TCP. */
    public boolean isTcp() {
      return port != 0 && !bind.isEmpty();
    }

    /** Whether there is no way in at all, with which no supervisor starts. */
    public boolean isNowhere() {
      return !isTcp() && unixSocket.isEmpty();
    }
  }

  /**
   * How clients are treated.
   *
   * @param protectedMode whether only local clients are served while there is no password
   * @param most connections at a time; at least 1
   * @param idleTimeout after which a client is disconnected; zero for never
   * @param keepalive between probes of an idle connection; zero for none
   * @param outputLimits for every class of client
   * @param renamedCommands the new name by the upper-case old one; an empty new name removes the
   *     command
   * @param aclLogLength entries that {@code ACL LOG} keeps; at least 0
   */
  public record Clients(
      boolean protectedMode,
      long most,
      Duration idleTimeout,
      Duration keepalive,
      Map<ClientClass, OutputLimit> outputLimits,
      Map<String, String> renamedCommands,
      long aclLogLength) {

    public Clients {
      outputLimits = Map.copyOf(outputLimits);
      renamedCommands = Map.copyOf(renamedCommands);
    }
  }

  /** Kinds of clients whose output buffers are limited. */
  public enum ClientClass {
    NORMAL,
    REPLICA,
    PUBSUB
  }

  /**
   * When a client that reads too slowly is disconnected.
   *
   * @param hardBytes at once beyond this; 0 for no such limit
   * @param softBytes beyond this for longer than {@code softTime}; 0 for no such limit
   */
  public record OutputLimit(long hardBytes, long softBytes, Duration softTime) {}

  /**
   * Where the log goes.
   *
   * @param file as given; relative to {@link Daemon#directory}; empty for standard output
   * @param syslogFacility {@code user} or {@code local0} to {@code local7}
   */
  public record Logging(
      LogLevel level, String file, boolean syslog, String syslogIdent, String syslogFacility) {}

  /** The least important messages that are logged; each level includes those after it. */
  public enum LogLevel {
    DEBUG,
    VERBOSE,
    NOTICE,
    WARNING,
    NOTHING
  }

  /**
   * How the process runs.
   *
   * @param directory absolute; relative names of other settings start from here
   * @param pidFile as given; relative to {@code directory}; empty for none unless the process runs
   *     in the background
   * @param shutdownTimeout how long a shutdown may wait
   * @param onSigint what an interrupt adds to a shutdown; empty for the default
   * @param onSigterm what a termination request adds to a shutdown; empty for the default
   */
  public record Daemon(
      Path directory,
      boolean daemonize,
      String pidFile,
      Supervision supervised,
      Duration shutdownTimeout,
      Set<ShutdownFlag> onSigint,
      Set<ShutdownFlag> onSigterm) {

    public Daemon {
      onSigint = Set.copyOf(onSigint);
      onSigterm = Set.copyOf(onSigterm);
    }
  }

  /** Who is told that the process is ready. */
  public enum Supervision {
    NO,
    UPSTART,
    SYSTEMD,
    /** Whichever of the two the environment speaks of. */
    AUTO
  }

  /** The options of {@code SHUTDOWN}. */
  public enum ShutdownFlag {
    SAVE,
    NOSAVE,
    NOW,
    FORCE
  }

  /**
   * Where figures can be read.
   *
   * @param port of the HTTP listener, from 0 to 65535; 0 for none
   * @param bind a literal address
   */
  public record Metrics(int port, String bind) {}
}
