package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Notice.Level;
import io.sentinelha.quorum.Epoch;
import java.util.List;
import java.util.Optional;

/**
 * Takes in hellos: who else watches a primary, which epoch the group is in, and where the primary
 * is according to a newer configuration. Only a strictly higher configuration epoch moves a
 * primary.
 *
 * @see "Redis Sentinel's rules: sentinelProcessHelloMessage"
 */
final class Gossip {

  private final Context ctx;
  private final Directory directory;

  Gossip(Context ctx, Directory directory) {
    this.ctx = ctx;
    this.directory = directory;
  }

  void hear(String payload) {
    Optional<Hello> parsed = Hello.parse(payload);
    if (parsed.isEmpty() || parsed.get().runId().equals(ctx.myId)) {
      return;
    }
    Hello hello = parsed.get();
    Optional<WatchedPrimary> primary = directory.primary(hello.primaryName());
    boolean credible =
        ctx.currentEpoch.believes(hello.currentEpoch())
            && ctx.currentEpoch.believes(hello.configEpoch());
    if (primary.isPresent() && credible) {
      take(primary.get(), hello);
    }
  }

  private void take(WatchedPrimary primary, Hello hello) {
    boolean known =
        primary.opinion(hello.runId()).filter(o -> o.peer.address.equals(hello.from())).isPresent();
    Opinion opinion = meet(primary, hello);
    Epoch current = new Epoch(hello.currentEpoch());
    Epoch config = new Epoch(hello.configEpoch());
    boolean newer = current.isAfter(ctx.currentEpoch) || config.isAfter(primary.configEpoch);
    if (current.isAfter(ctx.currentEpoch)) {
      Effect words = ctx.adopt(current);
      ctx.durability.whenSafe(ctx.durability.change(), List.of(words));
    }
    if (config.isAfter(primary.configEpoch) && hello.primary().isReachable()) {
      follow(primary, opinion.peer, hello.primary(), config);
    }
    opinion.heardAt = ctx.now;
    opinion.configEpoch = config;
    if (newer || !known) {
      primary.touch();
    } else {
      primary.viewChanged();
    }
  }

  /** Finds the sender among those that watch the primary, or makes its acquaintance. */
  private Opinion meet(WatchedPrimary primary, Hello hello) {
    Optional<Opinion> known = primary.opinion(hello.runId());
    if (known.isPresent() && known.get().peer.address.equals(hello.from())) {
      return known.get();
    }
    boolean moved = known.isPresent();
    if (moved) {
      directory.forget(known.get());
      String words =
          " ip " + hello.from().host() + " port " + hello.from().port() + " for " + hello.runId();
      ctx.announce(Notices.primary(Level.NOTICE, "+sentinel-address-switch", primary, words));
    } else {
      takeAddressFromOthers(primary, hello.from());
    }
    Opinion opinion = directory.introduce(primary, hello.runId(), hello.from());
    if (moved) {
      int others = directory.moveElsewhere(primary, opinion.peer);
      if (others > 0) {
        String words = " " + others + " additional matching instances";
        ctx.announce(Notices.primary(Level.NOTICE, "+sentinel-address-update", primary, words));
      }
    } else {
      ctx.announce(Notices.peer(Level.NOTICE, "+sentinel", primary, opinion.peer));
    }
    // The newcomer hears of us now, not at the next turn.
    opinion.wantHello();
    return opinion;
  }

  /** Two supervisors cannot have one address: the one that was known there is gone. */
  private void takeAddressFromOthers(WatchedPrimary primary, Endpoint address) {
    Optional<Opinion> other =
        primary.opinions().stream().filter(o -> o.peer.address.equals(address)).findFirst();
    if (other.isPresent()) {
      Peer gone = other.get().peer;
      ctx.announce(Notices.peer(Level.NOTICE, "+sentinel-invalid-addr", primary, gone));
      directory.forgetEverywhere(gone);
    }
  }

  private void follow(WatchedPrimary primary, Peer from, Endpoint to, Epoch config) {
    primary.configEpoch = config;
    primary.touchDurable();
    Endpoint old = primary.node().address;
    if (to.equals(old)) {
      stay(primary, from, config);
      return;
    }
    ctx.announce(Notices.peer(Level.WARNING, "+config-update-from", primary, from));
    ctx.announce(Notices.switched(primary.name, old, to));
    primary.chronicle.movedBy(from, to, config);
    primary.moveTo(to);
  }

  /**
   * The primary is where it was before this supervisor's own failover, but by a newer
   * configuration: others have failed over away from it and back again. The own failover belongs to
   * the past, and what it would make would carry the newer epoch.
   */
  private void stay(WatchedPrimary primary, Peer from, Epoch config) {
    boolean outdated =
        primary.activeFailover().filter(own -> config.isAfter(own.epoch())).isPresent();
    if (!outdated) {
      return;
    }
    Endpoint told = primary.address();
    Endpoint here = primary.node().address;
    if (!told.equals(here)) {
      ctx.announce(Notices.peer(Level.WARNING, "+config-update-from", primary, from));
      ctx.announce(Notices.switched(primary.name, told, here));
    }
    primary.chronicle.movedBy(from, here, config);
    primary.stay();
  }
}
