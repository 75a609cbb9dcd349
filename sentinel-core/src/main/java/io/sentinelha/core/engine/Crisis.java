package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Account.Cause;
import io.sentinelha.core.engine.Account.Moment;
import io.sentinelha.core.engine.Account.What;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is written down about one time that a primary is not well: who finds it down since when. It
 * stands in the account of every attempt at a failover that is made meanwhile.
 */
final class Crisis {

  private static final int MOST_MOMENTS = 100;

  private final List<Moment> moments = new ArrayList<>();
  private final Map<String, Boolean> peersSay = new LinkedHashMap<>();
  private Cause cause = Cause.UNSEEN;
  private long lastSignOfLife = Times.NEVER;

  /** Whether nothing has been noted since the last one was over. */
  boolean isQuiet() {
    return moments.isEmpty();
  }

  List<Moment> moments() {
    return moments;
  }

  /** Why this supervisor found the primary down; {@link Cause#UNSEEN} when it did not. */
  Cause cause() {
    return cause;
  }

  long lastSignOfLife() {
    return lastSignOfLife;
  }

  void begin(Cause why, long lastHeard) {
    cause = why;
    lastSignOfLife = lastHeard;
  }

  /** Takes a peer's word; returns whether it is another than its last one. */
  boolean isNews(String peer, boolean down) {
    boolean before = peersSay.getOrDefault(peer, false);
    peersSay.put(peer, down);
    return down != before;
  }

  /** Returns false when there is no room for it. */
  boolean note(long now, What what, String subject, String details) {
    if (moments.size() >= MOST_MOMENTS) {
      return false;
    }
    moments.add(new Moment(now, what, subject, details));
    return true;
  }

  void over() {
    moments.clear();
    peersSay.clear();
    cause = Cause.UNSEEN;
    lastSignOfLife = Times.NEVER;
  }

  void pass(Archive archive) {
    archive.passAll(Moment.class, moments);
    List<String> peers = archive.list(String.class, List.copyOf(peersSay.keySet()));
    for (String peer : peers) {
      peersSay.put(peer, archive.flag(peersSay.getOrDefault(peer, false)));
    }
    cause = archive.value(Cause.class, cause);
    lastSignOfLife = archive.number(lastSignOfLife);
  }
}
