package io.sentinelha.server.replication;

import io.sentinelha.server.engine.Engine;

/** Asks replicas how far they are: once for all who want to know in a turn. */
final class Acknowledgements {

  private final Engine engine;
  private final OwnStream own;
  private boolean wanted;

  Acknowledgements(Engine engine, OwnStream own) {
    this.engine = engine;
    this.own = own;
  }

  /** Somebody waits for replicas. */
  void ask() {
    wanted = true;
  }

  /** At the end of a turn. In a pause nothing goes into the stream, so that offsets stand still. */
  void endOfTurn() {
    if (wanted && !engine.pause().isActive()) {
      wanted = false;
      if (own.isActive()) {
        own.askForAcks();
      }
    }
  }
}
