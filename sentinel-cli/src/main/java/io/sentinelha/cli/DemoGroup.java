package io.sentinelha.cli;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.sentinel.api.sync.RedisSentinelCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The processes of the demo. All of them end with it. */
final class DemoGroup implements AutoCloseable {

  static final String NAME = "demo";

  private static final String PRIMARY = "server0";
  private static final int NODES = 3;
  private static final int LOWEST_PORT = 11_000;
  private static final int HIGHEST_PORT = 30_000;
  private static final long PATIENCE_NANOS = Duration.ofSeconds(90).toNanos();
  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  private final Path folder;
  private final DemoServer server;
  private final int downAfter;
  private final int refusedDownAfter;
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final List<Integer> ports;
  private boolean ended;

  /** One for all questions: each client brings threads of its own, which cost a moment to start. */
  private final RedisClient client = RedisClient.create();

  /**
   * A group that is not started.
   *
   * @param folder gets its files, and is deleted in the end
   */
  DemoGroup(Path folder, DemoServer server, int downAfter, int refusedDownAfter) {
    this.folder = folder;
    this.server = server;
    this.downAfter = downAfter;
    this.refusedDownAfter = refusedDownAfter;
    this.ports = freePorts(2 * NODES);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  private static List<Integer> freePorts(int count) {
    List<Integer> found = new ArrayList<>();
    Random random = new Random();
    while (found.size() < count) {
      int port = LOWEST_PORT + random.nextInt(HIGHEST_PORT - LOWEST_PORT);
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        if (!found.contains(probe.getLocalPort())) {
          found.add(port);
        }
      } catch (IOException e) {
        found.remove((Integer) port); // Taken; the next one may be free.
      }
    }
    return found;
  }

  int primaryPort() {
    return ports.get(0);
  }

  List<Integer> supervisorPorts() {
    return ports.subList(NODES, 2 * NODES);
  }

  List<String> describe() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      lines.add((i == 0 ? "master     " : "replica    ") + "127.0.0.1:" + ports.get(i));
    }
    supervisorPorts().forEach(port -> lines.add("supervisor 127.0.0.1:" + port));
    return lines;
  }

  /** Starts everything and waits until everybody knows everybody. */
  void start() throws IOException {
    for (int i = 0; i < NODES; i++) {
      startServer(i);
    }
    for (int i = 0; i < NODES; i++) {
      startSupervisor(i);
    }
    for (int port : supervisorPorts()) {
      await("supervisor on port " + port + " to know the group", () -> isAcquainted(port));
    }
    for (int port : ports.subList(1, NODES)) {
      await("replica on port " + port, () -> isLinked(port));
    }
  }

  private void startServer(int index) throws IOException {
    Path home = Files.createDirectory(folder.resolve("server" + index));
    List<String> command = new ArrayList<>(server.command());
    command.addAll(List.of("--port", ports.get(index).toString()));
    command.addAll(List.of("--bind", "127.0.0.1"));
    command.addAll(List.of("--save", ""));
    command.addAll(List.of("--dir", home.toString()));
    command.addAll(List.of("--repl-diskless-sync-delay", "0"));
    if (index > 0) {
      command.addAll(List.of("--replicaof", "127.0.0.1 " + primaryPort()));
    }
    launch(command, "server" + index);
  }

  private void startSupervisor(int index) throws IOException {
    Path conf = folder.resolve("sentinel" + index + ".conf");
    List<String> lines = new ArrayList<>();
    lines.add("port " + supervisorPorts().get(index));
    lines.add("bind 127.0.0.1");
    lines.add("dir " + folder);
    lines.add("sentinel monitor " + NAME + " 127.0.0.1 " + primaryPort() + " 2");
    lines.add("sentinel down-after-milliseconds " + NAME + " " + downAfter);
    lines.add("sentinel failover-timeout " + NAME + " 10000");
    if (refusedDownAfter > 0) {
      lines.add(
          "sentinel connection-refused-down-after-milliseconds " + NAME + " " + refusedDownAfter);
    }
    Files.write(conf, lines);
    List<String> command = new ArrayList<>(ThisProgram.command());
    command.addAll(List.of("run", conf.toString()));
    launch(command, "sentinel" + index);
  }

  private synchronized void launch(List<String> command, String name) throws IOException {
    if (ended) {
      throw new IOException("the demo was interrupted");
    }
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start();
    processes.put(name, process);
  }

  void killPrimary() {
    Optional.ofNullable(processes.get(PRIMARY)).ifPresent(Process::destroyForcibly);
  }

  /** Waits until all supervisors name the same new primary. */
  void awaitAgreement(int old) {
    await(
        "all supervisors to name the new master",
        () ->
            supervisorPorts().stream().map(this::named).distinct().count() == 1
                && named(supervisorPorts().get(0)) != old);
  }

  private boolean isAcquainted(int port) {
    return withSentinel(
        port,
        sentinel -> {
          Map<String, String> primary = sentinel.master(NAME);
          String others = Integer.toString(NODES - 1);
          return others.equals(primary.get("num-slaves"))
              && others.equals(primary.get("num-other-sentinels"))
              && "master".equals(primary.get("flags"));
        });
  }

  private int named(int port) {
    return withSentinel(
        port,
        sentinel ->
            sentinel.getMasterAddrByName(NAME) instanceof InetSocketAddress address
                ? address.getPort()
                : 0);
  }

  private <T> T withSentinel(
      int port, java.util.function.Function<RedisSentinelCommands<String, String>, T> question) {
    try (var connection = client.connectSentinel(uri(port))) {
      return question.apply(connection.sync());
    }
  }

  private boolean isLinked(int port) {
    try (var connection = client.connect(uri(port))) {
      return connection.sync().info("replication").contains("master_link_status:up");
    }
  }

  static RedisURI uri(int port) {
    return RedisURI.builder()
        .withHost("127.0.0.1")
        .withPort(port)
        .withTimeout(Duration.ofSeconds(2))
        .build();
  }

  private void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    String reason = "";
    while (System.nanoTime() < end) {
      try {
        if (condition.getAsBoolean()) {
          return;
        }
        reason = "";
      } catch (RedisException e) {
        reason = ": " + e.getMessage(); // Not up yet; asked again.
      }
      requireAllAlive();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new Refusal(Refusal.FAILED, "gave up waiting for " + what + reason);
  }

  /** None but the killed primary may have ended. */
  private void requireAllAlive() {
    for (Map.Entry<String, Process> entry : processes.entrySet()) {
      if (!entry.getValue().isAlive() && !entry.getKey().equals(PRIMARY)) {
        throw new Refusal(
            Refusal.FAILED, entry.getKey() + " ended by itself; it said:\n" + said(entry.getKey()));
      }
    }
  }

  private String said(String name) {
    try {
      return Files.readString(folder.resolve(name + ".log"));
    } catch (IOException e) {
      return "(its log cannot be read: " + e.getMessage() + ")";
    }
  }

  @Override
  public void close() {
    end();
    try {
      delete();
    } catch (IOException | UncheckedIOException e) {
      return; // Others are deleting it, too, or it stays among the system's temporary files.
    }
  }

  private synchronized void end() {
    ended = true;
    processes.values().forEach(Process::destroyForcibly);
    client.shutdown(Duration.ZERO, Duration.ofMillis(200));
    for (Process process : processes.values()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // They are killed; nothing is left to wait for.
        return;
      }
    }
  }

  /** Also when a user interrupts the demo, and then once more by whoever was interrupted. */
  private void delete() throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }
}
