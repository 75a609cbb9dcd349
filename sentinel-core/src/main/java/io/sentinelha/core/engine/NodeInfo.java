package io.sentinelha.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The lines of a data node's INFO that matter here. A line that is missing is empty, so that the
 * receiver keeps what it knew; only the time since the replication link broke counts as zero.
 *
 * @param replicas those that a primary says are attached to it
 * @param linkDownSeconds how long a replica has been without its primary; 0 when it is connected,
 *     -1 when it has not been connected since it started
 * @param primary whom a replica follows
 * @param replicaOffset how far a replica has come in its primary's stream
 * @param history the data's lineage
 * @param refusesEmpty whether a replica keeps its data because its primary has none; only the
 *     bundled server says so
 * @param goodReplicas replicas that a guarded primary finds recent enough
 * @param text the INFO as it came
 */
public record NodeInfo(
    Optional<String> runId,
    Optional<Role> role,
    List<Endpoint> replicas,
    long linkDownSeconds,
    Optional<Endpoint> primary,
    Optional<Boolean> linkUp,
    OptionalInt priority,
    OptionalLong replicaOffset,
    Optional<Boolean> announced,
    boolean refusesEmpty,
    Optional<History> history,
    OptionalInt goodReplicas,
    String text) {

  public NodeInfo {
    replicas = List.copyOf(replicas);
  }

  /** The same without the text, which only readers want to see. */
  public NodeInfo withoutText() {
    return new NodeInfo(
        runId,
        role,
        replicas,
        linkDownSeconds,
        primary,
        linkUp,
        priority,
        replicaOffset,
        announced,
        refusesEmpty,
        history,
        goodReplicas,
        "");
  }

  /** Reads the text of an INFO reply; lines that make no sense are passed over. */
  public static NodeInfo parse(String text) {
    Parser parser = new Parser();
    text.lines().forEach(parser::line);
    return parser.finish(text);
  }

  private static final class Parser {
    private final List<Endpoint> replicas = new ArrayList<>();
    private Optional<String> runId = Optional.empty();
    private Optional<Role> role = Optional.empty();
    private long linkDownSeconds;
    private Optional<String> primaryHost = Optional.empty();
    private OptionalInt primaryPort = OptionalInt.empty();
    private Optional<Boolean> linkUp = Optional.empty();
    private OptionalInt priority = OptionalInt.empty();
    private OptionalLong replicaOffset = OptionalLong.empty();
    private Optional<Boolean> announced = Optional.empty();
    private boolean refusesEmpty;
    private Optional<String> replId = Optional.empty();
    private Optional<String> replId2 = Optional.empty();
    private OptionalLong offset = OptionalLong.empty();
    private OptionalLong secondOffset = OptionalLong.empty();
    private OptionalInt goodReplicas = OptionalInt.empty();

    void line(String line) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        return;
      }
      String key = line.substring(0, colon);
      String value = line.substring(colon + 1);
      switch (key) {
        case "run_id" -> runId = Optional.of(value);
        case "role" -> role = roleOf(value);
        case "master_link_down_since_seconds" -> linkDownSeconds = number(value).orElse(0);
        case "master_replid" -> replId = Optional.of(value);
        case "master_replid2" -> replId2 = Optional.of(value);
        case "master_repl_offset" -> offset = number(value);
        case "second_repl_offset" -> secondOffset = number(value);
        case "min_slaves_good_slaves" -> goodReplicas = smallNumber(value);
        default -> replicaLine(key, value);
      }
    }

    private void replicaLine(String key, String value) {
      switch (key) {
        case "master_host" -> primaryHost = Optional.of(value);
        case "master_port" -> primaryPort = smallNumber(value);
        case "master_link_status" -> linkUp = Optional.of(value.equals("up"));
        case "slave_priority" -> priority = smallNumber(value);
        case "slave_repl_offset" -> replicaOffset = number(value);
        case "replica_announced" -> announced = Optional.of(!value.equals("0"));
        case "master_refused_empty" -> refusesEmpty = value.equals("1");
        default -> attachedReplica(key, value);
      }
    }

    private void attachedReplica(String key, String value) {
      if (key.length() < 6 || !key.startsWith("slave") || !Character.isDigit(key.charAt(5))) {
        return;
      }
      // A full sync over a second connection shows that connection as if it were one more replica.
      if (value.contains("type=rdb-channel")) {
        return;
      }
      String[] parts = value.split(",", -1);
      boolean named = value.startsWith("ip=");
      Optional<String> host = named ? field(parts, "ip") : part(parts, 0);
      Optional<String> port = named ? field(parts, "port") : part(parts, 1);
      if (host.isPresent() && port.isPresent()) {
        endpoint(host.get(), smallNumber(port.get())).ifPresent(replicas::add);
      }
    }

    private static Optional<String> field(String[] parts, String name) {
      for (String part : parts) {
        if (part.startsWith(name + "=")) {
          return Optional.of(part.substring(name.length() + 1));
        }
      }
      return Optional.empty();
    }

    private static Optional<String> part(String[] parts, int index) {
      return index < parts.length ? Optional.of(parts[index]) : Optional.empty();
    }

    private static Optional<Endpoint> endpoint(String host, OptionalInt port) {
      boolean valid = !host.isEmpty() && port.isPresent();
      return valid && port.getAsInt() > 0 && port.getAsInt() <= 65535
          ? Optional.of(new Endpoint(IpLiteral.canonical(host).orElse(host), port.getAsInt()))
          : Optional.empty();
    }

    private static Optional<Role> roleOf(String value) {
      return switch (value) {
        case "master" -> Optional.of(Role.PRIMARY);
        case "slave" -> Optional.of(Role.REPLICA);
        default -> Optional.empty();
      };
    }

    private static OptionalLong number(String value) {
      try {
        return OptionalLong.of(Long.parseLong(value));
      } catch (NumberFormatException e) {
        return OptionalLong.empty();
      }
    }

    private static OptionalInt smallNumber(String value) {
      try {
        return OptionalInt.of(Integer.parseInt(value));
      } catch (NumberFormatException e) {
        return OptionalInt.empty();
      }
    }

    NodeInfo finish(String text) {
      Optional<Endpoint> primary = primaryHost.flatMap(h -> endpoint(h, primaryPort));
      Optional<History> history =
          replId.map(
              id -> new History(id, replId2.orElse(""), offset.orElse(0), secondOffset.orElse(-1)));
      return new NodeInfo(
          runId,
          role,
          replicas,
          linkDownSeconds,
          primary,
          linkUp,
          priority,
          replicaOffset,
          announced,
          refusesEmpty,
          history,
          goodReplicas,
          text);
    }
  }
}
