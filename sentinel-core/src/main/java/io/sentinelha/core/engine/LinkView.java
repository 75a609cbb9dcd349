package io.sentinelha.core.engine;

/**
 * A link at one moment. Times are moments of the engine's clock.
 *
 * @param pending requests that are not answered yet
 * @param unansweredSince when the oldest unanswered ping was sent; -1 when none is
 * @param lastValidReply when the other end last showed that it serves
 * @param lastReply when it last answered a ping, with whatever
 */
public record LinkView(
    boolean connected, int pending, long unansweredSince, long lastValidReply, long lastReply) {}
