package io.sentinelha.core.whatif;

import io.sentinelha.core.engine.Effect;
import io.sentinelha.core.engine.Event;
import io.sentinelha.core.engine.LinkView;
import java.util.Optional;

/** Somebody at the other end of a link of the copy. */
interface Actor {

  /** Whether it can be connected to, and answers. */
  boolean isAlive();

  /** What it answers to a request; empty for nothing. */
  Optional<Event> answer(Effect.Send send, long now);

  /**
   * Whether somebody that was last seen like this would go on to answer. One whose ping is
   * unanswered for half the time that makes it down is given up by its link as well.
   */
  static boolean answers(LinkView link, boolean down, long downAfterMillis, long now) {
    boolean silent =
        link.unansweredSince() >= 0 && now - link.unansweredSince() > downAfterMillis / 2;
    return link.connected() && !down && !silent;
  }
}
