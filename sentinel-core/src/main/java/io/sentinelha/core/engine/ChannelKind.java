package io.sentinelha.core.engine;

/** A link to a data node has two connections, because a subscribed one takes no commands. */
public enum ChannelKind {
  /** Requests and replies. */
  COMMAND,
  /** Listens to the hellos of other supervisors. Peers have none: they are told directly. */
  PUBSUB
}
