package io.sentinelha.core.sim.redis;

import io.sentinelha.core.engine.ChannelKind;
import io.sentinelha.core.engine.Request;
import io.sentinelha.core.engine.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is done about one primary and all that belongs to it in one tick. */
final class Watching {

  private static final int ANSWERS_VALID_PERIODS = 5;

  private final RedisSentinel self;
  private final Master master;
  private final long now;

  Watching(RedisSentinel self, Master master) {
    this.self = self;
    this.master = master;
    this.now = self.localNow();
  }

  void tick() {
    List<Instance> nodes = new ArrayList<>(master.dataNodes());
    List<Instance> peers = new ArrayList<>(master.peers.values());
    look(master.node, false);
    if (!self.isTilted()) {
      countObjections();
      Leading leading = new Leading(self, master);
      if (leading.startIfNeeded()) {
        ask(true);
      }
      leading.advance();
      ask(false);
    }
    nodes.stream().filter(n -> n != master.node).forEach(n -> look(n, false));
    peers.forEach(p -> look(p, true));
  }

  private void look(Instance instance, boolean isPeer) {
    reconnect(instance, isPeer);
    if (instance.commandOpen && instance.command != null) {
      talk(instance, isPeer);
    }
    if (!self.isTilted()) {
      judge(instance);
    }
  }

  private void reconnect(Instance instance, boolean isPeer) {
    boolean complete = instance.command != null && (isPeer || instance.pubsub != null);
    boolean early =
        instance.lastAttempt != Instance.NEVER && now - instance.lastAttempt < Periods.PING;
    if (complete || early || !instance.address.isReachable()) {
      return;
    }
    instance.lastAttempt = now;
    if (instance.command == null) {
      self.open(instance, ChannelKind.COMMAND);
      sentPing(instance);
    }
    if (!isPeer && instance.pubsub == null) {
      self.open(instance, ChannelKind.PUBSUB);
    }
  }

  private void sentPing(Instance instance) {
    instance.lastPing = now;
    if (instance.pingSince == Instance.NEVER) {
      instance.pingSince = now;
    }
  }

  private void talk(Instance instance, boolean isPeer) {
    if (!isPeer
        && (instance.infoAt == Instance.NEVER || now - instance.infoAt > infoPeriod(instance))) {
      self.tell(instance, new Request.Info());
    }
    long pingPeriod = Math.min(master.settings.downAfterMillis(), Periods.PING);
    boolean pinged =
        instance.lastPing != Instance.NEVER && now - instance.lastPing <= pingPeriod / 2;
    if (now - instance.lastPong > pingPeriod && !pinged) {
      self.tell(instance, new Request.Ping());
      sentPing(instance);
    }
    if (instance.lastHello == Instance.NEVER || now - instance.lastHello > Periods.PUBLISH) {
      self.tell(instance, hello());
    }
  }

  private long infoPeriod(Instance instance) {
    boolean urgent =
        instance != master.node
            && (master.isObjectivelyDown()
                || master.stage != Master.Stage.NONE
                || instance.linkDownMillis != 0);
    return urgent ? Periods.PING : Periods.INFO;
  }

  private Request.Hello hello() {
    String payload =
        String.join(
            ",",
            self.address.host(),
            Integer.toString(self.address.port()),
            self.runId(),
            Long.toString(self.currentEpoch),
            master.name,
            master.address().host(),
            Integer.toString(master.address().port()),
            Long.toString(master.configEpoch));
    return new Request.Hello(master.id, payload);
  }

  private void judge(Instance instance) {
    long downAfter = master.settings.downAfterMillis();
    long silence = silence(instance);
    closeStuckLinks(instance, downAfter);
    boolean actsAsReplica =
        instance == master.node
            && instance.role == Role.REPLICA
            && now - instance.roleSince > downAfter + 2 * Periods.INFO;
    boolean down = silence > downAfter || actsAsReplica;
    if (down && !instance.isDown()) {
      instance.downSince = now;
      instance.lastDownAt = now;
      self.say("+sdown", self.subject(master, instance));
    } else if (!down && instance.isDown()) {
      instance.downSince = Instance.NEVER;
      self.say("-sdown", self.subject(master, instance));
    }
  }

  private long silence(Instance instance) {
    if (instance.pingSince != Instance.NEVER) {
      return now - instance.pingSince;
    }
    return instance.command == null ? now - instance.lastValid : 0;
  }

  private void closeStuckLinks(Instance instance, long downAfter) {
    boolean stuck =
        instance.command != null
            && now - instance.commandSince > Periods.OLDEST_STUCK_LINK
            && instance.pingSince != Instance.NEVER
            && now - instance.pingSince > downAfter / 2
            && now - instance.lastPong > downAfter / 2;
    if (stuck) {
      self.closeCommand(instance);
    }
    boolean mute =
        instance.pubsub != null
            && now - instance.pubsubSince > Periods.OLDEST_STUCK_LINK
            && now - instance.lastHeard > 3 * Periods.PUBLISH;
    if (mute) {
      self.closePubsub(instance);
    }
  }

  private void countObjections() {
    long agreeing =
        master.node.isDown()
            ? 1 + master.peers.values().stream().filter(p -> p.saysDown).count()
            : 0;
    boolean down = master.node.isDown() && agreeing >= master.settings.quorum();
    if (down && !master.isObjectivelyDown()) {
      master.objectivelyDownSince = now;
      String figures = " #quorum " + agreeing + "/" + master.settings.quorum();
      self.say("+odown", self.subject(master) + figures);
    } else if (!down && master.isObjectivelyDown()) {
      master.objectivelyDownSince = Instance.NEVER;
      self.say("-odown", self.subject(master));
    }
  }

  private void ask(boolean forced) {
    for (Instance peer : master.peers.values()) {
      boolean outdated =
          peer.answeredAt == Instance.NEVER
              || now - peer.answeredAt > ANSWERS_VALID_PERIODS * Periods.ASK;
      if (outdated) {
        peer.saysDown = false;
        peer.leader = Optional.empty();
      }
      boolean early =
          !forced && peer.answeredAt != Instance.NEVER && now - peer.answeredAt < Periods.ASK;
      if (master.node.isDown() && !early) {
        Optional<String> candidate =
            master.stage == Master.Stage.NONE ? Optional.empty() : Optional.of(self.runId());
        self.tell(
            peer, new Request.IsDown(master.id, master.node.address, self.currentEpoch, candidate));
      }
    }
  }
}
