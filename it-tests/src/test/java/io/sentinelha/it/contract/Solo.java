package io.sentinelha.it.contract;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.Group;
import io.sentinelha.bench.RespClient;
import io.sentinelha.bench.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One supervisor that is alone with a primary and two replicas of its own. Made-up peers can talk
 * to it, and whatever they make it believe stays with it.
 */
final class Solo implements AutoCloseable {

  static final String ID_A = "a".repeat(40);
  static final String ID_B = "b".repeat(40);
  static final String ID_C = "c".repeat(40);

  private static final int PATIENCE_MILLIS = 30_000;

  /** What a step did: the reply, and what was published. */
  record Outcome(String reply, List<String> events) {}

  final Group group;
  final Side side;
  private final int primary;
  private final int replica;
  private final String id;
  private Wire wire;
  private Events events;

  private Solo(Group group, String kind) throws IOException {
    this.group = group;
    ServerProcess supervisor = group.supervisors().get(0);
    this.primary = group.servers().get(0).port;
    this.replica = group.servers().get(1).port;
    this.id = Side.idOf(supervisor);
    Masking masking =
        new Masking()
            .with(id, "my id")
            .with(Integer.toString(supervisor.port), "my port")
            .with(Integer.toString(primary), "port 1")
            .with(Integer.toString(replica), "port 2")
            .with(Integer.toString(group.servers().get(2).port), "port 3");
    for (int i = 0; i < group.servers().size(); i++) {
      masking.with(runIdOf(group.servers().get(i)), "run id " + (i + 1));
    }
    this.side = new Side(kind, supervisor, masking);
    side.forbidTilt();
    this.wire = side.open();
    this.events = new Events(side);
  }

  private static String runIdOf(ServerProcess server) throws IOException {
    try (RespClient client = new RespClient(server.port, PATIENCE_MILLIS)) {
      Map<String, String> info = RespClient.info(client.call("INFO", "server"));
      return String.valueOf(info.get("run_id"));
    }
  }

  static Solo start(String kind, List<String> command, Path folder) throws IOException {
    Group group = Side.group(folder.resolve(kind), List.of(command));
    try {
      return new Solo(group, kind);
    } catch (IOException | RuntimeException e) {
      group.close();
      throw e;
    }
  }

  /**
   * Asks for something and waits for what it causes.
   *
   * @param step with {@code {P}} for the port of the first primary, {@code {R}} for a replica's and
   *     {@code {ME}} for the supervisor's id
   */
  Outcome take(String step) throws IOException {
    String reply = side.ask(wire, fill(step));
    return new Outcome(reply, inOrder(events.take()));
  }

  /** Publishes at the first primary. */
  void publishAtPrimary(String message) throws IOException {
    try (Wire data = new Wire(primary)) {
      data.ask("publish __sentinel__:hello " + fill(message));
    }
  }

  /** Waits for an event, and tells all up to what was caused together with it. */
  List<String> takeWith(String awaited) throws IOException {
    List<String> heard = new ArrayList<>(events.await(awaited));
    heard.addAll(events.take());
    return inOrder(heard);
  }

  /** Waits until a request is answered by something that contains this, masked. */
  void awaitReply(String step, String text) {
    Await.until(
        step + " gives " + text, PATIENCE_MILLIS, () -> side.ask(wire, step).contains(text));
  }

  Events events() {
    return events;
  }

  /** A new life for the supervisor, with what its file says. */
  void restartSupervisor() throws IOException, InterruptedException {
    wire.close();
    events.close();
    side.supervisor().kill();
    side.supervisor().restart();
    Await.until(
        side.kind() + " answers again",
        PATIENCE_MILLIS,
        () -> {
          try (Wire again = side.open()) {
            return again.ask("ping").startsWith("+PONG");
          }
        });
    side.forbidTilt();
    wire = side.open();
    events = new Events(side);
    events.take(); // That it begins to watch, if that was not published before.
  }

  /**
   * An epoch that came along with other news stands first. We speak of it when it is on disk, the
   * others at once.
   */
  private static List<String> inOrder(List<String> heard) {
    return heard.stream()
        .sorted(Comparator.comparing((String event) -> !event.startsWith("+new-epoch")))
        .toList();
  }

  private String fill(String step) {
    return step.replace("{P}", Integer.toString(primary))
        .replace("{R}", Integer.toString(replica))
        .replace("{ME}", id)
        .replace("{A}", ID_A)
        .replace("{B}", ID_B)
        .replace("{C}", ID_C);
  }

  @Override
  public void close() throws IOException {
    wire.close();
    events.close();
    group.close();
  }
}
