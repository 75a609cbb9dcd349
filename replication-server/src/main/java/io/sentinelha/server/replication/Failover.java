package io.sentinelha.server.replication;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Engine;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * FAILOVER: hands the part of the master over to a replica. Writes wait until the replica has
 * everything; then we follow it, and it becomes the master by that.
 */
final class Failover {

  private static final Logger log = LoggerFactory.getLogger(Failover.class);
  private static final long NEVER = 0;

  /** How far it has come. */
  private enum State {
    NONE("no-failover"),
    WAITING("waiting-for-sync"),
    RUNNING("failover-in-progress");

    private final String word;

    State(String word) {
      this.word = word;
    }
  }

  /** Where a replica listens. */
  private record Target(String host, int port) {}

  private final Engine engine;
  private final History history;
  private final Replicas replicas;
  private final Upstream upstream;
  private State state = State.NONE;
  private @Nullable Target target;
  private long endMillis = NEVER;
  private boolean force;

  Failover(Engine engine, History history, Replicas replicas, Upstream upstream) {
    this.engine = engine;
    this.history = history;
    this.replicas = replicas;
    this.upstream = upstream;
  }

  /** As INFO tells it. */
  String state() {
    return state.word;
  }

  boolean isActive() {
    return state != State.NONE;
  }

  /** FAILOVER [TO host port [FORCE]] [ABORT] [TIMEOUT ms]. */
  void failover(Call call) {
    Args args = call.args();
    if (args.count() == 2 && args.is(1, "ABORT")) {
      if (state == State.NONE) {
        throw CommandError.of("ERR No failover in progress.");
      }
      abort("Failover manually aborted");
      call.reply().ok();
      return;
    }
    long timeout = 0;
    boolean forced = false;
    Target wanted = null;
    for (int i = 1; i < args.count(); i++) {
      if (args.is(i, "TIMEOUT") && i + 1 < args.count() && timeout == 0) {
        timeout = args.number(++i);
        if (timeout <= 0) {
          throw CommandError.of("ERR FAILOVER timeout must be greater than 0");
        }
      } else if (args.is(i, "TO") && i + 2 < args.count() && wanted == null) {
        wanted = new Target(args.text(i + 1), port(args.number(i + 2)));
        i += 2;
      } else if (args.is(i, "FORCE") && !forced) {
        forced = true;
      } else {
        throw CommandError.SYNTAX;
      }
    }
    check(wanted, forced, timeout);
    target = wanted;
    force = forced;
    endMillis = timeout == 0 ? NEVER : engine.now() + timeout;
    state = State.WAITING;
    log.info("FAILOVER requested{}.", wanted == null ? "" : " to " + name(wanted));
    engine.pause().hold(this);
    call.reply().ok();
  }

  private static int port(long number) {
    return (int) Math.max(0, Math.min(number, 65_536));
  }

  private void check(@Nullable Target wanted, boolean forced, long timeout) {
    if (state != State.NONE) {
      throw CommandError.of("ERR FAILOVER already in progress.");
    }
    if (engine.isReplica()) {
      throw CommandError.of("ERR FAILOVER is not valid when server is a replica.");
    }
    if (replicas.all().isEmpty()) {
      throw CommandError.of("ERR FAILOVER requires connected replicas.");
    }
    if (forced && (timeout == 0 || wanted == null)) {
      throw CommandError.of(
          "ERR FAILOVER with force option requires both a timeout and target HOST and IP are"
              + " specified.");
    }
    if (wanted != null) {
      Replica replica =
          find(wanted)
              .orElseThrow(
                  () -> CommandError.of("ERR FAILOVER target HOST and PORT is not a replica."));
      if (!replica.isOnline()) {
        throw CommandError.of("ERR FAILOVER target replica is not online.");
      }
    }
  }

  private Optional<Replica> find(Target wanted) {
    return replicas.all().stream()
        .filter(each -> each.ip().equals(wanted.host()) && each.port() == wanted.port())
        .findFirst();
  }

  private static String name(Target which) {
    return which.host() + ":" + which.port();
  }

  /** Ten times a second, and when a replica has acknowledged something. */
  void check() {
    if (state != State.WAITING) {
      return;
    }
    Target wanted = target;
    if (endMillis != NEVER && engine.now() >= endMillis) {
      if (force && wanted != null) {
        log.warn("Failover to {} time out exceeded, failing over.", name(wanted));
        run(wanted);
      } else {
        abort("Replica never caught up before timeout");
      }
      return;
    }
    for (Replica replica : replicas.all()) {
      boolean fits = wanted == null || find(wanted).filter(replica::equals).isPresent();
      if (fits && replica.isOnline() && replica.acknowledged() == history.offset()) {
        Target found = new Target(replica.ip(), replica.port());
        target = found;
        log.info("Failover target {} is synced, failing over.", name(found));
        run(found);
        return;
      }
    }
  }

  private void run(Target to) {
    state = State.RUNNING;
    // Not in the middle of what told us: this may have been an acknowledgement of the replica.
    engine.scheduler().after(0, () -> follow(to));
  }

  private void follow(Target to) {
    if (state == State.RUNNING) {
      upstream.failOverTo(to.host(), to.port());
    }
  }

  /** The replica has become the master, and we follow it. */
  void succeeded() {
    if (state != State.NONE) {
      clear();
    }
  }

  /** The replica refuses, or cannot be reached: we are the master again, and writes go on. */
  void failed(String why) {
    if (state != State.NONE) {
      abort(why);
    }
  }

  private void abort(String why) {
    log.warn("Aborting failover: {}. This server takes writes again", why);
    boolean following = state == State.RUNNING && engine.isReplica();
    clear();
    if (following) {
      upstream.promote();
    }
  }

  private void clear() {
    state = State.NONE;
    target = null;
    endMillis = NEVER;
    force = false;
    engine.pause().release(this);
  }
}
