package io.sentinelha.core.sim;

import io.sentinelha.core.engine.ChannelKind;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.LinkId;
import java.util.Comparator;

/** One connection of a supervisor: messages arrive in order, later, or not at all. */
final class Connection {

  static final Comparator<Connection> ORDER = Comparator.comparingLong(c -> c.serial);

  final Supervisor client;
  final Host server;
  private final LinkId link;
  private final ChannelKind kind;
  private final long attempt;
  private final long serial;
  private boolean open = true;
  private long lastThere;
  private long lastBack;

  Connection(
      Supervisor client, Host server, LinkId link, ChannelKind kind, long attempt, long serial) {
    this.client = client;
    this.server = server;
    this.link = link;
    this.kind = kind;
    this.attempt = attempt;
    this.serial = serial;
  }

  LinkId link() {
    return link;
  }

  ChannelKind kind() {
    return kind;
  }

  long attempt() {
    return attempt;
  }

  boolean isOpen() {
    return open;
  }

  /** Sends to the server; lost while the network between both is cut. */
  void there(Runnable work) {
    World world = client.world;
    if (world.isCut(client, server)) {
      return;
    }
    lastThere = Math.max(lastThere, world.scheduler.now() + world.latency());
    world.scheduler.at(
        lastThere,
        () -> {
          if (open) {
            server.receive(work);
          }
        });
  }

  /** Sends an event back to the supervisor. */
  void back(Event event) {
    World world = client.world;
    if (world.isCut(server, client)) {
      return;
    }
    lastBack = Math.max(lastBack, world.scheduler.now() + world.latency());
    world.scheduler.at(lastBack, () -> client.receive(() -> client.feedFrom(this, event)));
  }

  /** The server's end closes. */
  void reset() {
    if (open) {
      back(new Event.ChannelClosed(link, kind, attempt, Event.Cause.RESET));
      open = false;
    }
  }

  /** The supervisor's end closes. */
  void closedByClient() {
    open = false;
    server.clients.remove(this);
  }
}
