package io.sentinelha.core.sim;

import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Request;
import java.util.Optional;

/**
 * A client as libraries have it: asks the supervisors in turn where the primary is, connects, makes
 * sure of the role, then writes or reads. After an error, a timeout, a closed connection or a
 * {@code +switch-master} it asks again.
 */
public final class Client extends Host {

  private static final long TIMEOUT_MILLIS = 1_000;
  private static final long RETRY_MILLIS = 250;

  public final String group;
  private final boolean writes;
  private final long pause;
  private Optional<DataServer> server = Optional.empty();
  private Optional<Member> informant = Optional.empty();
  private int session;
  private int next;
  private long pendingSince = -1;
  private long servedAt = -1;

  Client(World world, String name, Endpoint address, String group, boolean writes, long pause) {
    super(world, name, address);
    world.add(this);
    this.group = group;
    this.writes = writes;
    this.pause = pause;
    this.next = index;
    world.scheduler.in(1 + 53L * index % pause, this::turn);
  }

  /** Whom it is connected to. */
  public Optional<DataServer> server() {
    return server;
  }

  /** When it last was served; -1 for never. */
  public long servedAt() {
    return servedAt;
  }

  private void turn() {
    if (pendingSince >= 0 && world.scheduler.now() - pendingSince >= TIMEOUT_MILLIS) {
      drop();
    }
    if (pendingSince < 0) {
      if (server.isPresent()) {
        use(server.get());
      } else {
        discover();
      }
    }
    world.scheduler.in(server.isPresent() ? pause : RETRY_MILLIS, this::turn);
  }

  private void drop() {
    server.ifPresent(s -> s.clients.remove(this));
    server = Optional.empty();
    pendingSince = -1;
    session++;
  }

  private void discover() {
    Member asked = world.members().get(next++ % world.members().size());
    informant = Optional.of(asked);
    pendingSince = world.scheduler.now();
    int thisSession = session;
    exchange(
        asked,
        () -> {
          Optional<Endpoint> told = asked.addressOf(group);
          told.ifPresent(at -> world.observers().forEach(o -> o.directed(asked, group, at)));
          reply(asked, thisSession, () -> connect(told.flatMap(world::server)));
        });
  }

  private void connect(Optional<DataServer> told) {
    pendingSince = -1;
    if (told.isEmpty()) {
      return;
    }
    DataServer target = told.get();
    pendingSince = world.scheduler.now();
    int thisSession = session;
    exchange(
        target,
        () -> {
          boolean primary = target.isPrimary();
          reply(
              target,
              thisSession,
              () -> {
                pendingSince = -1;
                if (primary) {
                  server = told;
                  target.clients.add(this);
                }
              });
        });
  }

  private void use(DataServer target) {
    pendingSince = world.scheduler.now();
    int thisSession = session;
    int write = writes ? world.newWrite() : 0;
    exchange(
        target,
        () -> {
          boolean served =
              writes ? target.write(write) == DataServer.Outcome.TAKEN : target.isPrimary();
          if (served && writes) {
            world.journal.mix(world.scheduler.now() + 7_919L * write + target.index);
          }
          reply(target, thisSession, () -> answered(write, served));
        });
  }

  private void answered(int write, boolean served) {
    if (!served) {
      drop();
      return;
    }
    pendingSince = -1;
    servedAt = world.scheduler.now();
    if (write > 0) {
      for (Observer observer : world.observers()) {
        observer.acknowledged(write);
      }
    }
  }

  /** Does something at another host; if that is not there, the connection is refused. */
  private void exchange(Host at, Runnable work) {
    if (world.network.isCut(this, at) || at.isOff()) {
      return; // The timeout tells.
    }
    int thisSession = session;
    world.scheduler.in(
        world.network.latency(),
        () -> {
          if (at.isAlive()) {
            at.receive(work);
          } else if (!at.isOff()) {
            reply(at, thisSession, this::drop);
          }
        });
  }

  private void reply(Host from, int thatSession, Runnable then) {
    if (world.network.isCut(from, this)) {
      return;
    }
    world.scheduler.in(
        world.network.latency(),
        () -> {
          if (thatSession == session) {
            then.run();
          }
        });
  }

  /** The server closed the connection. */
  void cutOff(DataServer by) {
    reply(by, session, this::drop);
  }

  /** A supervisor announced that the primary is elsewhere now. */
  void switched(Member by) {
    if (informant.isPresent() && informant.get() == by) {
      reply(by, session, this::drop);
    }
  }

  @Override
  protected void handle(Connection from, Request request) {
    throw new AssertionError("nobody connects to a client");
  }

  @Override
  public void restart() {
    throw new AssertionError("clients do not die");
  }
}
