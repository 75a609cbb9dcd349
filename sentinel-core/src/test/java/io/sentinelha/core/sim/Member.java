package io.sentinelha.core.sim;

import io.sentinelha.core.engine.ChannelKind;
import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.LinkId;
import io.sentinelha.core.engine.Notice;
import io.sentinelha.core.engine.Reply;
import io.sentinelha.core.engine.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * One supervisor of the group, of whatever kind. Kinds differ in their rules; they share the
 * network, a clock that may be wrong, a disk that may be slow or fail, and what clients ask of
 * them.
 */
public abstract class Member extends Host {

  public final List<Notice> notices = new ArrayList<>();
  private BiConsumer<Member, Notice> listener = (who, notice) -> {};

  // The clock: local time passes at its own rate and may jump.
  private long clockFrom;
  private long clockBase;
  private int clockDrift;

  private boolean diskFails;
  private int diskSpread;

  protected Member(World world, String name, Endpoint address) {
    super(world, name, address);
    this.clockFrom = world.scheduler.now();
    this.clockBase = clockFrom;
  }

  /** Its id in the group. */
  public abstract String runId();

  /** Begins to watch, in its first life. */
  public abstract void begin();

  /** Where it sends clients that ask for a primary; empty when it does not know the name. */
  public abstract Optional<Endpoint> addressOf(String primaryName);

  public abstract boolean isFailingOver(String primaryName);

  /** How many other supervisors it knows to watch a primary. */
  public abstract int peersOf(String primaryName);

  /** How many replicas of a primary it knows. */
  public abstract int replicasOf(String primaryName);

  /** What a crash would leave of its promises about a primary. */
  public abstract Promises promises(String primaryName);

  /** News over a connection of its own. */
  protected abstract void heard(Connection connection, Event event);

  /**
   * What is on disk.
   *
   * @param voters the supervisors known to watch the primary, this one included
   */
  public record Promises(
      long currentEpoch, long leaderEpoch, long configEpoch, Endpoint address, int voters) {}

  // The clock.

  /** The present moment on this host's own clock. */
  public final long localNow() {
    long passed = world.scheduler.now() - clockFrom;
    return clockBase + passed + passed * clockDrift / 1_000;
  }

  /** How long the world must go on until the own clock shows this moment. */
  protected final long untilLocal(long moment) {
    long left = Math.max(0, moment - localNow());
    return clockDrift == 0 ? left : Math.max(1, left * 1_000 / (1_000 + clockDrift));
  }

  /** The clock jumps; backwards it merely stands still for whoever needs it to be monotonic. */
  public final void jumpClock(long millis) {
    world.journal.note(this, "clock jumps by " + millis + " ms");
    clockBase = localNow() + millis;
    clockFrom = world.scheduler.now();
  }

  /** From now on the clock gains this many milliseconds a second; negative to lose. */
  public final void driftClock(int perMille) {
    clockBase = localNow();
    clockFrom = world.scheduler.now();
    clockDrift = perMille;
  }

  // The disk.

  public final void failDisk(boolean fails) {
    world.journal.note(this, fails ? "disk fails" : "disk works");
    diskFails = fails;
  }

  protected final boolean diskFails() {
    return diskFails;
  }

  /** A save takes from one millisecond to this many; 0 for what is usual in the world. */
  public final void slowDisk(int spread) {
    world.journal.note(this, "disk takes up to " + spread + " ms");
    diskSpread = spread;
  }

  protected final long diskLatency() {
    return world.diskLatency(diskSpread);
  }

  // The network.

  /** Opens a connection; {@link #heard} tells the outcome unless it is closed before. */
  protected final Connection connect(
      LinkId link, ChannelKind kind, long attempt, Endpoint to, int timeoutMillis) {
    Host target = world.host(to).orElse(world.nowhere);
    Connection connection = new Connection(this, target, link, kind, attempt);
    if (target == world.nowhere || target.isOff() || isCutFrom(target)) {
      world.scheduler.in(timeoutMillis, () -> failed(connection, Event.Cause.UNREACHABLE));
    } else {
      world.scheduler.in(
          world.network.latency() + world.network.latency(),
          () -> established(connection, timeoutMillis));
    }
    return connection;
  }

  private boolean isCutFrom(Host other) {
    return world.network.isCut(this, other) || world.network.isCut(other, this);
  }

  private void established(Connection connection, int timeoutMillis) {
    Host target = connection.server;
    if (connection.isClosed()) {
      return;
    }
    if (target.isOff()) {
      world.scheduler.in(timeoutMillis, () -> failed(connection, Event.Cause.UNREACHABLE));
    } else if (!target.isAlive()) {
      failed(connection, Event.Cause.REFUSED);
    } else {
      connection.open();
      arrived(
          connection,
          new Event.ChannelOpened(
              connection.link(), connection.kind(), connection.attempt(), address.host()));
    }
  }

  private void failed(Connection connection, Event.Cause cause) {
    arrived(
        connection,
        new Event.ChannelClosed(connection.link(), connection.kind(), connection.attempt(), cause));
  }

  /** Something came over a connection; its life ends with this process, or with its closing. */
  final void arrived(Connection connection, Event event) {
    if (connection.isClosed()) {
      return;
    }
    if (isRunning()) {
      heard(connection, event);
    } else {
      receive(
          () -> {
            if (!connection.isClosed()) {
              heard(connection, event);
            }
          });
    }
  }

  // What the world hears of it.

  public final void onNotice(BiConsumer<Member, Notice> told) {
    listener = told;
  }

  protected final void announce(Notice notice) {
    notices.add(notice);
    if (world.journal.writesLines()) {
      world.journal.line(name, notice.event() + " " + notice.details());
    }
    for (Observer observer : world.observers()) {
      observer.announced(this, notice);
    }
    listener.accept(this, notice);
    world.announced(this, notice);
  }

  protected final void answer(Connection to, Request.IsDown question, Reply.DownState reply) {
    for (Observer observer : world.observers()) {
      observer.answered(this, question, reply);
    }
    to.back(
        new Event.IsDownAnswered(
            to.link(),
            to.attempt(),
            question.primaryId(),
            reply.down(),
            reply.leader(),
            reply.leaderEpoch()));
  }

  /** Sends a request, watched by whoever watches the world. */
  protected final void send(Connection connection, Request request) {
    if (!(request instanceof Request.Ping)) {
      tell(connection, request);
    }
    connection.there(request);
  }

  private void tell(Connection connection, Request request) {
    for (Observer observer : world.observers()) {
      if (request instanceof Request.Hello hello) {
        observer.greeted(this, hello);
      } else if (request instanceof Request.IsDown question) {
        observer.asked(this, question);
      } else if (request instanceof Request.ChangeRole order) {
        observer.ordered(this, (DataServer) connection.server, order);
      }
    }
    if (request instanceof Request.ChangeRole order && world.journal.writesLines()) {
      String to = order.primary().map(Endpoint::toString).orElse("nobody");
      world.journal.line(name, "orders " + connection.server + " to follow " + to);
    }
  }
}
