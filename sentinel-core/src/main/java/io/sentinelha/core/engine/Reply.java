package io.sentinelha.core.engine;

/** The answer to somebody's command, ready to be put on the wire. */
public sealed interface Reply {

  Reply OK = new Done();

  /** The command was carried out, and what it changed is durable. */
  record Done() implements Reply {}

  /**
   * The command was refused.
   *
   * @param text the whole error, its code word included
   */
  record Refused(String text) implements Reply {}

  record Count(long value) implements Reply {}

  /**
   * The answer to a peer that asked about a primary.
   *
   * @param down whether this supervisor finds the primary subjectively down
   * @param leader whom it voted for in {@code leaderEpoch}; {@code *} for nobody
   */
  record DownState(boolean down, String leader, long leaderEpoch) implements Reply {}
}
