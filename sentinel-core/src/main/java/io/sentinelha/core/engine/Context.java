package io.sentinelha.core.engine;

import io.sentinelha.quorum.Epoch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * What the parts of one engine share: who this supervisor is, the present moment, and the effects
 * of the present step.
 */
final class Context {

  final String myId;
  final int listenPort;
  final RandomGenerator random;
  final Tuning tuning = new Tuning();
  final Durability durability;
  final Timers timers = new Timers();
  final Tilt tilt = new Tilt();

  DurableState.Identity identity;
  Epoch currentEpoch;
  long now;

  /** The highest epoch that this supervisor itself began for an election. */
  Epoch ownEpoch = Epoch.ZERO;

  boolean crashAfterElection;
  boolean crashAfterPromotion;

  /** Every data node, found by the link that news comes from. */
  final Map<LinkId, DataNode> nodes = new HashMap<>();

  private List<Effect> out = new ArrayList<>();
  private long addressVersion;
  private long lastLink;
  private long lastPrimary;

  Context(DurableState loaded, int listenPort, RandomGenerator random) {
    this.myId = loaded.myId();
    this.identity = loaded.identity();
    this.currentEpoch = loaded.currentEpoch();
    this.listenPort = listenPort;
    this.random = random;
    this.durability = new Durability(loaded);
  }

  LinkId newLink() {
    return new LinkId(++lastLink);
  }

  long newPrimaryId() {
    return ++lastPrimary;
  }

  void emit(Effect effect) {
    out.add(effect);
  }

  void emitAll(List<Effect> effects) {
    out.addAll(effects);
  }

  void announce(Notice notice) {
    out.add(new Effect.Announce(notice));
  }

  void answer(long requestId, Reply reply) {
    out.add(new Effect.Answer(requestId, reply));
  }

  /** Answers OK once the changes of this step are safe, or with an error if they could not be. */
  void answerWhenSafe(long requestId) {
    answerWhenSafe(requestId, Reply.OK);
  }

  void answerWhenSafe(long requestId, Reply reply) {
    durability.whenSafe(
        durability.change(),
        new Effect.Answer(requestId, reply),
        new Effect.Answer(
            requestId,
            new Reply.Refused(
                "ERR Failed to save config file. The change is in effect until a restart and saving"
                    + " is tried again every second; see the log for the reason")));
  }

  /** A primary moved, came or went: whoever keeps an index by address must make it anew. */
  void addressesChanged() {
    addressVersion++;
  }

  long addressVersion() {
    return addressVersion;
  }

  /** The effects so far, the list being handed over. */
  List<Effect> drain() {
    if (out.isEmpty()) {
      return List.of(); // Most steps change nothing.
    }
    List<Effect> effects = out;
    out = new ArrayList<>();
    return effects;
  }

  List<Effect> pending() {
    return out;
  }

  void pass(Archive archive) {
    archive.references(
        DataNode.class,
        node -> node.link.id.value(),
        id -> Objects.requireNonNull(nodes.get(new LinkId(id))));
    now = archive.number(now);
    identity = archive.value(DurableState.Identity.class, identity);
    currentEpoch = archive.value(Epoch.class, currentEpoch);
    ownEpoch = archive.value(Epoch.class, ownEpoch);
    crashAfterElection = archive.flag(crashAfterElection);
    crashAfterPromotion = archive.flag(crashAfterPromotion);
    addressVersion = archive.number(addressVersion);
    lastLink = archive.number(lastLink);
    lastPrimary = archive.number(lastPrimary);
    tuning.pass(archive);
    timers.pass(archive);
    tilt.pass(archive);
    durability.pass(archive);
  }

  /**
   * Raises the current epoch, durably.
   *
   * @return what to say about it once it is safe
   */
  Effect adopt(Epoch epoch) {
    currentEpoch = epoch;
    durability.change();
    return new Effect.Announce(
        new Notice(Notice.Level.WARNING, "+new-epoch", Long.toString(epoch.value())));
  }
}
