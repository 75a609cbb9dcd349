package io.sentinelha.core.sim;

import io.sentinelha.core.engine.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asynchronous replication as seen from one server, in both of its roles. A replica connects, is
 * given what it misses or everything, then follows and acknowledges every second. Writes are
 * acknowledged to clients without waiting for any of this.
 */
final class Replication {

  private enum State {
    DOWN,
    CONNECTING,
    /** Everything is being transferred; the former data is still there. */
    LOADING,
    UP
  }

  private static final int KEEP_ALIVE_CRONS = 2;

  /** What a primary knows of a replica. */
  private static final class Follower {
    final int link;
    long ackAt;

    Follower(int link, long ackAt) {
      this.link = link;
      this.ackAt = ackAt;
    }
  }

  private final DataServer me;

  // As a replica.
  private State state = State.DOWN;
  private int link;
  private long downSince = -1;
  private long heardAt;
  private boolean everUp;

  // As a primary.
  private final Map<DataServer, Follower> followers = new LinkedHashMap<>();

  Replication(DataServer me) {
    this.me = me;
  }

  private World world() {
    return me.world;
  }

  private long now() {
    return me.world.scheduler.now();
  }

  boolean isUp() {
    return state == State.UP;
  }

  boolean isLoading() {
    return state == State.LOADING;
  }

  /** As in INFO: -1 when there was no link since the start. */
  long linkDownSeconds() {
    if (state == State.UP) {
      return 0;
    }
    return everUp ? (now() - downSince) / 1_000 : -1;
  }

  /** Everything ends, as when the process dies. */
  void forget() {
    link++;
    state = State.DOWN;
    everUp = false;
    dropFollowers();
  }

  /** A new process. */
  void begin() {
    link++;
    state = State.DOWN;
    everUp = false;
    followers.clear();
  }

  void endFollowing() {
    link++;
    state = State.DOWN;
    // The followers stay: they hold a prefix of this stream and need only reconnect.
    dropFollowers();
  }

  void beginFollowing() {
    link++;
    down();
    dropFollowers();
  }

  private void down() {
    if (state == State.UP || downSince < 0) {
      downSince = now();
    }
    state = State.DOWN;
    link++;
  }

  private void dropFollowers() {
    for (Map.Entry<DataServer, Follower> entry : new ArrayList<>(followers.entrySet())) {
      DataServer replica = entry.getKey();
      int number = entry.getValue().link;
      if (me.isOff() || world().network.isCut(me, replica)) {
        continue; // It finds out by the silence.
      }
      world()
          .scheduler
          .in(world().network.latency(), () -> replica.replication().closedByPrimary(number));
    }
    followers.clear();
  }

  private void closedByPrimary(int number) {
    me.receive(
        () -> {
          if (number == link && state != State.DOWN) {
            down();
          }
        });
  }

  /** Once a second. */
  void cron(int count) {
    if (me.isPrimary()) {
      if (!followers.isEmpty()) {
        followers.values().removeIf(f -> now() - f.ackAt > world().replicationTimeout());
        if (count % KEEP_ALIVE_CRONS == 0) {
          me.append(0);
        }
      }
      return;
    }
    if (state == State.DOWN) {
      connect();
    } else if (now() - heardAt > world().replicationTimeout()) {
      down();
      connect();
    } else if (state == State.UP) {
      acknowledge();
    }
  }

  /** Connects to the primary if it can be reached. */
  void connect() {
    if (!me.isRunning() || me.isPrimary() || state != State.DOWN) {
      return;
    }
    Endpoint to = me.follows().orElseThrow();
    DataServer source = world().server(to).orElse(me);
    if (source == me || isCutFrom(source)) {
      return;
    }
    state = State.CONNECTING;
    heardAt = now();
    int number = ++link;
    world()
        .scheduler
        .in(
            world().network.latency() + world().network.latency(),
            () -> source.receive(() -> source.replication().requested(me, number)));
  }

  private boolean isCutFrom(DataServer other) {
    return world().network.isCut(me, other) || world().network.isCut(other, me);
  }

  /** A replica asks to be synchronised. */
  private void requested(DataServer replica, int number) {
    Replication its = replica.replication();
    boolean present = its.link == number && replica.isAlive() && !replica.isPrimary();
    if (!present || isCutFrom(replica)) {
      return;
    }
    if (!me.isPrimary() && state != State.UP) {
      world().scheduler.in(world().network.latency(), () -> its.closedByPrimary(number));
      return;
    }
    boolean partial = me.data().continues(replica.data(), world().backlog());
    followers.put(replica, new Follower(number, now()));
    if (partial) {
      long upTo = me.data().offset();
      String stream = me.data().stream();
      world()
          .scheduler
          .in(world().network.latency(), () -> its.continued(me, number, stream, upTo));
    } else {
      Dataset copy = me.data().copy();
      world().scheduler.in(1, () -> its.loading(number));
      world().scheduler.in(world().syncMillis(), () -> its.loaded(me, number, copy));
    }
  }

  private void loading(int number) {
    me.receive(
        () -> {
          if (number == link && state == State.CONNECTING) {
            state = State.LOADING;
          }
        });
  }

  private void continued(DataServer source, int number, String stream, long upTo) {
    me.receive(
        () -> {
          boolean valid =
              number == link
                  && !world().network.isCut(source, me)
                  && source.data().stream().equals(stream)
                  && source.data().continues(me.data(), Long.MAX_VALUE);
          if (valid) {
            me.data().adoptStreamOf(source.data());
            me.data().catchUp(source.data(), upTo);
            up(source);
          } else if (number == link) {
            down();
          }
        });
  }

  private void loaded(DataServer source, int number, Dataset copy) {
    me.receive(
        () -> {
          if (number != link) {
            return;
          }
          if (world().network.isCut(source, me)) {
            down();
            return;
          }
          me.replace(copy);
          up(source);
        });
  }

  private void up(DataServer source) {
    state = State.UP;
    everUp = true;
    heardAt = now();
    acknowledge();
    // What was written while the answer was on its way.
    source.replication().sendTo(me, link);
  }

  private void acknowledge() {
    DataServer source = me.follows().flatMap(world()::server).orElse(me);
    if (source == me || world().network.isCut(me, source)) {
      return;
    }
    int number = link;
    world()
        .scheduler
        .in(
            world().network.latency(),
            () -> source.receive(() -> source.replication().acknowledged(me, number)));
  }

  private void acknowledged(DataServer replica, int number) {
    Follower follower = followers.get(replica);
    if (follower != null && follower.link == number) {
      follower.ackAt = now();
    } else if (replica.replication().link == number) {
      // It believes in a link that is gone here.
      world()
          .scheduler
          .in(
              world().network.latency(),
              () -> {
                if (!world().network.isCut(me, replica)) {
                  replica.replication().closedByPrimary(number);
                }
              });
    }
  }

  /** Sends what is new to everybody who follows. */
  void spread() {
    for (Map.Entry<DataServer, Follower> entry : followers.entrySet()) {
      sendTo(entry.getKey(), entry.getValue().link);
    }
  }

  private void sendTo(DataServer replica, int number) {
    Replication its = replica.replication();
    if (its.link != number || its.state != State.UP || world().network.isCut(me, replica)) {
      return; // Sent again with what follows, once the way is free.
    }
    Dataset source = me.data();
    long upTo = source.offset();
    world()
        .scheduler
        .in(
            world().network.latency(),
            () -> replica.receive(() -> its.arrived(number, source, upTo)));
  }

  private void arrived(int number, Dataset source, long upTo) {
    if (number != link || state != State.UP || !source.stream().equals(me.data().stream())) {
      return;
    }
    heardAt = now();
    if (upTo > me.data().offset()) {
      me.data().catchUp(source, upTo);
      spread();
    }
  }

  int goodReplicas(long maxLag) {
    int good = 0;
    for (Map.Entry<DataServer, Follower> entry : followers.entrySet()) {
      if (now() - entry.getValue().ackAt <= maxLag) {
        good++;
      }
    }
    return good;
  }

  List<Endpoint> attached() {
    List<Endpoint> all = new ArrayList<>(followers.size());
    followers.keySet().forEach(replica -> all.add(replica.address));
    return all;
  }
}
