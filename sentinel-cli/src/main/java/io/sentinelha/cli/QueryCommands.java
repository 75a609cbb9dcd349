package io.sentinelha.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.sentinel.api.sync.RedisSentinelCommands;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands that ask a running supervisor, ours or Redis'. */
final class QueryCommands {

  private QueryCommands() {}

  /** Whom to ask, and how to print the answer. */
  static final class Target {
    @Option(names = "--help", usageHelp = true, description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private boolean help;

    @Option(
        names = {"-h", "--host"},
        paramLabel = "HOST",
        description = "Address of the supervisor to ask (${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    private int port = 26379;
    private boolean isNamed = true;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--user", paramLabel = "USER", description = "User to log in as (default).")
    private Optional<String> user = Optional.empty();

    @Option(
        names = {"--pass", "--password"},
        paramLabel = "PASSWORD",
        description =
            "Password. Others can see it in the list of processes: the environment variable"
                + " REDISCLI_AUTH is safer.")
    private Optional<String> password = Optional.empty();

    @Option(
        names = "--json",
        description = "Print JSON with all fields that the supervisor tells, not only the columns.")
    private boolean json;

    @Option(
        names = {"-p", "--port"},
        paramLabel = "PORT",
        defaultValue = "26379",
        description = "Its port (${DEFAULT-VALUE}).")
    void setPort(int number) {
      if (number < 1 || number > 65_535) {
        String text = "--port must be a port between 1 and 65535: got " + number;
        throw new ParameterException(requireNonNull(command).commandLine(), text);
      }
      port = number;
    }

    String address() {
      return host + ":" + port;
    }

    boolean wantsJson() {
      return json;
    }

    /** The same way of asking, at an address that nobody has typed. */
    Target at(String otherHost, int otherPort) {
      Target other = new Target();
      other.host = otherHost;
      other.port = otherPort;
      other.isNamed = false;
      other.user = user;
      other.password = password;
      return other;
    }

    <T> T ask(Function<RedisSentinelCommands<String, String>, T> question) {
      RedisURI uri =
          RedisURI.builder()
              .withHost(host)
              .withPort(port)
              .withTimeout(Duration.ofSeconds(3))
              .build();
      Optional<String> secret =
          password.or(() -> Optional.ofNullable(System.getenv("REDISCLI_AUTH")));
      secret.ifPresent(
          p -> {
            uri.setCredentialsProvider(
                new StaticCredentialsProvider(user.orElse("default"), p.toCharArray()));
          });
      RedisClient client = RedisClient.create(uri);
      try {
        return question.apply(client.connectSentinel().sync());
      } catch (RedisConnectionException e) {
        throw unreachable(e);
      } catch (RedisCommandExecutionException e) {
        throw refused(e);
      } finally {
        client.shutdown(Duration.ZERO, Duration.ofMillis(500));
      }
    }

    private Refusal unreachable(RedisConnectionException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      String why = String.valueOf(root.getMessage());
      if (why.startsWith("NOAUTH") || why.startsWith("WRONGPASS")) {
        return new Refusal(Refusal.NOT_LET_IN, host + ":" + port + " does not let us in: " + why);
      }
      return new Refusal(
          Refusal.UNREACHABLE,
          "no supervisor at "
              + host
              + ":"
              + port
              + " ("
              + why
              + (isNamed ? "); name one with --host and --port" : ")"));
    }

    private static Refusal refused(RedisCommandExecutionException e) {
      String text = String.valueOf(e.getMessage());
      if (text.startsWith("ERR No such master")) {
        return new Refusal(Refusal.NO_SUCH_PRIMARY, "no such master: see 'sentinel masters'");
      }
      if (text.startsWith("ERR unknown subcommand") || text.startsWith("ERR Unknown sentinel")) {
        return new Refusal(Refusal.FAILED, "keeps no history: it is not one of this product");
      }
      boolean notLetIn = text.startsWith("NOAUTH") || text.startsWith("NOPERM");
      return new Refusal(notLetIn ? Refusal.NOT_LET_IN : Refusal.FAILED, text);
    }

    /** Prints entries as a table with these columns, or completely as JSON. */
    void print(
        PrintWriter out, String kind, List<Map<String, String>> items, List<String> columns) {
      if (json) {
        printJson(out, kind, items);
      } else {
        Table.print(out, columns, items);
      }
    }

    /** Prints entries completely, each an object of texts and lists of such objects. */
    static void printJson(PrintWriter out, String kind, List<?> items) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("apiVersion", "v1");
      document.put("kind", kind);
      document.put("items", items);
      printJson(out, document);
    }

    static void printJson(PrintWriter out, Object document) {
      try {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        out.println(mapper.writeValueAsString(document));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e); // Maps of strings and lists are always JSON.
      }
    }
  }

  @Command(
      name = "masters",
      description = {
        "Lists the masters that a supervisor watches.",
        "",
        "Any supervisor of this protocol can be asked, redis-sentinel too. The flags of a master that"
            + " is well are 'master' alone; s_down: down in this supervisor's eyes; o_down: enough"
            + " supervisors agree."
      },
      exitCodeListHeading = "%nExit status:%n",
      exitCodeList = {
        "0:done",
        "1:failed; the reason is on standard error",
        "2:wrong usage of the command line",
        "4:no supervisor answers at that address",
        "7:the supervisor wants a password, or another one"
      },
      footerHeading = "%nExamples:%n",
      footer = {"  sentinel masters -h 10.0.0.5 -p 26379", "  sentinel masters --json"})
  static final class Masters implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Target target = new Target();

    @Override
    public Integer call() {
      List<Map<String, String>> masters = target.ask(RedisSentinelCommands::masters);
      target.print(
          spec.commandLine().getOut(),
          "MasterList",
          masters,
          List.of(
              "name",
              "ip",
              "port",
              "flags",
              "num-slaves",
              "num-other-sentinels",
              "quorum",
              "config-epoch"));
      return 0;
    }
  }

  @Command(
      name = "replicas",
      description = {
        "Lists the replicas of a master, as a supervisor knows them.",
        "",
        "A slave-priority of 0 means: never to be promoted; lower numbers are preferred."
      },
      exitCodeListHeading = "%nExit status:%n",
      exitCodeList = {
        "0:done",
        "1:failed; the reason is on standard error",
        "2:wrong usage of the command line",
        "3:no master of that name is watched",
        "4:no supervisor answers at that address",
        "7:the supervisor wants a password, or another one"
      },
      footerHeading = "%nExample:%n",
      footer = {"  sentinel replicas mymaster -p 26379"})
  static final class Replicas implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Target target = new Target();

    @Parameters(paramLabel = "NAME", description = "The master's name.")
    private String name = "";

    @Override
    public Integer call() {
      List<Map<String, String>> replicas = target.ask(commands -> commands.replicas(name));
      target.print(
          spec.commandLine().getOut(),
          "ReplicaList",
          replicas,
          List.of(
              "name",
              "flags",
              "master-link-status",
              "slave-priority",
              "slave-repl-offset",
              "master-host",
              "master-port"));
      return 0;
    }
  }

  @Command(
      name = "sentinels",
      description = {
        "Lists the other supervisors of a master; the one that is asked is not in the list.",
        "",
        "last-hello-message is the time since that supervisor was last heard, in milliseconds."
      },
      exitCodeListHeading = "%nExit status:%n",
      exitCodeList = {
        "0:done",
        "1:failed; the reason is on standard error",
        "2:wrong usage of the command line",
        "3:no master of that name is watched",
        "4:no supervisor answers at that address",
        "7:the supervisor wants a password, or another one"
      },
      footerHeading = "%nExample:%n",
      footer = {"  sentinel sentinels mymaster -p 26379"})
  static final class Sentinels implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Target target = new Target();

    @Parameters(paramLabel = "NAME", description = "The master's name.")
    private String name = "";

    @Override
    public Integer call() {
      List<Map<String, String>> peers =
          target.ask(
              commands ->
                  commands.dispatch(
                      new SentinelKeyword(),
                      new MapListOutput(),
                      new io.lettuce.core.protocol.CommandArgs<>(
                              io.lettuce.core.codec.StringCodec.UTF8)
                          .add("SENTINELS")
                          .add(name)));
      target.print(
          spec.commandLine().getOut(),
          "SentinelList",
          peers,
          List.of("ip", "port", "flags", "last-hello-message", "runid"));
      return 0;
    }
  }

  @Command(
      name = "master-addr",
      description = {"Prints where a master is now: address and port, separated by a blank."},
      exitCodeListHeading = "%nExit status:%n",
      exitCodeList = {
        "0:done",
        "1:failed; the reason is on standard error",
        "2:wrong usage of the command line",
        "3:no master of that name is watched",
        "4:no supervisor answers at that address",
        "7:the supervisor wants a password, or another one"
      },
      footerHeading = "%nExamples:%n",
      footer = {"  $ sentinel master-addr mymaster -p 26379", "  10.0.0.1 6379"})
  static final class MasterAddr implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Target target = new Target();

    @Parameters(paramLabel = "NAME", description = "The master's name.")
    private String name = "";

    @Override
    public Integer call() {
      SocketAddress address = target.ask(commands -> commands.getMasterAddrByName(name));
      if (!(address instanceof InetSocketAddress found)) {
        throw new Refusal(Refusal.NO_SUCH_PRIMARY, "no such master: '" + name + "'");
      }
      Map<String, String> item = new LinkedHashMap<>();
      item.put("name", name);
      item.put("ip", found.getHostString());
      item.put("port", Integer.toString(found.getPort()));
      PrintWriter out = spec.commandLine().getOut();
      if (target.json) {
        target.print(out, "MasterAddress", List.of(item), List.of());
      } else {
        out.println(found.getHostString() + " " + found.getPort());
      }
      return 0;
    }
  }

  /** Plain columns, as wide as their widest entry. */
  private static final class Table {
    static void print(PrintWriter out, List<String> columns, List<Map<String, String>> items) {
      List<List<String>> rows = new ArrayList<>();
      rows.add(columns.stream().map(c -> c.toUpperCase(java.util.Locale.ROOT)).toList());
      items.forEach(
          item -> rows.add(columns.stream().map(c -> item.getOrDefault(c, "-")).toList()));
      int[] widths = new int[columns.size()];
      rows.forEach(
          row -> {
            for (int i = 0; i < widths.length; i++) {
              widths[i] = Math.max(widths[i], row.get(i).length());
            }
          });
      for (List<String> row : rows) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
          line.append(String.format("%-" + Math.max(1, widths[i]) + "s  ", row.get(i)));
        }
        out.println(line.toString().stripTrailing());
      }
    }
  }
}
