package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Notice.Level;
import io.sentinelha.quorum.Epoch;

/** Writes event payloads: the subject first, in the form that clients take apart by blanks. */
final class Notices {

  private Notices() {}

  /** About the primary itself. */
  static Notice primary(Level level, String event, WatchedPrimary primary, String more) {
    return new Notice(level, event, subject(primary) + more);
  }

  static Notice primary(Level level, String event, WatchedPrimary primary) {
    return primary(level, event, primary, "");
  }

  /** About one of the data nodes of a primary, which may be the primary itself. */
  static Notice node(
      Level level, String event, WatchedPrimary primary, DataNode node, String more) {
    if (node == primary.node()) {
      return primary(level, event, primary, more);
    }
    String subject = "slave " + node.address + " " + words(node.address) + at(primary);
    return new Notice(level, event, subject + more);
  }

  static Notice node(Level level, String event, WatchedPrimary primary, DataNode node) {
    return node(level, event, primary, node, "");
  }

  /** About a peer, as one of those that watch a primary. */
  static Notice peer(Level level, String event, WatchedPrimary primary, Peer peer) {
    String subject = "sentinel " + peer.runId + " " + words(peer.address) + at(primary);
    return new Notice(level, event, subject);
  }

  /** The primary is now somewhere else. */
  static Notice switched(String name, Endpoint from, Endpoint to) {
    return new Notice(Level.WARNING, "+switch-master", name + " " + words(from) + " " + words(to));
  }

  /** This supervisor gave its vote. */
  static Notice vote(String candidate, Epoch epoch) {
    return new Notice(Level.WARNING, "+vote-for-leader", candidate + " " + epoch);
  }

  private static String subject(WatchedPrimary primary) {
    return "master " + primary.name + " " + words(primary.node().address);
  }

  private static String at(WatchedPrimary primary) {
    return " @ " + primary.name + " " + words(primary.node().address);
  }

  static String words(Endpoint address) {
    return address.host() + " " + address.port();
  }
}
