package io.sentinelha.it.chaos;

import io.sentinelha.bench.Await;
import io.sentinelha.bench.RespClient;
import io.sentinelha.resp.RespValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.lifecycle.Startables;

/** One primary with two replicas, and three supervisors that watch it, each in a container. */
final class ChaosGroup implements AutoCloseable {

  static final String NAME = "mymaster";

  private static final int SERVER_PORT = 6379;
  private static final int SUPERVISOR_PORT = 26379;
  private static final int FIRST_SERVER = 11;
  private static final int FIRST_SUPERVISOR = 21;
  private static final int SIZE = 3;
  private static final int HEALTHY_MILLIS = 60_000;
  private static final String TILT_MILLIS = "2000";

  final Subnet subnet;
  final List<Node> servers = new ArrayList<>();
  final List<Node> supervisors = new ArrayList<>();

  private ChaosGroup(Subnet subnet) {
    this.subnet = subnet;
  }

  /**
   * Starts everything and waits until everybody knows everybody.
   *
   * @param more lines for every supervisor's configuration
   */
  static ChaosGroup start(Images images, int downAfterMillis, String... more) {
    ChaosGroup group = new ChaosGroup(Subnet.create());
    try {
      for (int i = 0; i < SIZE; i++) {
        group.servers.add(group.server(images, i));
        group.supervisors.add(group.supervisor(images, i, downAfterMillis, List.of(more)));
      }
      Startables.deepStart(
              Stream.of(group.servers, group.supervisors)
                  .flatMap(List::stream)
                  .map(Node::container))
          .join();
      group.supervisors.forEach(ChaosGroup::shortenTilt);
      group.awaitHealthy(group.servers.get(0));
      return group;
    } catch (RuntimeException e) {
      group.printLogs();
      group.close();
      throw e;
    }
  }

  private Node server(Images images, int index) {
    List<String> lines = new ArrayList<>();
    lines.add("dir /data");
    lines.add("protected-mode no");
    lines.add("save \"\"");
    lines.add("repl-diskless-sync-delay 0");
    if (index > 0) {
      lines.add("replicaof " + subnet.address(FIRST_SERVER) + " " + SERVER_PORT);
    }
    String file = "/data/redis.conf";
    Node.Conf conf = new Node.Conf(file, text(lines), List.of("redis-server", file));
    String name = "redis" + index;
    return new Node(name, images, images.redis(), subnet, FIRST_SERVER + index, SERVER_PORT, conf);
  }

  private Node supervisor(Images images, int index, int downAfterMillis, List<String> more) {
    List<String> lines = new ArrayList<>();
    lines.add("port " + SUPERVISOR_PORT);
    lines.add("sentinel monitor " + NAME + " " + subnet.address(FIRST_SERVER) + " 6379 2");
    lines.add("sentinel down-after-milliseconds " + NAME + " " + downAfterMillis);
    lines.add("sentinel failover-timeout " + NAME + " 20000");
    lines.addAll(more);
    String file = "/data/sentinel.conf";
    Node.Conf conf = new Node.Conf(file, text(lines), List.of("run", file));
    return new Node(
        "supervisor" + index,
        images,
        images.supervisor(),
        subnet,
        FIRST_SUPERVISOR + index,
        SUPERVISOR_PORT,
        conf);
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }

  /** A machine that builds and tests stalls at times; nobody wants to wait half a minute for it. */
  private static void shortenTilt(Node supervisor) {
    Await.until(
        supervisor.name + " answers",
        HEALTHY_MILLIS,
        () -> {
          try (RespClient client = supervisor.connect()) {
            RespValue reply = client.call("SENTINEL", "DEBUG", "tilt-period", TILT_MILLIS);
            return RespClient.text(reply).equals("OK");
          }
        });
  }

  /** Which node a supervisor takes for the primary. */
  Node primaryAt(Node supervisor) throws IOException {
    try (RespClient client = supervisor.connect()) {
      List<RespValue> reply =
          RespClient.elements(client.call("SENTINEL", "get-master-addr-by-name", NAME));
      String address = RespClient.text(reply.get(0));
      return servers.stream().filter(s -> s.address.equals(address)).findFirst().orElseThrow();
    }
  }

  /** Waits until some supervisors name the same new primary, and returns it. */
  Node awaitOtherPrimary(Node old, int millis, Node... asked) {
    Await.until(
        "a primary other than " + old.name,
        millis,
        () -> {
          Node first = primaryAt(asked[0]);
          boolean agreed = first != old;
          for (Node supervisor : asked) {
            agreed &= primaryAt(supervisor) == first;
          }
          return agreed && first.isPrimary();
        });
    try {
      return primaryAt(asked[0]);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Node awaitOtherPrimary(Node old, int millis) {
    return awaitOtherPrimary(old, millis, supervisors.toArray(Node[]::new));
  }

  /** Waits until everybody agrees on a primary and both others follow it. */
  void awaitHealthy(Node primary) {
    Await.until(
        "all follow " + primary.name + " and see each other",
        HEALTHY_MILLIS,
        () -> {
          Optional<String> wrong = sickness(primary);
          if (wrong.isPresent()) {
            throw new IOException(wrong.get());
          }
          return true;
        });
  }

  private Optional<String> sickness(Node primary) throws IOException {
    for (Node server : servers) {
      if (server != primary && !server.isFollowing(primary)) {
        return Optional.of(server.name + ": " + server.replication());
      }
    }
    for (Node supervisor : supervisors) {
      Map<String, String> view = primaryView(supervisor);
      boolean sound =
          primary.address.equals(view.get("ip"))
              && "master".equals(view.get("flags"))
              && Integer.toString(SIZE - 1).equals(view.get("num-slaves"))
              && Integer.toString(SIZE - 1).equals(view.get("num-other-sentinels"));
      if (!sound) {
        return Optional.of(supervisor.name + ": " + view);
      }
      Optional<String> wrong = wrongAt(supervisor);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  /** The fields of the primary as a supervisor shows them. */
  static Map<String, String> primaryView(Node supervisor) throws IOException {
    try (RespClient client = supervisor.connect()) {
      return RespClient.toMap(client.call("SENTINEL", "MASTER", NAME));
    }
  }

  private static Optional<String> wrongAt(Node supervisor) throws IOException {
    try (RespClient client = supervisor.connect()) {
      for (RespValue replica : RespClient.elements(client.call("SENTINEL", "REPLICAS", NAME))) {
        Map<String, String> fields = RespClient.toMap(replica);
        if (!"slave".equals(fields.get("flags"))
            || !"ok".equals(fields.get("master-link-status"))) {
          return Optional.of(supervisor.name + ": " + fields);
        }
      }
      for (RespValue peer : RespClient.elements(client.call("SENTINEL", "SENTINELS", NAME))) {
        Map<String, String> fields = RespClient.toMap(peer);
        if (!"sentinel".equals(fields.get("flags"))) {
          return Optional.of(supervisor.name + ": " + fields);
        }
      }
      return Optional.empty();
    }
  }

  /** For whoever has to find out why a test failed. */
  void printLogs() {
    for (Node supervisor : supervisors) {
      if (supervisor.container().getContainerId() != null) {
        System.err.println("---- " + supervisor.name + "\n" + supervisor.log());
      }
    }
  }

  @Override
  public void close() {
    Stream.of(servers, supervisors).flatMap(List::stream).parallel().forEach(Node::close);
    subnet.close();
  }
}
