package io.sentinelha.it.hostile;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.Ports;
import io.sentinelha.bench.RespClient;
import io.sentinelha.bench.ServerProcess;
import io.sentinelha.it.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A supervisor of ours as a process; it watches a primary that does not exist. */
final class Daemon implements AutoCloseable {

  /** Tests run in the folder of their module. */
  static final String LAUNCHER =
      Path.of("..", "bin", "sentinel").toAbsolutePath().normalize().toString();

  static final int PATIENCE_MILLIS = 60_000;

  final ServerProcess process;
  final Path conf;

  private Daemon(ServerProcess process, Path conf) {
    this.process = process;
    this.conf = conf;
  }

  static Daemon start(Path folder, String... lines) throws IOException {
    return startBy(List.of(LAUNCHER), folder, lines);
  }

  /** Starts one by a command line that ends with the program. */
  static Daemon startBy(List<String> program, Path folder, String... lines) throws IOException {
    int port = Ports.free(1).get(0);
    List<String> all = new ArrayList<>(List.of("port " + port, "bind 127.0.0.1"));
    all.add("sentinel monitor mymaster 127.0.0.1 0 1");
    all.addAll(List.of(lines));
    Path conf = Files.write(folder.resolve("sentinel.conf"), all);
    List<String> command = new ArrayList<>(program);
    command.add(conf.toString());
    Daemon daemon = new Daemon(ServerProcess.start(command, folder, "daemon", port), conf);
    daemon.awaitListening();
    return daemon;
  }

  private void awaitListening() {
    Await.until(
        "the daemon listens",
        PATIENCE_MILLIS,
        () -> {
          try (Wire wire = wire()) {
            return !wire.ask("ping").isEmpty();
          }
        });
  }

  int port() {
    return process.port;
  }

  Wire wire() throws IOException {
    return new Wire(port());
  }

  /** How many clients the daemon says that it has, the asking one included. */
  int connectedClients() throws IOException {
    try (RespClient client = new RespClient(port(), PATIENCE_MILLIS)) {
      String count = RespClient.info(client.call("INFO", "clients")).get("connected_clients");
      return Integer.parseInt(String.valueOf(count));
    }
  }

  void restart() throws IOException, InterruptedException {
    process.kill();
    process.restart();
    awaitListening();
  }

  @Override
  public void close() {
    process.close();
  }
}
