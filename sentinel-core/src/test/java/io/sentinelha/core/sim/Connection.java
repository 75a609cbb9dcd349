package io.sentinelha.core.sim;

import io.sentinelha.core.engine.ChannelKind;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.LinkId;
import io.sentinelha.core.engine.Request;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One connection of a supervisor, as TCP has it: in each direction messages arrive in order, late,
 * or, when the connection breaks first, not at all. A network that is cut holds them back; they go
 * on when it heals.
 */
public final class Connection {

  /** One direction. */
  private static final class Lane {
    final Queue<Runnable> held = new ArrayDeque<>();
    long last;
  }

  public final Member client;
  public final Host server;
  private final LinkId link;
  private final ChannelKind kind;
  private final long attempt;
  private final Lane there = new Lane();
  private final Lane back = new Lane();
  private int serverLife;
  private boolean opened;
  private boolean closed;
  private boolean buried;

  Connection(Member client, Host server, LinkId link, ChannelKind kind, long attempt) {
    this.client = client;
    this.server = server;
    this.link = link;
    this.kind = kind;
    this.attempt = attempt;
  }

  public LinkId link() {
    return link;
  }

  public ChannelKind kind() {
    return kind;
  }

  public long attempt() {
    return attempt;
  }

  public boolean isClosed() {
    return closed;
  }

  /** The client has heard that it is over. */
  void bury() {
    buried = true;
  }

  boolean isBuried() {
    return buried;
  }

  /** The server's machine took the connection. */
  void open() {
    opened = true;
    serverLife = server.life();
    server.callers.add(this);
  }

  /** Sends a request to the server. */
  public void there(Request request) {
    if (opened && !closed) {
      send(client, server, there, () -> arrive(request));
    }
  }

  private void arrive(Request request) {
    if (closed || server.isOff()) {
      return;
    }
    if (!server.isAlive() || server.life() != serverLife) {
      reset(); // Whoever was connected here is gone.
    } else if (server.isRunning()) {
      server.handle(this, request);
    } else {
      server.receive(
          () -> {
            if (!closed) {
              server.handle(this, request);
            }
          });
    }
  }

  /** Sends an event back to the supervisor. */
  public void back(Event event) {
    if (!closed) {
      send(server, client, back, () -> client.arrived(this, event));
    }
  }

  private void send(Host from, Host to, Lane lane, Runnable arrival) {
    World world = from.world;
    if (!lane.held.isEmpty() || world.network.isCut(from, to)) {
      if (lane.held.isEmpty()) {
        world.network.holds(this);
      }
      lane.held.add(arrival);
      return;
    }
    Network.Fate fate = world.network.fate();
    if (fate == Network.Fate.BREAKS) {
      breakDown();
      return;
    }
    long delay =
        world.network.latency() + (fate == Network.Fate.STALLS ? world.network.stall() : 0);
    lane.last = Math.max(lane.last, world.scheduler.now() + delay);
    world.scheduler.at(lane.last, arrival);
  }

  /** The network between both ends may work again: what was held back goes on, in order. */
  boolean release() {
    boolean done = release(client, server, there);
    return release(server, client, back) && done;
  }

  private boolean release(Host from, Host to, Lane lane) {
    if (closed) {
      return true;
    }
    if (from.world.network.isCut(from, to)) {
      return lane.held.isEmpty();
    }
    World world = from.world;
    if (!lane.held.isEmpty()) {
      lane.last = Math.max(lane.last, world.scheduler.now() + world.network.retransmission());
    }
    while (!lane.held.isEmpty()) {
      world.scheduler.at(lane.last, lane.held.remove());
    }
    return true;
  }

  /** Something between both ends drops the connection. */
  private void breakDown() {
    server.callers.remove(this);
    opened = false; // Nothing more goes to the server, and all it sent before still comes.
    sendReset();
  }

  /** The server's end closes. */
  public void reset() {
    if (!closed) {
      server.callers.remove(this);
      opened = false;
      sendReset();
    }
  }

  private void sendReset() {
    World world = client.world;
    Runnable arrival =
        () -> client.arrived(this, new Event.ChannelClosed(link, kind, attempt, Event.Cause.RESET));
    if (!back.held.isEmpty() || world.network.isCut(server, client)) {
      back.held.add(arrival);
      world.network.holds(this);
      return;
    }
    back.last = Math.max(back.last, world.scheduler.now() + world.network.latency());
    world.scheduler.at(back.last, arrival);
  }

  /** The supervisor's end closes. */
  public void closedByClient() {
    closed = true;
    server.callers.remove(this);
  }
}
