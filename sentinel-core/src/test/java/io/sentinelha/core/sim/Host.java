package io.sentinelha.core.sim;

import io.sentinelha.core.engine.ChannelKind;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Request;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/** Something with an address that others connect to: a data node or a supervisor. */
abstract class Host {

  final World world;
  final Endpoint address;
  final Set<Connection> clients = new LinkedHashSet<>();
  private final Queue<Runnable> heldBack = new ArrayDeque<>();
  private boolean alive = true;
  private boolean paused;

  Host(World world, Endpoint address) {
    this.world = world;
    this.address = address;
  }

  boolean isAlive() {
    return alive;
  }

  boolean isPaused() {
    return paused;
  }

  /** Whether the host does anything now. */
  boolean isRunning() {
    return alive && !paused;
  }

  /** Work that reaches the host: done at once, or when it wakes, or never if it dies. */
  void receive(Runnable work) {
    if (paused) {
      heldBack.add(work);
    } else if (alive) {
      work.run();
    }
  }

  /** Answers a request that came over a connection. */
  abstract void handle(Connection from, Request request);

  /** Whether a new connection of this kind is taken. */
  Optional<Runnable> accepted(Connection connection) {
    clients.add(connection);
    return connection.kind() == ChannelKind.PUBSUB ? Optional.of(() -> {}) : Optional.empty();
  }

  void kill() {
    alive = false;
    paused = false;
    heldBack.clear();
    Set<Connection> cut = Set.copyOf(clients);
    clients.clear();
    cut.stream().sorted(Connection.ORDER).forEach(Connection::reset);
  }

  void start() {
    alive = true;
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
    while (!heldBack.isEmpty() && !paused) {
      heldBack.remove().run();
    }
  }
}
