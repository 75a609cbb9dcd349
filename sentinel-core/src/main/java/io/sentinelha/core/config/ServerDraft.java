package io.sentinelha.core.config;

import io.sentinelha.core.config.ServerSettings.ClientClass;
import io.sentinelha.core.config.ServerSettings.LogLevel;
import io.sentinelha.core.config.ServerSettings.OutputLimit;
import io.sentinelha.core.config.ServerSettings.ShutdownFlag;
import io.sentinelha.core.config.ServerSettings.Supervision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Server settings while lines are being applied; starts with the defaults. */
final class ServerDraft {
  int port = 26379;
  List<String> bind = List.of("*", "-::*");
  Optional<String> sourceAddress = Optional.empty();
  int backlog = 511;
  Optional<String> unixSocket = Optional.empty();
  int unixSocketMode;

  boolean protectedMode;
  long mostClients = 10_000;
  Duration idleTimeout = Duration.ZERO;
  Duration keepalive = Duration.ofMinutes(5);
  final Map<ClientClass, OutputLimit> outputLimits = standardLimits();
  final Map<String, String> renamedCommands = new HashMap<>();
  long aclLogLength = 128;

  LogLevel logLevel = LogLevel.NOTICE;
  String logFile = "";
  boolean syslog;
  String syslogIdent = "redis";
  String syslogFacility = "local0";

  final Path directory;
  boolean daemonize;
  String pidFile = "";
  Supervision supervised = Supervision.NO;
  Duration shutdownTimeout = Duration.ofSeconds(10);
  Set<ShutdownFlag> onSigint = Set.of();
  Set<ShutdownFlag> onSigterm = Set.of();

  int metricsPort;
  String metricsBind = "127.0.0.1";

  Optional<String> requirePass = Optional.empty();
  Optional<DefaultUser> userLine = Optional.empty();

  ServerDraft(Path directory) {
    this.directory = directory;
  }

  private static Map<ClientClass, OutputLimit> standardLimits() {
    Map<ClientClass, OutputLimit> limits = new EnumMap<>(ClientClass.class);
    limits.put(ClientClass.NORMAL, new OutputLimit(0, 0, Duration.ZERO));
    limits.put(ClientClass.REPLICA, new OutputLimit(256L << 20, 64L << 20, Duration.ofMinutes(1)));
    limits.put(ClientClass.PUBSUB, new OutputLimit(32L << 20, 8L << 20, Duration.ofMinutes(1)));
    return limits;
  }

  ServerSettings freeze() {
    return new ServerSettings(
        new ServerSettings.Listen(port, bind, sourceAddress, backlog, unixSocket, unixSocketMode),
        new ServerSettings.Clients(
            protectedMode,
            mostClients,
            idleTimeout,
            keepalive,
            outputLimits,
            renamedCommands,
            aclLogLength),
        new ServerSettings.Logging(logLevel, logFile, syslog, syslogIdent, syslogFacility),
        new ServerSettings.Daemon(
            directory, daemonize, pidFile, supervised, shutdownTimeout, onSigint, onSigterm),
        new ServerSettings.Metrics(metricsPort, metricsBind),
        requirePass);
  }

  /**
   * The default user: what its {@code user} line says if there is one, which then overrides {@code
   * requirepass} altogether, as in Redis.
   */
  DefaultUser defaultUser() {
    return userLine.orElseGet(
        () -> requirePass.map(DefaultUser::withPassword).orElse(DefaultUser.OPEN));
  }
}
