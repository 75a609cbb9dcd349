package io.sentinelha.server.replication;

import static org.awaitility.Awaitility.await;

import io.sentinelha.server.DataServer;
import io.sentinelha.server.RawClient;
import io.sentinelha.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** One of our servers, in this process, with a client of it. */
final class TestServer implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DataServer server;
  private final int port;
  final RawClient client;

  /** With what status it wants to end; -1 if it does not. */
  volatile int ended = -1;

  /**
   * Starts one that saves nothing by itself and does not wait before a full synchronisation.
   *
   * @param directives as on the command line: {@code --port 0}
   */
  TestServer(Path folder, String... directives) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--port",
                "0",
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                folder.toString(),
                "--enable-debug-command",
                "yes",
                "--repl-diskless-sync-delay",
                "0"));
    words.addAll(List.of(directives));
    server = DataServer.start(ServerConfig.of(words), status -> ended = status);
    port = server.listen();
    client = new RawClient(port);
    eventually(() -> info("loading").equals("0"));
  }

  int port() {
    return port;
  }

  DataServer server() {
    return server;
  }

  RawClient connect() throws IOException {
    return new RawClient(port);
  }

  String call(String... words) throws IOException {
    return client.call(words);
  }

  /** With words parted by blanks. */
  String line(String words) throws IOException {
    return client.call(words.split(" "));
  }

  /** A field of INFO; empty if it is not there. */
  String info(String field) throws IOException {
    return info(client, field);
  }

  /** As {@link #info(String)}, of any server. */
  static String info(RawClient client, String field) throws IOException {
    for (String line : client.call("INFO", "everything").split("\r\n", -1)) {
      if (line.startsWith(field + ":")) {
        return line.substring(field.length() + 1);
      }
    }
    return "";
  }

  /** Waits until something holds. */
  static void eventually(Callable<Boolean> condition) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(condition);
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
