package io.sentinelha.core.sim;

import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/** A process with an address on a machine of its own: a data node, a supervisor or a client. */
public abstract class Host {

  public final World world;
  public final String name;
  public final Endpoint address;

  /** The place among all hosts of the world, from 0. */
  public final int index;

  /** Connections of supervisors to this host. */
  final Set<Connection> callers = new LinkedHashSet<>();

  private final Queue<Runnable> heldBack = new ArrayDeque<>();
  private boolean alive = true;
  private boolean paused;
  private boolean off;
  private int life;

  /** A host that still has to be added to the world, once its own class is known to it. */
  protected Host(World world, String name, Endpoint address) {
    this.world = world;
    this.name = name;
    this.address = address;
    this.index = world.nextIndex();
  }

  public final boolean isAlive() {
    return alive;
  }

  public final boolean isPaused() {
    return paused;
  }

  /** Whether the whole machine is gone, so that nobody even refuses a connection. */
  public final boolean isOff() {
    return off;
  }

  /** Whether the host does anything now. */
  public final boolean isRunning() {
    return alive && !paused;
  }

  /** How often this process has died: what was begun in an earlier life is void. */
  public final int life() {
    return life;
  }

  /** Work that reaches the process: done at once, or when it wakes, or never if it dies. */
  public final void receive(Runnable work) {
    if (paused) {
      heldBack.add(work);
    } else if (alive) {
      work.run();
    }
  }

  /** Answers a request that came over a connection. */
  protected abstract void handle(Connection from, Request request);

  /** Starts again after a death. */
  public abstract void restart();

  /** The process dies; its machine closes the connections. */
  public void kill() {
    die(false);
  }

  /** The machine loses its power: the others merely hear nothing any more. */
  public void powerOff() {
    die(true);
  }

  private void die(boolean silently) {
    world.journal.note(this, silently ? "loses power" : "dies");
    alive = false;
    paused = false;
    off = silently;
    life++;
    heldBack.clear();
    List<Connection> cut = new ArrayList<>(callers);
    callers.clear();
    if (!silently) {
      cut.forEach(Connection::reset);
    }
    died();
  }

  /** What else ends with the process. */
  protected void died() {}

  /** Alive again, in a new life. */
  protected final void start() {
    world.journal.note(this, "starts");
    alive = true;
    off = false;
  }

  public void pause() {
    if (alive) {
      world.journal.note(this, "hangs");
      paused = true;
    }
  }

  public void resume() {
    if (!paused) {
      return;
    }
    world.journal.note(this, "wakes");
    paused = false;
    while (!heldBack.isEmpty() && !paused) {
      heldBack.remove().run();
    }
  }

  @Override
  public final String toString() {
    return name;
  }
}
