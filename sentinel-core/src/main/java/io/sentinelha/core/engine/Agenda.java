package io.sentinelha.core.engine;

/**
 * Collects, during one look at something, the moment at which it must be looked at again: the
 * earliest of those named. Whoever tests a condition that time alone can change names its moment.
 */
final class Agenda {

  private long next = Long.MAX_VALUE;

  /** Look again at this moment, or earlier. */
  void at(long moment) {
    next = Math.min(next, moment);
  }

  /**
   * Whether a moment has come; if not, it is put on the agenda.
   *
   * @param moment any moment, or {@link Times#NEVER} for one that has always been
   */
  boolean due(long now, long moment) {
    if (now >= moment) {
      return true;
    }
    at(moment);
    return false;
  }

  /** The earliest moment named; {@link Long#MAX_VALUE} when none was. */
  long next() {
    return next;
  }
}
