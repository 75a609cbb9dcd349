package io.sentinelha.core.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All primaries and peers, found by name, by address, by id and by link. */
final class Directory {

  private final Context ctx;
  private final Map<String, WatchedPrimary> primaries = new LinkedHashMap<>();
  private final Map<String, Peer> peers = new LinkedHashMap<>();
  private final Map<LinkId, Peer> peerByLink = new HashMap<>();
  private final Map<Endpoint, WatchedPrimary> byAddress = new HashMap<>();
  private long indexVersion = -1;

  Directory(Context ctx) {
    this.ctx = ctx;
  }

  Collection<WatchedPrimary> primaries() {
    return primaries.values();
  }

  Optional<WatchedPrimary> primary(String name) {
    return Optional.ofNullable(primaries.get(name));
  }

  /** The primary that peers know by this address: the one before a switch that is under way. */
  Optional<WatchedPrimary> primaryAt(String host, long port) {
    if (indexVersion != ctx.addressVersion()) {
      indexVersion = ctx.addressVersion();
      byAddress.clear();
      primaries.values().forEach(p -> byAddress.putIfAbsent(p.node().address, p));
    }
    boolean possible = port >= 0 && port <= 65535;
    return possible
        ? Optional.ofNullable(
            byAddress.get(new Endpoint(IpLiteral.canonical(host).orElse(host), (int) port)))
        : Optional.empty();
  }

  /** Takes up a primary with all that is remembered of it. */
  WatchedPrimary add(DurableState.Primary from) {
    WatchedPrimary primary = new WatchedPrimary(ctx, from);
    primaries.put(primary.name, primary);
    from.replicas().forEach(primary::addReplica);
    from.peers().forEach(peer -> introduce(primary, peer.runId(), peer.address()));
    ctx.addressesChanged();
    primary.touch();
    return primary;
  }

  void remove(WatchedPrimary primary) {
    primary.chronicle.close("an operator ended the watch");
    primaries.remove(primary.name);
    List.copyOf(primary.opinions()).forEach(this::forget);
    primary.dropNodes();
    ctx.addressesChanged();
    ctx.timers.cancel(primary);
    ctx.durability.change();
  }

  /** Makes a peer one of those that watch a primary. */
  Opinion introduce(WatchedPrimary primary, String runId, Endpoint address) {
    Peer peer = peers.get(runId);
    if (peer == null || !peer.address.equals(address)) {
      peer = new Peer(ctx, runId, address);
      peers.put(runId, peer);
      peerByLink.put(peer.link.id, peer);
    }
    Opinion opinion = new Opinion(primary, peer);
    primary.addOpinion(opinion);
    ctx.timers.set(peer, ctx.now);
    return opinion;
  }

  /** The peer does not watch this primary any more; its link goes with the last one. */
  void forget(Opinion opinion) {
    Peer peer = opinion.peer;
    opinion.primary().removeOpinion(opinion);
    if (peer.isKnownToNobody()) {
      peers.remove(peer.runId, peer);
      peerByLink.remove(peer.link.id);
      peer.link.closeAll(ctx);
      ctx.timers.cancel(peer);
    }
  }

  void forgetEverywhere(Peer peer) {
    opinionsOf(peer).forEach(this::forget);
  }

  /**
   * A peer has a new address: whoever else knew it under the old one learns the new one too.
   *
   * @return how many other primaries were updated
   */
  int moveElsewhere(WatchedPrimary primary, Peer moved) {
    int updated = 0;
    for (WatchedPrimary other : primaries.values()) {
      Optional<Opinion> stale =
          other.opinion(moved.runId).filter(o -> o.peer != moved && other != primary);
      if (stale.isPresent()) {
        forget(stale.get());
        introduce(other, moved.runId, moved.address);
        updated++;
      }
    }
    return updated;
  }

  Optional<Peer> peerBehind(LinkId link) {
    return Optional.ofNullable(peerByLink.get(link));
  }

  Collection<Peer> peers() {
    return peers.values();
  }

  void pass(Archive archive) {
    List<WatchedPrimary> watched = List.copyOf(primaries.values());
    int count = archive.small(watched.size());
    for (int i = 0; i < count; i++) {
      WatchedPrimary primary = WatchedPrimary.pass(ctx, archive, at(watched, i));
      primaries.put(primary.name, primary);
    }
    passPeers(archive);
    for (WatchedPrimary primary : primaries.values()) {
      primary.passOpinions(archive, this::requirePeer);
    }
  }

  private void passPeers(Archive archive) {
    // All that have a link; one whose successor at another address took its name has, too.
    List<Peer> linked =
        peerByLink.values().stream()
            .sorted(Comparator.comparingLong(peer -> peer.link.id.value()))
            .toList();
    int count = archive.small(linked.size());
    for (int i = 0; i < count; i++) {
      Peer peer = Peer.pass(ctx, archive, at(linked, i));
      peerByLink.put(peer.link.id, peer);
      passOpinions(archive, peer);
    }
    List<LinkId> named =
        archive.list(LinkId.class, peers.values().stream().map(p -> p.link.id).toList());
    if (archive.isLoading()) {
      named.stream().map(this::requirePeer).forEach(peer -> peers.put(peer.runId, peer));
    }
  }

  private void passOpinions(Archive archive, Peer peer) {
    List<Opinion> known = List.copyOf(peer.opinions());
    int count = archive.small(known.size());
    for (int i = 0; i < count; i++) {
      long id = archive.number(at(known, i).map(o -> o.primary().id).orElse(0L));
      Opinion opinion = at(known, i).orElseGet(() -> new Opinion(requirePrimary(id), peer));
      opinion.pass(archive);
      peer.add(opinion);
    }
  }

  /** The i-th of those that are there; nothing while an archive is loaded. */
  private static <T> Optional<T> at(List<T> all, int i) {
    return i < all.size() ? Optional.of(all.get(i)) : Optional.empty();
  }

  private WatchedPrimary requirePrimary(long id) {
    return primaries.values().stream().filter(p -> p.id == id).findFirst().orElseThrow();
  }

  private Peer requirePeer(LinkId link) {
    return peerBehind(link).orElseThrow();
  }

  private static List<Opinion> opinionsOf(Peer peer) {
    List<Opinion> all = new ArrayList<>();
    peer.opinions().forEach(all::add);
    return all;
  }
}
