package io.sentinelha.bench;

import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One primary with two replicas, and three supervisors that watch it, all on loopback. */
public final class Group implements AutoCloseable {

  public static final String NAME = "mymaster";

  public static final int NODES = 3;

  /** Three data nodes that are redis-server. */
  public static final List<List<String>> REDIS_SERVERS = alike(List.of("redis-server", "{conf}"));

  private static final int START_MILLIS = 120_000;
  private static final int CONNECT_MILLIS = 500;

  /**
   * How a group is set up.
   *
   * @param supervisors the command line of each supervisor; {@code {conf}} stands for its
   *     configuration file
   * @param servers the command line of each data node, likewise; the first is the first primary
   * @param downAfterMillis of the primary
   * @param failoverTimeoutMillis of the primary
   * @param moreLines for every supervisor's configuration
   * @param secrets when everybody must log in
   */
  public record Setup(
      List<List<String>> supervisors,
      List<List<String>> servers,
      int downAfterMillis,
      int failoverTimeoutMillis,
      List<String> moreLines,
      Optional<Secrets> secrets) {

    /** Without passwords. */
    public Setup(
        List<List<String>> supervisors,
        List<List<String>> servers,
        int downAfterMillis,
        int failoverTimeoutMillis,
        List<String> moreLines) {
      this(
          supervisors,
          servers,
          downAfterMillis,
          failoverTimeoutMillis,
          moreLines,
          Optional.empty());
    }
  }

  /**
   * Passwords of the default users. How the supervisors log in at the data nodes is left to {@link
   * Setup#moreLines}.
   *
   * @param supervisor asked by the supervisors of clients and of each other
   * @param server asked by the data nodes, of replicas too
   */
  public record Secrets(String supervisor, String server) {}

  private final Setup setup;
  private final Path folder;
  private final List<ServerProcess> servers = new ArrayList<>();
  private final List<ServerProcess> supervisors = new ArrayList<>();
  private int primaryPort;

  private Group(Setup setup, Path folder) {
    this.setup = setup;
    this.folder = folder;
  }

  /** The same command line for each data node. */
  public static List<List<String>> alike(List<String> server) {
    return Collections.nCopies(NODES, server);
  }

  /** Starts everything and waits until everybody knows everybody. */
  public static Group start(Setup setup, Path folder) throws IOException {
    Group group = new Group(setup, folder);
    try {
      group.open();
      return group;
    } catch (IOException | RuntimeException e) {
      group.close();
      throw e;
    }
  }

  private void open() throws IOException {
    List<Integer> ports = Ports.free(NODES + setup.supervisors.size());
    primaryPort = ports.get(0);
    for (int i = 0; i < NODES; i++) {
      servers.add(startServer(i, ports.get(i)));
    }
    for (ServerProcess server : servers) {
      Await.until("server " + server.port + " answers", START_MILLIS, () -> answers(server.port));
    }
    for (ServerProcess server : servers.subList(1, NODES)) {
      Await.until(
          "replica " + server.port + " is linked",
          START_MILLIS,
          () -> follows(server.port, primaryPort));
    }
    for (int i = 0; i < setup.supervisors.size(); i++) {
      supervisors.add(startSupervisor(i, ports.get(NODES + i)));
    }
    awaitHealthy(START_MILLIS);
  }

  private ServerProcess startServer(int index, int port) throws IOException {
    Path home = Files.createDirectories(folder.resolve("server" + index));
    List<String> lines = new ArrayList<>();
    lines.add("port " + port);
    lines.add("bind 127.0.0.1");
    lines.add("dir " + home);
    lines.add("save \"\"");
    lines.add("repl-diskless-sync-delay 0");
    lines.add("repl-backlog-size 32mb");
    setup.secrets.ifPresent(
        secrets -> {
          lines.add("requirepass " + secrets.server);
          lines.add("masterauth " + secrets.server);
        });
    if (index > 0) {
      lines.add("replicaof 127.0.0.1 " + primaryPort);
    }
    Path conf = home.resolve("server.conf");
    Files.write(conf, lines);
    return ServerProcess.start(with(setup.servers.get(index), conf), home, "server" + index, port);
  }

  private ServerProcess startSupervisor(int index, int port) throws IOException {
    Path home = Files.createDirectories(folder.resolve("supervisor" + index));
    List<String> lines = new ArrayList<>();
    lines.add("port " + port);
    lines.add("bind 127.0.0.1");
    lines.add("dir " + home);
    lines.add("sentinel monitor " + NAME + " 127.0.0.1 " + primaryPort + " 2");
    lines.add("sentinel down-after-milliseconds " + NAME + " " + setup.downAfterMillis);
    lines.add("sentinel failover-timeout " + NAME + " " + setup.failoverTimeoutMillis);
    setup.secrets.ifPresent(secrets -> lines.add("requirepass " + secrets.supervisor));
    lines.addAll(setup.moreLines);
    Path conf = home.resolve("sentinel.conf");
    Files.write(conf, lines);
    return ServerProcess.start(
        with(setup.supervisors.get(index), conf), home, "supervisor" + index, port);
  }

  private static List<String> with(List<String> command, Path conf) {
    return command.stream().map(word -> word.replace("{conf}", conf.toString())).toList();
  }

  public List<ServerProcess> servers() {
    return List.copyOf(servers);
  }

  public Optional<Secrets> secrets() {
    return setup.secrets;
  }

  public List<ServerProcess> supervisors() {
    return List.copyOf(supervisors);
  }

  /** The process of the present primary. */
  public ServerProcess primary() {
    return server(primaryPort);
  }

  public ServerProcess server(int port) {
    return servers.stream().filter(s -> s.port == port).findFirst().orElseThrow();
  }

  public void primaryIs(int port) {
    primaryPort = port;
  }

  /**
   * Ends a supervisor in order and starts another program on its configuration file and port.
   *
   * @param command as in {@link Setup}
   */
  public void replaceSupervisor(int index, List<String> command)
      throws IOException, InterruptedException {
    ServerProcess former = supervisors.get(index);
    former.terminate(START_MILLIS / 1_000);
    Path home = folder.resolve("supervisor" + index);
    List<String> words = with(command, home.resolve("sentinel.conf"));
    supervisors.set(index, ServerProcess.start(words, home, "supervisor" + index, former.port));
  }

  /**
   * Waits until everybody agrees and all replicas follow the present primary.
   *
   * @throws IllegalStateException if that takes longer, with what the supervisors printed, or
   *     somebody ended, with what that one printed
   */
  public void awaitHealthy(int millis) {
    try {
      Await.until(
          "the group is healthy",
          millis,
          () -> {
            Optional<String> sickness = sickness();
            if (sickness.isPresent()) {
              throw new IOException(sickness.get());
            }
            return true;
          });
    } catch (IllegalStateException e) {
      throw new IllegalStateException(e.getMessage() + lastWords(), e);
    }
  }

  private String lastWords() {
    StringBuilder all = new StringBuilder();
    for (ServerProcess supervisor : supervisors) {
      all.append("\n--- supervisor at port ").append(supervisor.port).append('\n');
      all.append(supervisor.lastOutput());
    }
    return all.toString();
  }

  /** What keeps the group from being healthy; empty when it is. */
  private Optional<String> sickness() throws IOException {
    for (ServerProcess supervisor : supervisors) {
      supervisor.requireAlive();
      Optional<String> wrong = wrongAt(supervisor.port);
      if (wrong.isPresent()) {
        return wrong.map(w -> "supervisor " + supervisor.port + ": " + w);
      }
    }
    for (ServerProcess server : servers) {
      server.requireAlive();
      if (server.port != primaryPort && !follows(server.port, primaryPort)) {
        return Optional.of("replica " + server.port + " does not follow " + primaryPort);
      }
    }
    return Optional.empty();
  }

  private Optional<String> wrongAt(int port) throws IOException {
    try (RespClient client = supervisorAt(port)) {
      Map<String, String> primary = RespClient.toMap(client.call("SENTINEL", "MASTER", NAME));
      boolean sound =
          Integer.toString(primaryPort).equals(primary.get("port"))
              && "master".equals(primary.get("flags"))
              && Integer.toString(NODES - 1).equals(primary.get("num-slaves"))
              && Integer.toString(supervisors.size() - 1)
                  .equals(primary.get("num-other-sentinels"));
      if (!sound) {
        return Optional.of(primary.toString());
      }
      for (RespValue replica : RespClient.elements(client.call("SENTINEL", "SLAVES", NAME))) {
        Map<String, String> fields = RespClient.toMap(replica);
        if (!"slave".equals(fields.get("flags"))
            || !"ok".equals(fields.get("master-link-status"))) {
          return Optional.of(fields.toString());
        }
      }
      for (RespValue peer : RespClient.elements(client.call("SENTINEL", "SENTINELS", NAME))) {
        Map<String, String> fields = RespClient.toMap(peer);
        if (!"sentinel".equals(fields.get("flags"))) {
          return Optional.of(fields.toString());
        }
      }
      return Optional.empty();
    }
  }

  private boolean answers(int port) throws IOException {
    try (RespClient client = serverAt(port)) {
      return RespClient.text(client.call("PING")).equals("PONG");
    }
  }

  /** A connection to a data node, logged in. */
  public RespClient serverAt(int port) throws IOException {
    return RespClient.open(port, CONNECT_MILLIS, setup.secrets.map(Secrets::server));
  }

  /** A connection to a supervisor, logged in. */
  public RespClient supervisorAt(int port) throws IOException {
    return RespClient.open(port, CONNECT_MILLIS, setup.secrets.map(Secrets::supervisor));
  }

  /** Whether a server of this group follows another and is connected to it. */
  public boolean follows(int port, int primary) throws IOException {
    try (RespClient client = serverAt(port)) {
      return isLinked(client, primary);
    }
  }

  /** Whether a server follows another and is connected to it. */
  public static boolean isLinked(int port, int primary) throws IOException {
    try (RespClient client = new RespClient(port, CONNECT_MILLIS)) {
      return isLinked(client, primary);
    }
  }

  private static boolean isLinked(RespClient client, int primary) throws IOException {
    Map<String, String> info = RespClient.info(client.call("INFO", "replication"));
    return "slave".equals(info.get("role"))
        && Integer.toString(primary).equals(info.get("master_port"))
        && "up".equals(info.get("master_link_status"));
  }

  /**
   * Waits until all supervisors name one and the same other primary, which is the group's from then
   * on.
   *
   * @return its port
   */
  public int awaitSwitch(int millis) {
    int old = primaryPort;
    Set<Integer> named = new HashSet<>();
    Await.until(
        "all supervisors name another primary than " + old,
        millis,
        () -> {
          named.clear();
          for (ServerProcess supervisor : supervisors) {
            try (RespClient client = supervisorAt(supervisor.port)) {
              named.add(primaryAt(client).orElse(old));
            }
          }
          return named.size() == 1 && !named.contains(old);
        });
    primaryPort = named.iterator().next();
    return primaryPort;
  }

  /** Where a supervisor says that the primary is; empty when it does not answer. */
  public static Optional<Integer> primaryAt(RespClient supervisor) throws IOException {
    List<RespValue> reply =
        RespClient.elements(supervisor.call("SENTINEL", "get-master-addr-by-name", NAME));
    return reply.size() == 2
        ? Optional.of(Integer.parseInt(RespClient.text(reply.get(1))))
        : Optional.empty();
  }

  @Override
  public void close() {
    supervisors.forEach(ServerProcess::close);
    servers.forEach(ServerProcess::close);
  }
}
