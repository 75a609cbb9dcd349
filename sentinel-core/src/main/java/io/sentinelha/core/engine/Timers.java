package io.sentinelha.core.engine;

import java.util.PriorityQueue;

/**
 * Wakes parts of the engine at the moments that they asked for, in a fixed order: by moment, then
 * by the order of asking. A part has one alarm; setting it again moves it.
 */
final class Timers {

  /** Something that can be woken. */
  abstract static class Sleeper {
    private long alarm = Long.MAX_VALUE;

    /** Looks at what is due and says when to look again. */
    abstract long wake(long now);
  }

  private record Entry(long moment, long sequence, Sleeper sleeper) {}

  private final PriorityQueue<Entry> queue =
      new PriorityQueue<>(
          (a, b) ->
              a.moment != b.moment
                  ? Long.compare(a.moment, b.moment)
                  : Long.compare(a.sequence, b.sequence));
  private long sequence;

  void set(Sleeper sleeper, long moment) {
    if (sleeper.alarm == moment) {
      return;
    }
    sleeper.alarm = moment;
    if (moment != Long.MAX_VALUE) {
      queue.add(new Entry(moment, sequence++, sleeper));
    }
  }

  /** Forgets the alarm of something that is no longer there. */
  void cancel(Sleeper sleeper) {
    sleeper.alarm = Long.MAX_VALUE;
  }

  /** Wakes everything that is due, once. */
  void run(long now) {
    Entry head;
    while ((head = queue.peek()) != null && head.moment <= now) {
      queue.remove();
      Sleeper sleeper = head.sleeper;
      if (sleeper.alarm != head.moment) {
        continue; // Moved or cancelled meanwhile.
      }
      sleeper.alarm = Long.MAX_VALUE;
      // A part that is not content with the present moment waits for the next millisecond, so that
      // one look can never become an endless one.
      set(sleeper, Math.max(now + 1, sleeper.wake(now)));
    }
  }

  /** The next moment at which something is due; {@link Long#MAX_VALUE} for none. */
  long next() {
    Entry head;
    while ((head = queue.peek()) != null && head.sleeper.alarm != head.moment) {
      queue.remove();
    }
    return head == null ? Long.MAX_VALUE : head.moment;
  }
}
