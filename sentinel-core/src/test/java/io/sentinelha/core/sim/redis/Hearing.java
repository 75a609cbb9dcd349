package io.sentinelha.core.sim.redis;

import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.Guard;
import io.sentinelha.core.engine.NodeInfo;
import io.sentinelha.core.engine.Request;
import io.sentinelha.core.engine.Role;
import io.sentinelha.core.sim.redis.Instance.Reconfiguration;
import io.sentinelha.core.sim.redis.Master.Stage;
import java.util.Optional;

/** What an answer changes. Answers to orders are not looked at: only reports tell what happened. */
final class Hearing {

  private static final int HELLOS_BEFORE_MENDING = 4;

  private final RedisSentinel self;
  private final Master master;
  private final Instance from;
  private final boolean isPeer;
  private final long now;

  Hearing(RedisSentinel self, Master master, Instance from, boolean isPeer) {
    this.self = self;
    this.master = master;
    this.from = from;
    this.isPeer = isPeer;
    this.now = self.localNow();
  }

  void take(Event event) {
    if (event instanceof Event.PingAnswered answer) {
      from.lastPong = now;
      if (answer.reply().isSignOfLife()) {
        from.lastValid = now;
        from.pingSince = Instance.NEVER;
      }
    } else if (event instanceof Event.HelloAnswered answer) {
      from.lastHello = answer.accepted() ? now : from.lastHello;
    } else if (event instanceof Event.HelloHeard heard) {
      from.lastHeard = now;
      self.greet(heard.payload());
    } else if (event instanceof Event.InfoAnswered answer) {
      answer.info().ifPresent(this::report);
    } else if (event instanceof Event.IsDownAnswered answer && isPeer) {
      from.answeredAt = now;
      from.saysDown = answer.down();
      if (!answer.leader().equals("*")) {
        from.leader = Optional.of(answer.leader());
        from.leaderEpoch = answer.leaderEpoch();
      }
    }
  }

  private void report(NodeInfo info) {
    Role before = from.role;
    boolean isPrimary = from == master.node;
    if (isPrimary) {
      for (Endpoint replica : info.replicas()) {
        if (!master.replicas.containsKey(replica) && !replica.equals(from.address)) {
          self.addReplica(master, replica);
          Instance added = master.replicas.get(replica);
          if (added != null) {
            self.say("+slave", self.subject(master, added));
            self.flush();
          }
        }
      }
    }
    from.reported(info, now);
    if (from.role != before) {
      boolean expected = from.role == (isPrimary ? Role.PRIMARY : Role.REPLICA);
      String words = " new reported role is " + from.role.wireName();
      self.say(expected ? "+role-change" : "-role-change", self.subject(master, from) + words);
    }
    if (self.isTilted() || isPrimary) {
      return;
    }
    if (from.role == Role.PRIMARY) {
      claimsToBePrimary();
    } else {
      followsSomebody();
    }
  }

  private void claimsToBePrimary() {
    if (from == master.promoted && master.stage == Stage.WAIT_PROMOTION) {
      master.configEpoch = master.failoverEpoch;
      master.enter(Stage.RECONFIGURE, now);
      self.flush();
      self.say("+promoted-slave", self.subject(master, from));
      self.say("+failover-state-reconf-slaves", self.subject(master));
      master.dataNodes().forEach(n -> n.lastHello = Instance.NEVER);
      master.peers.values().forEach(p -> p.lastHello = Instance.NEVER);
      return;
    }
    long wait = HELLOS_BEFORE_MENDING * Periods.PUBLISH;
    boolean mend =
        from != master.promoted
            && primaryLooksSane()
            && noDownFor(wait)
            && now - from.roleSince > wait;
    if (mend && point(master.node.address)) {
      self.say("+convert-to-slave", self.subject(master, from));
    }
  }

  private void followsSomebody() {
    Optional<Endpoint> wanted = Optional.of(master.node.address);
    long wait = master.settings.failoverTimeoutMillis();
    boolean wanders =
        from.follows.isPresent()
            && !from.follows.equals(wanted)
            && master.stage == Stage.NONE
            && primaryLooksSane()
            && noDownFor(wait)
            && now - from.followsSince > wait;
    if (wanders && point(master.node.address)) {
      self.say("+fix-slave-config", self.subject(master, from));
    }
    Instance promoted = master.promoted;
    if (promoted == null) {
      return;
    }
    boolean follows = from.follows.equals(Optional.of(promoted.address));
    if (from.reconfiguration == Reconfiguration.SENT && follows) {
      from.reconfiguration = Reconfiguration.IN_PROGRESS;
      self.say("+slave-reconf-inprog", self.subject(master, from));
    }
    if (from.reconfiguration == Reconfiguration.IN_PROGRESS && from.linkUp) {
      from.reconfiguration = Reconfiguration.DONE;
      self.say("+slave-reconf-done", self.subject(master, from));
    }
  }

  private boolean point(Endpoint at) {
    return self.tell(from, new Request.ChangeRole(Optional.of(at), Guard.OFF, false));
  }

  private boolean noDownFor(long period) {
    boolean clean = from.lastDownAt == Instance.NEVER || now - from.lastDownAt > period;
    return clean && !from.isDown();
  }

  private boolean primaryLooksSane() {
    Instance node = master.node;
    return node.role == Role.PRIMARY
        && !node.isDown()
        && !master.isObjectivelyDown()
        && node.infoAt != Instance.NEVER
        && now - node.infoAt < 2 * Periods.INFO;
  }
}
