package io.sentinelha.core.sim.redis;

import io.sentinelha.core.engine.Endpoint;
import io.sentinelha.core.engine.Reply;
import io.sentinelha.core.engine.Request;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What peers say and ask: hellos, questions about a primary, requests for a vote. */
final class Gossip {

  private final RedisSentinel self;
  private final Map<String, Master> masters;

  Gossip(RedisSentinel self, Map<String, Master> masters) {
    this.self = self;
    this.masters = masters;
  }

  /** Whether the primary is down, and whom this supervisor votes for. */
  Reply.DownState judge(Request.IsDown question) {
    Optional<Master> found =
        masters.values().stream()
            .filter(m -> m.node.address.equals(question.address()))
            .findFirst();
    boolean down = found.isPresent() && found.get().node.isDown() && !self.isTilted();
    if (found.isEmpty() || question.candidate().isEmpty()) {
      return new Reply.DownState(down, "*", 0);
    }
    Optional<String> voted = self.vote(found.get(), question.epoch(), question.candidate().get());
    return new Reply.DownState(down, voted.orElse("*"), found.get().leaderEpoch);
  }

  void hear(String payload) {
    String[] f = payload.split(",", -1);
    @Nullable Master master = f.length == 8 ? masters.get(f[4]) : null;
    if (master == null || f[2].equals(self.runId())) {
      return;
    }
    Endpoint from = new Endpoint(f[0], Integer.parseInt(f[1]));
    Instance peer = meet(master, f[2], from);
    long epoch = Long.parseLong(f[3]);
    if (epoch > self.currentEpoch) {
      self.adopt(epoch);
    }
    long config = Long.parseLong(f[7]);
    if (config > master.configEpoch) {
      master.configEpoch = config;
      Endpoint to = new Endpoint(f[5], Integer.parseInt(f[6]));
      if (to.equals(master.node.address)) {
        self.flush();
      } else {
        self.say("+config-update-from", self.subject(master, peer));
        self.moveTo(master, to);
      }
    }
  }

  private Instance meet(Master master, String id, Endpoint from) {
    Instance known = master.peers.get(id);
    if (known != null && known.address.equals(from)) {
      return known;
    }
    if (known != null) {
      self.forget(known);
      master.peers.remove(id);
    } else {
      master.peers.values().stream()
          .filter(p -> p.address.equals(from))
          .findFirst()
          .ifPresent(
              gone -> {
                self.forget(gone);
                master.peers.remove(gone.runId);
              });
    }
    Instance peer = self.addPeer(master, id, from);
    self.say(known != null ? "+sentinel-address-switch" : "+sentinel", self.subject(master, peer));
    self.flush();
    return peer;
  }
}
