package io.sentinelha.core.sim;

import io.sentinelha.core.engine.ChannelKind;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.Event.PingReply;
import io.sentinelha.core.engine.Guard;
import io.sentinelha.core.engine.NodeInfo;
import io.sentinelha.core.engine.Request;
import java.util.List;
import java.util.Optional;

/** A model of a Redis server, as far as a supervisor can tell it from a real one. */
final class DataServer extends Host {

  private static final String NO_STREAM = "0".repeat(40);
  private static final long REPLICATION_CRON_MILLIS = 100;

  private String runId;
  private Optional<Endpoint> follows;
  private boolean linkUp;
  private long linkDownSince = -1;
  private boolean everLinked;
  private String stream;
  private String previousStream = NO_STREAM;
  private long forkedAt = -1;
  private long offset;
  private int priority = 100;
  private Guard guard = Guard.OFF;
  boolean refusesTransactions;
  int promotions;

  DataServer(World world, Endpoint address, Optional<Endpoint> follows) {
    super(world, address);
    this.follows = follows;
    this.runId = world.newId();
    this.stream = world.newId();
    cron();
  }

  boolean isPrimary() {
    return follows.isEmpty();
  }

  Optional<Endpoint> follows() {
    return follows;
  }

  Guard guard() {
    return guard;
  }

  void setGuard(Guard value) {
    guard = value;
  }

  void setPriority(int value) {
    priority = value;
  }

  /** Makes this server hold data that has nothing to do with its primary's, never synchronised. */
  void makeForeign() {
    stream = world.newId();
    linkUp = false;
    everLinked = false;
    linkDownSince = -1;
    follows = Optional.of(new Endpoint("10.9.9.9", 1));
  }

  void setOffset(long value) {
    offset = value;
  }

  /** Comes back with its data, as what its configuration says: what it was when it died. */
  void restart() {
    start();
    runId = world.newId();
    linkUp = false;
    linkDownSince = -1;
    everLinked = false;
  }

  private void cron() {
    world.scheduler.in(
        REPLICATION_CRON_MILLIS,
        () -> {
          if (isRunning()) {
            replicate();
          }
          cron();
        });
  }

  private void replicate() {
    if (follows.isEmpty()) {
      offset += 7;
      return;
    }
    Optional<DataServer> source = world.server(follows.get());
    boolean reachable =
        source.isPresent() && source.get().isRunning() && !world.isCut(this, source.get());
    if (reachable) {
      linkUp = true;
      everLinked = true;
      stream = source.get().stream;
      previousStream = source.get().previousStream;
      forkedAt = source.get().forkedAt;
      offset = source.get().offset;
    } else if (linkUp) {
      linkUp = false;
      linkDownSince = world.scheduler.now();
    }
  }

  @Override
  void handle(Connection from, Request request) {
    long attempt = from.attempt();
    if (request instanceof Request.Ping) {
      from.back(new Event.PingAnswered(from.link(), attempt, PingReply.PONG));
    } else if (request instanceof Request.Info) {
      from.back(new Event.InfoAnswered(from.link(), attempt, Optional.of(NodeInfo.parse(info()))));
    } else if (request instanceof Request.Hello hello) {
      publish(hello.payload());
      from.back(new Event.HelloAnswered(from.link(), attempt, hello.primaryId(), true));
    } else if (request instanceof Request.ChangeRole change) {
      changeRole(from, change);
    } else if (request instanceof Request.ReadGuard) {
      from.back(new Event.GuardRead(from.link(), attempt, Optional.of(guard)));
    } else if (request instanceof Request.SetGuard set) {
      guard = set.guard();
      from.back(new Event.GuardAnswered(from.link(), attempt, Optional.empty()));
    } else {
      throw new AssertionError("a data node is never asked " + request);
    }
  }

  private void publish(String payload) {
    for (Connection client : List.copyOf(clients)) {
      if (client.kind() == ChannelKind.PUBSUB) {
        client.back(new Event.HelloHeard(client.link(), client.attempt(), payload));
      }
    }
  }

  private void changeRole(Connection from, Request.ChangeRole change) {
    if (refusesTransactions && !change.plain()) {
      Optional<String> error = Optional.of("EXECABORT Transaction discarded");
      from.back(new Event.RoleChangeAnswered(from.link(), from.attempt(), error));
      return;
    }
    if (change.guard().isOn()) {
      guard = change.guard();
    }
    if (change.primary().isEmpty() && follows.isPresent()) {
      promotions++;
      previousStream = stream;
      forkedAt = offset + 1;
      stream = world.newId();
    }
    follows = change.primary();
    linkUp = false;
    linkDownSince = world.scheduler.now();
    from.back(new Event.RoleChangeAnswered(from.link(), from.attempt(), Optional.empty()));
    List.copyOf(clients).stream().filter(c -> c != from).forEach(this::cut);
  }

  private void cut(Connection client) {
    clients.remove(client);
    client.reset();
  }

  /** The lines of INFO that a supervisor reads. */
  String info() {
    StringBuilder text = new StringBuilder("# Server\r\nrun_id:").append(runId).append("\r\n");
    text.append("# Replication\r\n");
    text.append("role:").append(isPrimary() ? "master" : "slave").append("\r\n");
    if (follows.isPresent()) {
      text.append("master_host:").append(follows.get().host()).append("\r\n");
      text.append("master_port:").append(follows.get().port()).append("\r\n");
      text.append("master_link_status:").append(linkUp ? "up" : "down").append("\r\n");
      if (!linkUp) {
        long down = everLinked ? (world.scheduler.now() - linkDownSince) / 1_000 : -1;
        text.append("master_link_down_since_seconds:").append(down).append("\r\n");
      }
      text.append("slave_priority:").append(priority).append("\r\n");
      text.append("slave_repl_offset:").append(offset).append("\r\n");
    }
    int n = 0;
    int good = 0;
    for (DataServer replica : world.servers()) {
      if (replica.linkUp && replica.follows.equals(Optional.of(address)) && isPrimary()) {
        text.append("slave").append(n++).append(":ip=").append(replica.address.host());
        text.append(",port=").append(replica.address.port()).append(",state=online\r\n");
        good++;
      }
    }
    if (guard.isOn()) {
      text.append("min_slaves_good_slaves:").append(good).append("\r\n");
    }
    text.append("master_replid:").append(stream).append("\r\n");
    text.append("master_replid2:").append(previousStream).append("\r\n");
    text.append("master_repl_offset:").append(offset).append("\r\n");
    text.append("second_repl_offset:").append(forkedAt).append("\r\n");
    return text.toString();
  }
}
