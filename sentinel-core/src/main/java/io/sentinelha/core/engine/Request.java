package io.sentinelha.core.engine;

import java.util.Optional;

/**
 * What a supervisor says on a command channel. Each request that is sent is answered by exactly one
 * event of the same name, or by nothing at all when the channel closes first.
 */
public sealed interface Request {

  /** Are you there? */
  record Ping() implements Request {}

  /** Tell everything about yourself. */
  record Info() implements Request {}

  /**
   * Publish a hello to whoever listens at the node, or hand it to a peer.
   *
   * @param primaryId says in the answer which primary the hello was about
   */
  record Hello(long primaryId, String payload) implements Request {}

  /**
   * Ask a peer whether it finds a primary down, and perhaps for its vote.
   *
   * @param primaryId says in the answer which primary was asked about
   * @param address the primary's address: peers know it by that, not by name
   * @param epoch the asker's epoch; with a candidate, the election's
   * @param candidate the id that wants the vote; empty to ask about the primary only
   */
  record IsDown(long primaryId, Endpoint address, long epoch, Optional<String> candidate)
      implements Request {}

  /**
   * Become a replica of somebody, or a primary, in one transaction that also saves the node's
   * configuration and cuts off its clients, so that they look for the primary anew.
   *
   * @param primary whom to follow; empty to become a primary
   * @param guard set on the node before anything else, so that a promoted node has it from its
   *     first write on; {@link Guard#OFF} sends nothing
   * @param plain the role change alone first and the rest outside of a transaction, for servers on
   *     which one of the other commands is renamed or forbidden and spoils the transaction
   */
  record ChangeRole(Optional<Endpoint> primary, Guard guard, boolean plain) implements Request {}

  /** Stop a script that keeps the node from answering. Never kills one that has written. */
  record KillScript() implements Request {}

  /** Read the node's min-replicas settings. */
  record ReadGuard() implements Request {}

  /** Set the node's min-replicas settings. */
  record SetGuard(Guard guard) implements Request {}
}
