package io.sentinelha.core.engine;

/** One connection of a link: whether it is there, and when to try again if not. */
final class Channel {

  private enum State {
    CLOSED,
    OPENING,
    OPEN
  }

  /**
   * A connection that lived shorter than this is not replaced at once: whoever accepts and hangs up
   * would otherwise keep us busy.
   */
  private static final long SHORT_LIFE_MILLIS = 1_000;

  final ChannelKind kind;
  private State state = State.CLOSED;
  private long attempt;
  private long openedAt = Times.NEVER;
  private long retryAt = Times.NEVER;
  private long lastHeard = Times.NEVER;

  Channel(ChannelKind kind) {
    this.kind = kind;
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  long attempt() {
    return attempt;
  }

  /** Whether news of this attempt is news of the present connection. */
  boolean isPresent(long attemptOfNews) {
    return attempt == attemptOfNews && state != State.CLOSED;
  }

  /** Whether it is time to open; names the moment if it is too early. */
  boolean wantsOpening(long now, Agenda agenda) {
    return state == State.CLOSED && agenda.due(now, retryAt);
  }

  void opening(long now, long retryMillis) {
    state = State.OPENING;
    attempt++;
    retryAt = now + retryMillis;
  }

  void opened(long now) {
    state = State.OPEN;
    openedAt = now;
    lastHeard = now;
  }

  /** The connection is gone or never came; a new one is opened at once if this one had lasted. */
  void closed(long now) {
    boolean hadLasted = state == State.OPEN && now - openedAt >= SHORT_LIFE_MILLIS;
    state = State.CLOSED;
    if (hadLasted) {
      retryAt = now;
    }
  }

  void heard(long now) {
    lastHeard = now;
  }

  /** Whether this connection is open, at least {@code age} old, and silent for {@code silence}. */
  boolean isStale(long now, long age, long silence, Agenda agenda) {
    return state == State.OPEN
        && agenda.due(now, openedAt + age)
        && agenda.due(now, lastHeard + silence);
  }

  void pass(Archive archive) {
    state = archive.value(State.class, state);
    attempt = archive.number(attempt);
    openedAt = archive.number(openedAt);
    retryAt = archive.number(retryAt);
    lastHeard = archive.number(lastHeard);
  }

  /** When the connection was opened; meaningless unless it is open. */
  long openedAt() {
    return openedAt;
  }
}
