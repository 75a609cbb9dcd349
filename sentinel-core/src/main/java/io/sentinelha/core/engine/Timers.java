package io.sentinelha.core.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Wakes parts of the engine at the moments that they asked for, in a fixed order: by moment, then
 * by the order of asking. A part has one alarm; setting it again moves it.
 *
 * <p>The alarms form a heap in which every part knows its place, because nearly every event moves
 * one: an alarm that is moved leaves nothing behind.
 */
final class Timers {

  /** Something that can be woken. */
  abstract static class Sleeper {
    private long alarm = Long.MAX_VALUE;

    /** Decides between alarms of one moment. */
    private long ticket = -1;

    /** The place in the heap; negative while no alarm is set. */
    private int place = -1;

    /** Looks at what is due and says when to look again. */
    abstract long wake(long now);

    private boolean isBefore(Sleeper other) {
      return alarm != other.alarm ? alarm < other.alarm : ticket < other.ticket;
    }
  }

  private final List<Sleeper> heap = new ArrayList<>();
  private long sequence;

  void set(Sleeper sleeper, long moment) {
    if (sleeper.alarm == moment) {
      return;
    }
    if (moment == Long.MAX_VALUE) {
      cancel(sleeper);
      return;
    }
    sleeper.alarm = moment;
    sleeper.ticket = sequence++;
    settle(sleeper);
  }

  /** Moves an alarm to this moment unless it is set to an earlier one. */
  void setBy(Sleeper sleeper, long moment) {
    if (moment < sleeper.alarm) {
      set(sleeper, moment);
    }
  }

  /** Forgets the alarm of something that is no longer there. */
  void cancel(Sleeper sleeper) {
    sleeper.alarm = Long.MAX_VALUE;
    if (sleeper.place >= 0) {
      remove(sleeper);
    }
  }

  /** Wakes everything that is due, once. */
  void run(long now) {
    while (next() <= now) {
      Sleeper sleeper = heap.get(0);
      cancel(sleeper);
      // A part that is not content with the present moment waits for the next millisecond, so that
      // one look can never become an endless one.
      set(sleeper, Math.max(now + 1, sleeper.wake(now)));
    }
  }

  /** The next moment at which something is due; {@link Long#MAX_VALUE} for none. */
  long next() {
    return heap.isEmpty() ? Long.MAX_VALUE : heap.get(0).alarm;
  }

  private void remove(Sleeper sleeper) {
    int hole = sleeper.place;
    sleeper.place = -1;
    Sleeper last = heap.remove(heap.size() - 1);
    if (last != sleeper) {
      last.place = hole;
      heap.set(hole, last);
      settle(last);
    }
  }

  /** Brings a sleeper, whose alarm may be any other than before, to where it belongs. */
  private void settle(Sleeper sleeper) {
    if (sleeper.place < 0) {
      sleeper.place = heap.size();
      heap.add(sleeper);
    }
    int at = sleeper.place;
    while (at > 0 && sleeper.isBefore(heap.get((at - 1) / 2))) {
      at = moveInto(at, (at - 1) / 2);
    }
    int child = soonerChild(at);
    while (child >= 0 && heap.get(child).isBefore(sleeper)) {
      at = moveInto(at, child);
      child = soonerChild(at);
    }
    sleeper.place = at;
    heap.set(at, sleeper);
  }

  /** Fills a hole from another place, which is the hole then. */
  private int moveInto(int hole, int from) {
    Sleeper moved = heap.get(from);
    moved.place = hole;
    heap.set(hole, moved);
    return from;
  }

  private int soonerChild(int parent) {
    int left = 2 * parent + 1;
    if (left >= heap.size()) {
      return -1;
    }
    boolean right = left + 1 < heap.size() && heap.get(left + 1).isBefore(heap.get(left));
    return right ? left + 1 : left;
  }

  void pass(Archive archive) {
    sequence = archive.number(sequence);
  }

  /** The alarm of one sleeper; where it is loaded, it is set. */
  void pass(Archive archive, Sleeper sleeper) {
    sleeper.alarm = archive.number(sleeper.alarm);
    sleeper.ticket = archive.number(sleeper.ticket);
    if (archive.isLoading() && sleeper.alarm != Long.MAX_VALUE) {
      settle(sleeper);
    }
  }
}
