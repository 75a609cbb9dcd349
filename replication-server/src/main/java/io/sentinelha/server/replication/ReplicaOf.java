package io.sentinelha.server.replication;

import io.sentinelha.server.engine.Setting;
import io.sentinelha.server.engine.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The directive {@code replicaof}: whom we follow. At run time the command changes it. */
final class ReplicaOf extends Setting {

  /** Another server. */
  record Master(String host, int port) {

    boolean sameAs(@Nullable Master other) {
      return other != null && host.equalsIgnoreCase(other.host) && port == other.port;
    }
  }

  private @Nullable Master master;

  ReplicaOf() {
    super("replicaof");
    alias("slaveof");
    fixed();
  }

  /** Null if we follow nobody. */
  @Nullable Master master() {
    return master;
  }

  void master(@Nullable Master other) {
    master = other;
  }

  /** Both may stand in one pair of quotes, as scripts write it on the command line. */
  @Override
  public boolean takes(int words) {
    return words == 1 || words == 2;
  }

  @Override
  public String get() {
    Master now = master;
    return now == null ? "" : now.host() + " " + now.port();
  }

  @Override
  public List<String> lines() {
    Master now = master;
    return now == null
        ? List.of()
        : List.of(name() + " " + Words.quoted(now.host()) + " " + now.port());
  }

  @Override
  protected void parse(String text) {
    String[] words = text.strip().split(" +", -1);
    if (text.equalsIgnoreCase("no one")) {
      master = null;
    } else if (words.length == 2 && words[1].matches("\\d{1,5}")) {
      master = checked(words[0], Integer.parseInt(words[1]));
    } else {
      throw new IllegalArgumentException("replicaof needs a host and a port, or no one");
    }
  }

  private static Master checked(String host, int port) {
    if (port == 0 || port > 65_535) {
      throw new IllegalArgumentException("Invalid master port");
    }
    return new Master(host, port);
  }
}
