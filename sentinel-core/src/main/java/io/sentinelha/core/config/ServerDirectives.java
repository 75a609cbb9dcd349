package io.sentinelha.core.config;

import io.sentinelha.core.config.ServerSettings.ClientClass;
import io.sentinelha.core.config.ServerSettings.LogLevel;
import io.sentinelha.core.config.ServerSettings.OutputLimit;
import io.sentinelha.core.config.ServerSettings.ShutdownFlag;
import io.sentinelha.core.config.ServerSettings.Supervision;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The server directives that do something, and those that are refused. */
final class ServerDirectives {

  private static final int ANY = Integer.MAX_VALUE;
  private static final int MOST_BIND_ADDRESSES = 16;
  private static final long MOST_CLIENTS = 4_294_967_295L;

  static final List<ServerDirective> ALL =
      List.of(
          readEarlier("include", "<file or pattern>", "", "reads another file here"),
          readEarlier("dir", "<folder>", "the start folder", "where relative names start"),
          one("port", "<port>", "26379", "TCP port for commands; 0 for none")
              .to((draft, args) -> draft.port = args.port(0, "")),
          new ServerDirective(
              Directive.server(
                  "bind",
                  "<address> ...",
                  "* -::*",
                  "addresses to listen on; '-' in front: if there"),
              0,
              MOST_BIND_ADDRESSES,
              (draft, args) ->
                  draft.bind = args.texts().stream().filter(t -> !t.isEmpty()).toList()),
          one("bind-source-addr", "<ip>", "", "source address of outgoing links")
              .to((draft, args) -> draft.sourceAddress = optionalAddress(args)),
          one("tcp-backlog", "<n>", "511", "no effect: the system's own limit holds")
              .to((draft, args) -> draft.backlog = args.natural(0, 0)),
          one("unixsocket", "<path>", "", "no effect yet: not opened")
              .to((draft, args) -> draft.unixSocket = optional(args.text(0))),
          one("unixsocketperm", "<octal>", "0", "no effect yet")
              .to((draft, args) -> draft.unixSocketMode = octal(args)),
          one(
                  "protected-mode",
                  "<yes|no>",
                  "no",
                  "serve only local clients while no password is set")
              .to((draft, args) -> draft.protectedMode = args.yesNo(0)),
          new ServerDirective(
              Directive.server(
                      "requirepass", "<password>", "", "password of clients, and of links to peers")
                  .hidden(),
              1,
              1,
              (draft, args) -> draft.requirePass = optional(args.text(0))),
          new ServerDirective(
              Directive.server("user", "default <rule> ...", "", "login of the default user")
                  .hidden(),
              1,
              ANY,
              ServerDirectives::user),
          one("maxclients", "<n>", "10000", "connections at a time")
              .to((draft, args) -> draft.mostClients = args.integer(0, "", 1, MOST_CLIENTS)),
          one("timeout", "<s>", "0", "disconnect idle clients after this; 0 for never")
              .to((draft, args) -> draft.idleTimeout = seconds(args)),
          one("tcp-keepalive", "<s>", "300", "probe idle connections this often; 0 for never")
              .to((draft, args) -> draft.keepalive = seconds(args)),
          new ServerDirective(
              Directive.server(
                  "client-output-buffer-limit",
                  "<normal|replica|pubsub> <hard> <soft> <s> ...",
                  "normal 0 0 0 replica 256mb 64mb 60 pubsub 32mb 8mb 60",
                  "when clients that read too slowly are disconnected"),
              4,
              ANY,
              ServerDirectives::outputLimits),
          new ServerDirective(
              Directive.server(
                  "rename-command", "<old> <new>", "", "calls one of our own commands otherwise"),
              2,
              2,
              ServerDirectives::renameCommand),
          one("acllog-max-len", "<n>", "128", "no effect yet: ACL LOG remembers 128 refusals")
              .to((draft, args) -> draft.aclLogLength = args.integer(0, "", 0, Long.MAX_VALUE)),
          one(
                  "loglevel",
                  "<debug|verbose|notice|warning|nothing>",
                  "notice",
                  "least that is logged")
              .to((draft, args) -> draft.logLevel = args.choice(0, names(LogLevel.values()))),
          one("logfile", "<path>", "", "log file; empty for standard output")
              .to(ServerDirectives::logFile),
          one("syslog-enabled", "<yes|no>", "no", "no effect yet")
              .to((draft, args) -> draft.syslog = args.yesNo(0)),
          one("syslog-ident", "<name>", "redis", "no effect yet")
              .to((draft, args) -> draft.syslogIdent = args.line(0, "")),
          one("syslog-facility", "<user|local0..local7>", "local0", "no effect yet")
              .to((draft, args) -> draft.syslogFacility = args.choice(0, facilities())),
          one("daemonize", "<yes|no>", "no", "run in the background")
              .to((draft, args) -> draft.daemonize = args.yesNo(0)),
          one("pidfile", "<path>", "", "file with the process id")
              .to((draft, args) -> draft.pidFile = args.line(0, "")),
          one(
                  "supervised",
                  "<no|upstart|systemd|auto>",
                  "no",
                  "tell a supervisor of processes when ready")
              .to((draft, args) -> draft.supervised = args.choice(0, names(Supervision.values()))),
          one("shutdown-timeout", "<s>", "10", "no effect: a shutdown takes less than a second")
              .to((draft, args) -> draft.shutdownTimeout = seconds(args)),
          new ServerDirective(
              Directive.server(
                  "shutdown-on-sigint",
                  "<default|save|nosave|now|force> ...",
                  "default",
                  "no effect: everything is saved already"),
              1,
              ANY,
              (draft, args) -> draft.onSigint = shutdownFlags(args)),
          new ServerDirective(
              Directive.server(
                  "shutdown-on-sigterm",
                  "<default|save|nosave|now|force> ...",
                  "default",
                  "no effect: everything is saved already"),
              1,
              ANY,
              (draft, args) -> draft.onSigterm = shutdownFlags(args)),
          own("metrics-port", "<port>", "0", "HTTP port for metrics and health; 0 for none")
              .to((draft, args) -> draft.metricsPort = args.port(0, "")),
          own("metrics-bind", "<ip>", "127.0.0.1", "address of that port")
              .to((draft, args) -> draft.metricsBind = args.address(0, "")),
          refused("tls-port", "<port>", "0", "0", "TLS port for commands"),
          refused("tls-replication", "<yes|no>", "no", "no", "TLS on outgoing links"),
          refused("tls-cluster", "<yes|no>", "no", "no", "TLS on the bus of a cluster"),
          refused("aclfile", "<path>", "", "", "file with users"));

  private ServerDirectives() {}

  /** A directive whose effect is still to be said. */
  private record Named(Directive info) {
    ServerDirective to(ServerDirective.Effect effect) {
      return new ServerDirective(info, 1, 1, effect);
    }
  }

  private static Named one(String name, String arguments, String standard, String summary) {
    return new Named(Directive.server(name, arguments, standard, summary));
  }

  private static Named own(String name, String arguments, String standard, String summary) {
    return new Named(Directive.server(name, arguments, standard, summary).own());
  }

  /** What the {@link Expander} checks and carries out while it reads. */
  private static ServerDirective readEarlier(
      String name, String arguments, String standard, String summary) {
    Directive info = Directive.server(name, arguments, standard, summary);
    return new ServerDirective(info, 0, ANY, (draft, args) -> {});
  }

  private static ServerDirective refused(
      String name, String arguments, String standard, String harmless, String summary) {
    return new ServerDirective(
        Directive.server(name, arguments, standard, summary).refused(),
        1,
        1,
        (draft, args) -> {
          if (!args.text(0).equalsIgnoreCase(harmless)) {
            throw new BadValue(
                "is not supported yet: remove the line"
                    + (harmless.isEmpty() ? "" : " or say " + harmless),
                args.text(0));
          }
        });
  }

  private static Optional<String> optional(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static Optional<String> optionalAddress(Arguments args) throws BadValue {
    return args.text(0).isEmpty() ? Optional.empty() : Optional.of(args.address(0, ""));
  }

  private static Duration seconds(Arguments args) throws BadValue {
    return Duration.ofSeconds(args.natural(0, 0));
  }

  private static int octal(Arguments args) throws BadValue {
    String text = args.text(0);
    if (!text.matches("0*[0-7]{1,3}")) {
      throw new BadValue("must be an octal number in 0..777", text);
    }
    return Integer.parseInt(text, 8);
  }

  private static void user(ServerDraft draft, Arguments args) throws BadValue {
    if (!args.text(0).equals("default")) {
      throw new BadValue(
          "must be the user 'default': others are not supported yet, remove the line",
          args.text(0));
    }
    if (draft.userLine.isPresent()) {
      throw new BadValue("must be given once for the user 'default'");
    }
    draft.userLine = Optional.of(UserRules.read(args.from(1)));
  }

  private static void outputLimits(ServerDraft draft, Arguments args) throws BadValue {
    if (args.count() % 4 != 0) {
      throw new BadValue(
          "takes groups of <class> <hard> <soft> <s>: got " + args.count() + " arguments");
    }
    for (int i = 0; i < args.count(); i += 4) {
      Arguments group = args.from(i);
      Duration softTime = Duration.ofSeconds(group.integer(3, "seconds", 0, Integer.MAX_VALUE));
      OutputLimit limit = new OutputLimit(group.memory(1), group.memory(2), softTime);
      draft.outputLimits.put(group.choice(0, clientClasses()), limit);
    }
  }

  private static Map<String, ClientClass> clientClasses() {
    Map<String, ClientClass> classes = new LinkedHashMap<>(names(ClientClass.values()));
    classes.put("slave", ClientClass.REPLICA);
    return classes;
  }

  private static void renameCommand(ServerDraft draft, Arguments args) throws BadValue {
    String old = args.line(0, "old name").toUpperCase(Locale.ROOT);
    String renamed = args.line(1, "new name");
    if (draft.renamedCommands.containsKey(old)) {
      throw new BadValue("must rename a command once", old);
    }
    boolean taken = draft.renamedCommands.values().stream().anyMatch(renamed::equalsIgnoreCase);
    if (taken && !renamed.isEmpty()) {
      throw new BadValue("must give two commands two names", renamed);
    }
    draft.renamedCommands.put(old, renamed);
  }

  /** Refused now rather than when the first line is lost. */
  private static void logFile(ServerDraft draft, Arguments args) throws BadValue {
    String name = args.line(0, "");
    if (!name.isEmpty() && !isInAFolder(draft.directory, name)) {
      throw new BadValue("must be in a folder that exists", name);
    }
    draft.logFile = name;
  }

  private static boolean isInAFolder(Path directory, String name) {
    try {
      Path file = directory.resolve(name);
      return !Files.isDirectory(file) && Files.isDirectory(file.resolveSibling(""));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static Set<ShutdownFlag> shutdownFlags(Arguments args) throws BadValue {
    Set<ShutdownFlag> flags = EnumSet.noneOf(ShutdownFlag.class);
    boolean standard = args.count() == 1 && args.text(0).equalsIgnoreCase("default");
    for (int i = 0; i < args.count() && !standard; i++) {
      flags.add(args.choice(i, names(ShutdownFlag.values())));
    }
    if (flags.contains(ShutdownFlag.SAVE) && flags.contains(ShutdownFlag.NOSAVE)) {
      throw new BadValue("must not say both save and nosave", "save nosave");
    }
    return flags;
  }

  private static <E extends Enum<E>> Map<String, E> names(E[] values) {
    return Arguments.choices(List.of(values), value -> value.name().toLowerCase(Locale.ROOT));
  }

  private static Map<String, String> facilities() {
    List<String> names =
        List.of(
            "user", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7");
    return Arguments.choices(names, name -> name);
  }
}
