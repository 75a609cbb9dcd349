package io.sentinelha.server.replication;

import static org.awaitility.Awaitility.await;

import io.sentinelha.server.DataServer;
import io.sentinelha.server.RawClient;
import io.sentinelha.server.RealServer;
import io.sentinelha.server.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** A server, ours or a real one, with a client of a test. */
final class Node implements AutoCloseable {

  /** For everything that a busy machine may take long for. */
  static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Runnable stop;
  private final int port;
  private final RawClient client;

  private Node(Runnable stop, int port) throws IOException {
    this.stop = stop;
    this.port = port;
    this.client = new RawClient(port);
  }

  /** One of ours, with files in this folder. */
  static Node ours(Path folder, String... directives) throws Exception {
    return ours(freePort(), folder, directives);
  }

  /** As {@link #ours(Path, String...)}, on a port. */
  static Node ours(int port, Path folder, String... directives) throws Exception {
    Files.createDirectories(folder);
    List<String> all =
        new ArrayList<>(
            List.of(
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--enable-debug-command",
                "yes",
                "--repl-diskless-sync-delay",
                "0"));
    all.addAll(List.of(directives));
    return new Node(DataServer.start(ServerConfig.of(all), status -> {})::close, port);
  }

  /** A real one, with files in this folder. */
  static Node real(Path folder, String... directives) throws Exception {
    Files.createDirectories(folder);
    List<String> all = new ArrayList<>(List.of("--repl-diskless-sync-delay", "0"));
    all.addAll(List.of(directives));
    RealServer server = RealServer.start(folder, all.toArray(String[]::new));
    return new Node(server::close, server.port());
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  /** The reply as bytes, one character each. */
  String call(String... words) throws IOException {
    return client.call(words);
  }

  /** With words parted by blanks. */
  String line(String words) throws IOException {
    return client.call(words.split(" ", -1));
  }

  /** A field of INFO; empty if it is not there. */
  String info(String field) throws IOException {
    for (String line : line("INFO everything").split("\r\n", -1)) {
      if (line.startsWith(field + ":")) {
        return line.substring(field.length() + 1);
      }
    }
    return "";
  }

  long number(String field) throws IOException {
    return Long.parseLong(info(field));
  }

  String digest() throws IOException {
    return line("DEBUG DIGEST").trim();
  }

  Node follow(Node master) throws IOException {
    return follow(master.port());
  }

  Node follow(int master) throws IOException {
    line("REPLICAOF 127.0.0.1 " + master);
    return this;
  }

  /** Waits until the stream of the master arrives. */
  Node linked() {
    until(() -> info("master_link_status").equals("up"));
    return this;
  }

  /** Waits until it has everything that the master has. */
  void caughtUpWith(Node master) {
    until(
        () ->
            info("master_link_status").equals("up")
                && info("master_replid").equals(master.info("master_replid"))
                && number("master_repl_offset") >= master.number("master_repl_offset"));
  }

  static void until(Callable<Boolean> condition) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(condition);
  }

  @Override
  public void close() throws IOException {
    client.close();
    stop.run();
  }
}
