package io.sentinelha.core.sim.redis;

import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Guard;
import io.sentinelha.core.engine.Request;
import io.sentinelha.core.sim.redis.Instance.Reconfiguration;
import io.sentinelha.core.sim.redis.Master.Stage;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The failover of one primary, one stage and one tick at a time. */
final class Leading {

  private static final int RECENT_PINGS = 5;
  private static final int PATIENCES_WITHOUT_LINK = 10;

  private final RedisSentinel self;
  private final Master master;
  private final long now;

  Leading(RedisSentinel self, Master master) {
    this.self = self;
    this.master = master;
    this.now = self.localNow();
  }

  boolean startIfNeeded() {
    long rest = 2 * master.settings.failoverTimeoutMillis();
    boolean start =
        master.isObjectivelyDown()
            && master.stage == Stage.NONE
            && now - master.failoverStart >= rest;
    if (start) {
      start(false);
    }
    return start;
  }

  void start(boolean forced) {
    self.currentEpoch++;
    master.failoverEpoch = self.currentEpoch;
    master.forced = forced;
    self.say("+new-epoch", Long.toString(self.currentEpoch));
    self.say("+try-failover", self.subject(master));
    master.failoverStart = now + self.chance(Periods.DESYNC);
    master.enter(Stage.WAIT_START, now);
  }

  void advance() {
    switch (master.stage) {
      case WAIT_START -> waitStart();
      case SELECT -> select();
      case SEND_ORDER -> sendOrder();
      case WAIT_PROMOTION -> giveUpAfter(master.stageSince, "-failover-abort-slave-timeout");
      case RECONFIGURE -> reconfigure();
      case NONE, UPDATE -> {}
    }
  }

  private void waitStart() {
    boolean elected = leader().equals(Optional.of(self.runId())) || master.forced;
    if (!elected) {
      long patience = Math.min(Periods.ELECTION, master.settings.failoverTimeoutMillis());
      if (now - master.failoverStart > patience) {
        abort("-failover-abort-not-elected");
      }
      return;
    }
    self.say("+elected-leader", self.subject(master));
    master.enter(Stage.SELECT, now);
    self.say("+failover-state-select-slave", self.subject(master));
  }

  /** Who has the majority and the quorum in this election, the own vote included. */
  private Optional<String> leader() {
    Map<String, Integer> counts = new HashMap<>();
    for (Instance peer : master.peers.values()) {
      if (peer.leader.isPresent() && peer.leaderEpoch == self.currentEpoch) {
        counts.merge(peer.leader.get(), 1, Integer::sum);
      }
    }
    String favourite = best(counts).orElse(self.runId());
    Optional<String> mine = self.vote(master, master.failoverEpoch, favourite);
    if (mine.isPresent() && master.leaderEpoch == master.failoverEpoch) {
      counts.merge(mine.get(), 1, Integer::sum);
    }
    int needed = Math.max(master.voters() / 2 + 1, master.settings.quorum());
    return best(counts).filter(id -> counts.getOrDefault(id, 0) >= needed);
  }

  private static Optional<String> best(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .max(
            Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey);
  }

  private void select() {
    Optional<Instance> found =
        master.replicas.values().stream()
            .filter(this::isFit)
            .min(
                Comparator.<Instance>comparingInt(r -> r.priority)
                    .thenComparing(Comparator.<Instance>comparingLong(r -> r.offset).reversed())
                    .thenComparing(r -> r.runId.isEmpty())
                    .thenComparing(r -> r.runId));
    if (found.isEmpty()) {
      abort("-failover-abort-no-good-slave");
      return;
    }
    master.promoted = found.get();
    self.say("+selected-slave", self.subject(master, found.get()));
    self.say("+failover-state-send-slaveof-noone", self.subject(master, found.get()));
    master.enter(Stage.SEND_ORDER, now);
  }

  private boolean isFit(Instance replica) {
    boolean down = master.node.isDown();
    long oldestInfo = down ? RECENT_PINGS * Periods.PING : 3 * Periods.INFO;
    long longestWithoutLink =
        (down ? now - master.node.downSince : 0)
            + PATIENCES_WITHOUT_LINK * master.settings.downAfterMillis();
    return !replica.isDown()
        && replica.command != null
        && now - replica.lastValid <= RECENT_PINGS * Periods.PING
        && replica.priority != 0
        && replica.infoAt != Instance.NEVER
        && now - replica.infoAt <= oldestInfo
        && replica.linkDownMillis <= longestWithoutLink;
  }

  private void sendOrder() {
    Instance chosen = master.promoted;
    if (chosen != null
        && self.tell(chosen, new Request.ChangeRole(Optional.empty(), Guard.OFF, false))) {
      self.say("+failover-state-wait-promotion", self.subject(master, chosen));
      master.enter(Stage.WAIT_PROMOTION, now);
    } else {
      giveUpAfter(master.stageSince, "-failover-abort-slave-timeout");
    }
  }

  private void giveUpAfter(long since, String event) {
    if (now - since > master.settings.failoverTimeoutMillis()) {
      abort(event);
    }
  }

  private void abort(String event) {
    self.say(event, self.subject(master));
    master.promoted = null;
    master.forced = false;
    master.enter(Stage.NONE, now);
  }

  private void reconfigure() {
    Instance promoted = master.promoted;
    if (promoted == null || promoted.isDown()) {
      return;
    }
    pointMore(promoted);
    boolean timeIsUp = now - master.stageSince > master.settings.failoverTimeoutMillis();
    boolean complete =
        master.replicas.values().stream()
            .filter(r -> r != promoted && !r.isDown())
            .allMatch(r -> r.reconfiguration == Reconfiguration.DONE);
    if (timeIsUp) {
      self.say("+failover-end-for-timeout", self.subject(master));
      pointTheRest(promoted);
    }
    if (complete || timeIsUp) {
      self.say("+failover-end", self.subject(master));
      master.enter(Stage.UPDATE, now);
    }
  }

  private void pointMore(Instance promoted) {
    long underWay =
        master.replicas.values().stream()
            .filter(
                r ->
                    r.reconfiguration == Reconfiguration.SENT
                        || r.reconfiguration == Reconfiguration.IN_PROGRESS)
            .count();
    for (Instance replica : master.replicas.values()) {
      if (replica.reconfiguration == Reconfiguration.SENT
          && now - replica.reconfiguringSince > Periods.RECONFIGURATION) {
        self.say("-slave-reconf-sent-timeout", self.subject(master, replica));
        replica.reconfiguration = Reconfiguration.DONE;
      }
      boolean open = replica != promoted && replica.reconfiguration == Reconfiguration.NONE;
      if (underWay < master.settings.parallelSyncs() && open && point(replica, promoted.address)) {
        replica.reconfiguration = Reconfiguration.SENT;
        replica.reconfiguringSince = now;
        self.say("+slave-reconf-sent", self.subject(master, replica));
        underWay++;
      }
    }
  }

  private void pointTheRest(Instance promoted) {
    for (Instance replica : master.replicas.values()) {
      boolean told =
          replica.reconfiguration == Reconfiguration.SENT
              || replica.reconfiguration == Reconfiguration.DONE;
      if (replica != promoted && !told && point(replica, promoted.address)) {
        self.say("+slave-reconf-sent-be", self.subject(master, replica));
      }
    }
  }

  private boolean point(Instance replica, Endpoint at) {
    return self.tell(replica, new Request.ChangeRole(Optional.of(at), Guard.OFF, false));
  }
}
