package io.sentinelha.it.durability;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.RespClient;
import io.sentinelha.bench.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A supervisor as a process, which is asked for votes. It finds nothing down by itself. */
final class Voter implements AutoCloseable {

  static final String PRIMARY = "orders";
  static final int START_MILLIS = 60_000;

  private static final String EPOCH_LINE = "sentinel current-epoch ";
  private static final Path PROGRAM = Path.of("..", "bin", "sentinel");

  private final Path conf;
  private final int primaryPort;
  private final ServerProcess process;

  private Voter(Path conf, int primaryPort, ServerProcess process) {
    this.conf = conf;
    this.primaryPort = primaryPort;
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param home where its configuration is made
   * @param logs where its output goes
   */
  static Voter start(Path home, Path logs, int port, int primaryPort) throws IOException {
    Path conf = home.resolve("sentinel.conf");
    Files.write(
        conf,
        List.of(
            "port " + port,
            "bind 127.0.0.1",
            "sentinel monitor " + PRIMARY + " 127.0.0.1 " + primaryPort + " 2",
            "sentinel down-after-milliseconds " + PRIMARY + " 600000"));
    List<String> command =
        List.of(PROGRAM.toAbsolutePath().normalize().toString(), conf.toString());
    return new Voter(conf, primaryPort, ServerProcess.start(command, logs, "voter", port));
  }

  void awaitReady() {
    Await.until(
        "the supervisor answers",
        START_MILLIS,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("it did not come up: " + process.output());
          }
          try (RespClient client = connect()) {
            return RespClient.text(client.call("PING")).equals("PONG");
          }
        });
  }

  RespClient connect() throws IOException {
    return new RespClient(process.port, 2_000);
  }

  /** Asks for a vote. */
  Vote ask(RespClient client, long epoch, String candidate) throws IOException {
    client.send(
        "SENTINEL",
        "IS-MASTER-DOWN-BY-ADDR",
        "127.0.0.1",
        Integer.toString(primaryPort),
        Long.toString(epoch),
        candidate);
    return Vote.of(client.receive(START_MILLIS));
  }

  /** The current epoch in its file. */
  long savedEpoch() throws IOException {
    return Files.readAllLines(conf).stream()
        .filter(line -> line.startsWith(EPOCH_LINE))
        .mapToLong(line -> Long.parseLong(line.substring(EPOCH_LINE.length())))
        .findFirst()
        .orElse(0);
  }

  String id() throws IOException {
    try (RespClient client = connect()) {
      return RespClient.text(client.call("SENTINEL", "MYID"));
    }
  }

  Path conf() {
    return conf;
  }

  String log() throws IOException {
    return process.output();
  }

  void kill() throws InterruptedException {
    process.kill();
  }

  void restart() throws IOException, InterruptedException {
    process.restart();
  }

  @Override
  public void close() {
    process.close();
  }
}
