package io.sentinelha.core.engine;

/**
 * A link at one moment. Times are moments of the engine's clock.
 *
 * @param lostAt from when on a link counts as lost while it has no connection: from the first
 *     attempt that comes to nothing, or a second after that began or a connection that had served
 *     went; at once where no attempt can be made
 * @param pending requests that are not answered yet
 * @param unansweredSince when the oldest unanswered ping was sent; -1 when none is
 * @param lastValidReply when the other end last showed that it serves
 * @param lastReply when it last answered a ping, with whatever
 */
public record LinkView(
    boolean connected,
    long lostAt,
    int pending,
    long unansweredSince,
    long lastValidReply,
    long lastReply) {

  /** Whether the other end cannot be reached, as far as is known; not while a link is renewed. */
  public boolean isLost(long now) {
    return !connected && now >= lostAt;
  }
}
